package io.propolis.glue.operations;

import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Document;
import io.propolis.glue.wire.GlueException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsTaskSettings;
import software.amazon.awssdk.services.glue.model.CreateColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.CreateColumnStatisticsTaskSettingsResponse;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsTaskSettingsResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskSettingsResponse;
import software.amazon.awssdk.services.glue.model.SettingSource;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsTaskSettingsResponse;

/** How statistics of a table are to be computed, kept with the table. */
final class StatisticsSettingsCalls implements Noun {
  /** A table has one. */
  private static final String NAME = "settings";

  @Override
  public void serve(OperationTable table) {
    table.add(
        CreateColumnStatisticsTaskSettingsRequest.class,
        CreateColumnStatisticsTaskSettingsRequest::builder,
        this::create);
    table.add(
        GetColumnStatisticsTaskSettingsRequest.class,
        GetColumnStatisticsTaskSettingsRequest::builder,
        this::get);
    table.add(
        UpdateColumnStatisticsTaskSettingsRequest.class,
        UpdateColumnStatisticsTaskSettingsRequest::builder,
        this::update);
    table.add(
        DeleteColumnStatisticsTaskSettingsRequest.class,
        DeleteColumnStatisticsTaskSettingsRequest::builder,
        this::delete);
  }

  private CreateColumnStatisticsTaskSettingsResponse create(
      Call call, CreateColumnStatisticsTaskSettingsRequest request) {
    refuseSchedule(request.schedule());
    if (!request.tags().isEmpty()) {
      throw GlueException.invalidInput(
          "Tags of column statistics task settings are not supported by this server");
    }
    var table = call.table(request.catalogID(), request.databaseName(), request.tableName());
    var found = call.session().tables().require(table);
    StatisticsTaskCalls.checkColumns(found, request.columnNameList());
    var settings =
        ColumnStatisticsTaskSettings.builder()
            .role(request.role())
            .columnNameList(request.columnNameList())
            .sampleSize(request.sampleSize())
            .securityConfiguration(request.securityConfiguration())
            .settingSource(SettingSource.TABLE)
            .build();
    call.session().resources().create(key(found), Document.of(settings, call.unknown()));
    return CreateColumnStatisticsTaskSettingsResponse.builder().build();
  }

  private static void refuseSchedule(@Nullable String schedule) {
    if (schedule != null && !schedule.isEmpty()) {
      throw GlueException.invalidInput(
          "Schedules of column statistics are not supported by this server: start runs by hand");
    }
  }

  private static ResourceKey key(Table table) {
    return ResourceKey.of(ResourceKind.COLUMN_STATISTICS_TASK_SETTINGS, table, NAME);
  }

  private static ColumnStatisticsTaskSettings read(Call call, String document) {
    return Document.read(
        document,
        ColumnStatisticsTaskSettings.builder(),
        ColumnStatisticsTaskSettings.class,
        call.unknown());
  }

  private GetColumnStatisticsTaskSettingsResponse get(
      Call call, GetColumnStatisticsTaskSettingsRequest request) {
    var table =
        call.session()
            .tables()
            .require(call.table(null, request.databaseName(), request.tableName()));
    var settings = read(call, call.session().resources().require(key(table)).document());
    return GetColumnStatisticsTaskSettingsResponse.builder()
        .columnStatisticsTaskSettings(
            settings.toBuilder()
                .databaseName(table.name().database().name())
                .tableName(table.name().name())
                .catalogID(call.catalogId(table.name().database().catalog()))
                .build())
        .build();
  }

  /** Changes what the request names, and leaves the rest. */
  private UpdateColumnStatisticsTaskSettingsResponse update(
      Call call, UpdateColumnStatisticsTaskSettingsRequest request) {
    refuseSchedule(request.schedule());
    var name = call.table(request.catalogID(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    StatisticsTaskCalls.checkColumns(table, request.columnNameList());
    call.session()
        .resources()
        .change(
            key(table),
            current -> {
              var settings = read(call, current.document()).toBuilder();
              if (request.role() != null) {
                settings.role(request.role());
              }
              if (request.hasColumnNameList()) {
                settings.columnNameList(request.columnNameList());
              }
              if (request.sampleSize() != null) {
                settings.sampleSize(request.sampleSize());
              }
              if (request.securityConfiguration() != null) {
                settings.securityConfiguration(request.securityConfiguration());
              }
              return Document.of(settings.build(), call.unknown());
            });
    return UpdateColumnStatisticsTaskSettingsResponse.builder().build();
  }

  private DeleteColumnStatisticsTaskSettingsResponse delete(
      Call call, DeleteColumnStatisticsTaskSettingsRequest request) {
    var table =
        call.session()
            .tables()
            .require(call.table(null, request.databaseName(), request.tableName()));
    call.session().resources().delete(key(table));
    return DeleteColumnStatisticsTaskSettingsResponse.builder().build();
  }
}
