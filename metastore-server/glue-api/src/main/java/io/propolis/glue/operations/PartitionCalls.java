package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.glue.filter.PartitionExpression;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.paging.Page;
import io.propolis.glue.translate.Partitions;
import io.propolis.glue.translate.Partitions.ColumnSchema;
import io.propolis.glue.wire.GlueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionResponse;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.Segment;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionResponse;

/** Partitions, one at a time or chosen by an expression. */
final class PartitionCalls implements Noun {
  private static final int PAGE = 1_000;

  @Override
  public void serve(OperationTable table) {
    table.add(CreatePartitionRequest.class, CreatePartitionRequest::builder, this::create);
    table.add(GetPartitionRequest.class, GetPartitionRequest::builder, this::get);
    table.add(GetPartitionsRequest.class, GetPartitionsRequest::builder, this::list);
    table.add(UpdatePartitionRequest.class, UpdatePartitionRequest::builder, this::update);
    table.add(DeletePartitionRequest.class, DeletePartitionRequest::builder, this::delete);
  }

  private CreatePartitionResponse create(Call call, CreatePartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var partition = Partitions.created(call, request.partitionInput());
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

  private record Named(String name, List<String> values) {}

  private GetPartitionsResponse list(Call call, GetPartitionsRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var expression = PartitionExpression.parse(request.expression(), table.partitionKeys());
    var question =
        "GetPartitions %s %s %s".formatted(name, request.segment(), request.expression());
    var after = call.tokens().last(question, request.nextToken());
    var chosen = chosen(call, table, expression, request.segment());
    var page = Page.of(chosen, Named::name, after, Given.pageSize(request.maxResults(), PAGE));
    var values = page.things().stream().map(Named::values).toList();
    var schema =
        Boolean.TRUE.equals(request.excludeColumnSchema())
            ? ColumnSchema.EXCLUDE
            : ColumnSchema.SHOW;
    return GetPartitionsResponse.builder()
        .partitions(
            Partitions.replies(
                call, table, call.session().partitions().findAll(name, values), schema))
        .nextToken(page.token(call.tokens(), question))
        .build();
  }

  /** Sorted by name. */
  private static List<Named> chosen(
      Call call, Table table, PartitionExpression expression, @Nullable Segment segment) {
    checkSegment(segment);
    boolean isAll = expression.predicate().equals(io.propolis.catalog.filter.Predicate.ALL);
    var partitions = call.session().partitions();
    if (!isAll) {
      partitions.values(table.name()).forEach(expression::checkStored);
    }
    var all =
        isAll
            ? partitions.values(table.name())
            : partitions.values(table.name(), expression.predicate());
    var chosen = new ArrayList<Named>(all.size());
    for (var values : all) {
      if (isIn(segment, values)) {
        chosen.add(new Named(PartitionNames.of(table.partitionKeys(), values), values));
      }
    }
    chosen.sort(Comparator.comparing(Named::name));
    return chosen;
  }

  private static void checkSegment(@Nullable Segment segment) {
    if (segment != null && segment.segmentNumber() >= segment.totalSegments()) {
      throw GlueException.invalidInput(
          "Segment number %d is not below the total of %d"
              .formatted(segment.segmentNumber(), segment.totalSegments()));
    }
  }

  /** Java fixes the hash of lists and texts for ever, so that segments do not move. */
  private static boolean isIn(@Nullable Segment segment, List<String> values) {
    return segment == null
        || Math.floorMod(values.hashCode(), segment.totalSegments()) == segment.segmentNumber();
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
