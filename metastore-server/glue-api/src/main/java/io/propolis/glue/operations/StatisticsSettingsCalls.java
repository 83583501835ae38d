package io.propolis.glue.operations;

import io.propolis.catalog.StatisticsSettingsOperations;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Table;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Crawlers;
import io.propolis.glue.translate.Document;
import io.propolis.glue.translate.ScheduleReply;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsTaskSettings;
import software.amazon.awssdk.services.glue.model.CreateColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.CreateColumnStatisticsTaskSettingsResponse;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsTaskSettingsResponse;
import software.amazon.awssdk.services.glue.model.ExecutionAttempt;
import software.amazon.awssdk.services.glue.model.ExecutionStatus;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsTaskSettingsResponse;
import software.amazon.awssdk.services.glue.model.ScheduleType;
import software.amazon.awssdk.services.glue.model.SettingSource;
import software.amazon.awssdk.services.glue.model.StartColumnStatisticsTaskRunScheduleRequest;
import software.amazon.awssdk.services.glue.model.StartColumnStatisticsTaskRunScheduleResponse;
import software.amazon.awssdk.services.glue.model.StopColumnStatisticsTaskRunScheduleRequest;
import software.amazon.awssdk.services.glue.model.StopColumnStatisticsTaskRunScheduleResponse;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsTaskSettingsRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsTaskSettingsResponse;

/** How and when statistics of a table are to be computed, kept with the table. */
final class StatisticsSettingsCalls implements Noun {
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
    table.add(
        StartColumnStatisticsTaskRunScheduleRequest.class,
        StartColumnStatisticsTaskRunScheduleRequest::builder,
        RunStates.STATISTICS.told(this::startSchedule));
    table.add(
        StopColumnStatisticsTaskRunScheduleRequest.class,
        StopColumnStatisticsTaskRunScheduleRequest::builder,
        RunStates.STATISTICS.told(this::stopSchedule));
  }

  private static StatisticsSettingsOperations settings(Call call) {
    return call.session().statisticsSettings(call.crawlerRules());
  }

  private static Table table(Call call, SdkPojo request, String database, String table) {
    var catalog = StatisticsTaskCalls.catalogId(call, request);
    return StatisticsTaskCalls.table(call, catalog, database, table);
  }

  private CreateColumnStatisticsTaskSettingsResponse create(
      Call call, CreateColumnStatisticsTaskSettingsRequest request) {
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
    settings(call)
        .create(
            found,
            Document.of(settings, call.unknown()),
            Optional.ofNullable(schedule(request.schedule())).orElse(""),
            request.tags());
    return CreateColumnStatisticsTaskSettingsResponse.builder().build();
  }

  private static @Nullable String schedule(@Nullable String expression) {
    return expression == null ? null : expression.strip();
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
    var table = table(call, request, request.databaseName(), request.tableName());
    var reply =
        read(call, settings(call).require(table).document()).toBuilder()
            .databaseName(table.name().database().name())
            .tableName(table.name().name())
            .catalogID(call.catalogId(table.name().database().catalog()))
            .lastExecutionAttempt(lastAttempt(call, table));
    settings(call)
        .schedule(table)
        .ifPresent(
            schedule -> reply.schedule(ScheduleReply.of(schedule)).scheduleType(ScheduleType.CRON));
    return GetColumnStatisticsTaskSettingsResponse.builder()
        .columnStatisticsTaskSettings(reply.build())
        .build();
  }

  private static @Nullable ExecutionAttempt lastAttempt(Call call, Table table) {
    return call.session().statisticsTasks().list(table, null, 1).stream()
        .findFirst()
        .map(StatisticsSettingsCalls::attempt)
        .orElse(null);
  }

  private static ExecutionAttempt attempt(Run run) {
    return ExecutionAttempt.builder()
        .status(run.state() == Run.State.FAILED ? ExecutionStatus.FAILED : ExecutionStatus.STARTED)
        .columnStatisticsTaskRunId(run.id())
        .executionTimestamp(Instant.ofEpochMilli(run.startedAt()))
        .errorMessage(Crawlers.error(run).orElse(null))
        .build();
  }

  /** Changes what the request names, and leaves the rest. */
  private UpdateColumnStatisticsTaskSettingsResponse update(
      Call call, UpdateColumnStatisticsTaskSettingsRequest request) {
    var name = call.table(request.catalogID(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    StatisticsTaskCalls.checkColumns(table, request.columnNameList());
    settings(call)
        .change(
            table,
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
            },
            schedule(request.schedule()));
    return UpdateColumnStatisticsTaskSettingsResponse.builder().build();
  }

  private DeleteColumnStatisticsTaskSettingsResponse delete(
      Call call, DeleteColumnStatisticsTaskSettingsRequest request) {
    settings(call).delete(table(call, request, request.databaseName(), request.tableName()));
    return DeleteColumnStatisticsTaskSettingsResponse.builder().build();
  }

  private StartColumnStatisticsTaskRunScheduleResponse startSchedule(
      Call call, StartColumnStatisticsTaskRunScheduleRequest request) {
    settings(call).resume(table(call, request, request.databaseName(), request.tableName()));
    return StartColumnStatisticsTaskRunScheduleResponse.builder().build();
  }

  private StopColumnStatisticsTaskRunScheduleResponse stopSchedule(
      Call call, StopColumnStatisticsTaskRunScheduleRequest request) {
    settings(call).pause(table(call, request, request.databaseName(), request.tableName()));
    return StopColumnStatisticsTaskRunScheduleResponse.builder().build();
  }
}
