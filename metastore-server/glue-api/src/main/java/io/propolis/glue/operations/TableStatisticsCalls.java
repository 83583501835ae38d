package io.propolis.glue.operations;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.glue.operations.OperationTable.Noun;
import io.propolis.glue.translate.Statistics;
import java.util.List;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.GetColumnStatisticsForTableResponse;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateColumnStatisticsForTableResponse;

/** Column statistics of tables. */
final class TableStatisticsCalls implements Noun {
  @Override
  public void serve(OperationTable table) {
    table.add(
        GetColumnStatisticsForTableRequest.class,
        GetColumnStatisticsForTableRequest::builder,
        this::get);
    table.add(
        UpdateColumnStatisticsForTableRequest.class,
        UpdateColumnStatisticsForTableRequest::builder,
        this::update);
    table.add(
        DeleteColumnStatisticsForTableRequest.class,
        DeleteColumnStatisticsForTableRequest::builder,
        this::delete);
  }

  private GetColumnStatisticsForTableResponse get(
      Call call, GetColumnStatisticsForTableRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var found =
        call.session()
            .statistics()
            .ofTable(name, request.columnNames(), ColumnStatistics.HIVE_ENGINE);
    return GetColumnStatisticsForTableResponse.builder()
        .columnStatisticsList(found.stream().map(Statistics::reply).toList())
        .errors(StatisticsEntries.absent(request.columnNames(), found))
        .build();
  }

  private UpdateColumnStatisticsForTableResponse update(
      Call call, UpdateColumnStatisticsForTableRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    var table = call.session().tables().require(name);
    var sent = StatisticsEntries.sent(table, request.columnStatisticsList());
    if (!sent.known().isEmpty()) {
      call.session().statistics().putTable(name, sent.known());
    }
    return UpdateColumnStatisticsForTableResponse.builder().errors(sent.errors()).build();
  }

  private DeleteColumnStatisticsForTableResponse delete(
      Call call, DeleteColumnStatisticsForTableRequest request) {
    var name = call.table(request.catalogId(), request.databaseName(), request.tableName());
    call.session()
        .statistics()
        .deleteTable(name, List.of(request.columnName()), ColumnStatistics.HIVE_ENGINE);
    return DeleteColumnStatisticsForTableResponse.builder().build();
  }
}
