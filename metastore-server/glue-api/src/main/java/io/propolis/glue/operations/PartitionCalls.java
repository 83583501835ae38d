package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.EncodedPartitions;
import io.propolis.glue.translate.Layouts;
import io.propolis.glue.translate.Partitions;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import java.util.List;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionResponse;

/** Partitions, one at a time or chosen by an expression. */
final class PartitionCalls implements Noun {
  private static final int PAGE = 1_000;

  private final EncodedPartitions.Layouts layouts;

  PartitionCalls(EncodedPartitions.Layouts layouts) {
    this.layouts = layouts;
  }

  @Override
  public void serve(OperationTable table) {
    table.add(CreatePartitionRequest.class, CreatePartitionRequest::builder, this::create);
    table.add(GetPartitionRequest.class, GetPartitionRequest::builder, this::get);
    table.addWritten(GetPartitionsRequest.class, GetPartitionsRequest::builder, this::list);
    table.add(UpdatePartitionRequest.class, UpdatePartitionRequest::builder, this::update);
    table.add(DeletePartitionRequest.class, DeletePartitionRequest::builder, this::delete);
  }

  private CreatePartitionResponse create(Call call, CreatePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var partition = Partitions.created(call, request.partitionInput(), new Layouts.Reading());
    call.session().partitions().add(name, List.of(partition), Existing.REFUSE, Mode.KEEP);
    return CreatePartitionResponse.builder().build();
  }

  private GetPartitionResponse get(Call call, GetPartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var partition =
        call.session()
            .partitions()
            .find(name, request.partitionValues())
            .orElseThrow(() -> missing(name, request.partitionValues()));
    return GetPartitionResponse.builder()
        .partition(Partitions.replies(call, table, List.of(partition), ColumnSchema.SHOW).get(0))
        .build();
  }

  static CatalogException missing(TableName table, List<String> values) {
    return CatalogException.notFound(Entity.PARTITION, table + " " + values);
  }

  private Answer list(Call call, GetPartitionsRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var page =
        new PartitionPage(
            "GetPartitions",
            request.expression(),
            request.segment(),
            request.nextToken(),
            Given.pageSize(request.maxResults(), PAGE));
    var schema =
        Boolean.TRUE.equals(request.excludeColumnSchema())
            ? ColumnSchema.EXCLUDE
            : ColumnSchema.SHOW;
    return page.answer(
        call,
        name,
        "Partitions",
        table -> new EncodedPartitions(layouts, call, table, schema)::write);
  }

  private UpdatePartitionResponse update(Call call, UpdatePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    replace(call, table, request.partitionValueList(), request.partitionInput());
    return UpdatePartitionResponse.builder().build();
  }

  /** Replaces a partition, which may get other values. */
  static void replace(Call call, Table table, List<String> values, PartitionInput input) {
    var partitions = call.session().partitions();
    var current =
        partitions.find(table.name(), values).orElseThrow(() -> missing(table.name(), values));
    var changed = Partitions.changed(call, current, input);
    if (keeps(table, current.values(), input)) {
      partitions.alter(table.name(), List.of(changed.withValues(current.values())), Mode.KEEP);
    } else {
      partitions.rename(table.name(), values, changed);
    }
  }

  /** Whether a partition keeps its values: by naming the same, or none. */
  static boolean keeps(Table table, List<String> values, PartitionInput input) {
    return input.values().isEmpty() || PartitionRules.values(table, input.values()).equals(values);
  }

  private DeletePartitionResponse delete(Call call, DeletePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    call.session()
        .partitions()
        .drop(name, List.of(request.partitionValues()), Missing.REFUSE, DropData.KEEP_FILES);
    return DeletePartitionResponse.builder().build();
  }
}
