package io.propolis.glue.operations;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.TableName;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Statistics;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForPartitionResponse;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForPartitionResponse;

/** Column statistics of partitions. */
final class PartitionStatisticsCalls implements Noun {
  @Override
  public void serve(OperationTable table) {
    table.add(
        GetColumnStatisticsForPartitionRequest.class,
        GetColumnStatisticsForPartitionRequest::builder,
        this::get);
    table.add(
        UpdateColumnStatisticsForPartitionRequest.class,
        UpdateColumnStatisticsForPartitionRequest::builder,
        this::update);
    table.add(
        DeleteColumnStatisticsForPartitionRequest.class,
        DeleteColumnStatisticsForPartitionRequest::builder,
        this::delete);
  }

  private static void requirePartition(Call call, TableName table, List<String> values) {
    if (call.session().partitions().find(table, values).isEmpty()) {
      throw PartitionCalls.missing(table, values);
    }
  }

  private GetColumnStatisticsForPartitionResponse get(
      Call call, GetColumnStatisticsForPartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    requirePartition(call, name, request.partitionValues());
    var found =
        call
            .session()
            .statistics()
            .ofPartitions(
                name,
                List.of(request.partitionValues()),
                request.columnNames(),
                ColumnStatistics.HIVE_ENGINE)
            .values()
            .stream()
            .flatMap(List::stream)
            .toList();
    return GetColumnStatisticsForPartitionResponse.builder()
        .columnStatisticsList(found.stream().map(Statistics::reply).toList())
        .errors(StatisticsEntries.absent(request.columnNames(), found))
        .build();
  }

  private UpdateColumnStatisticsForPartitionResponse update(
      Call call, UpdateColumnStatisticsForPartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    requirePartition(call, name, request.partitionValues());
    var sent = StatisticsEntries.sent(table, request.columnStatisticsList());
    if (!sent.known().isEmpty()) {
      call.session()
          .statistics()
          .putPartitions(name, Map.of(request.partitionValues(), sent.known()));
    }
    return UpdateColumnStatisticsForPartitionResponse.builder().errors(sent.errors()).build();
  }

  private DeleteColumnStatisticsForPartitionResponse delete(
      Call call, DeleteColumnStatisticsForPartitionRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    requirePartition(call, name, request.partitionValues());
    call.session()
        .statistics()
        .deletePartitions(
            name,
            List.of(request.partitionValues()),
            List.of(request.columnName()),
            ColumnStatistics.HIVE_ENGINE);
    return DeleteColumnStatisticsForPartitionResponse.builder().build();
  }
}
