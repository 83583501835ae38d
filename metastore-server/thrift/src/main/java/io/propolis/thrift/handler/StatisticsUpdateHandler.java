package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.StatisticsAggregation;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.DeleteColumnStatisticsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsResponse;
import org.jspecify.annotations.Nullable;

/** Writes and removes statistics of columns. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class StatisticsUpdateHandler implements Handler {
  private enum Existing {
    REPLACE,
    MERGE
  }

  private final Door door;

  StatisticsUpdateHandler(Door door) {
    this.door = door;
  }

  public boolean update_table_column_statistics(
      ClientSession client, org.apache.hadoop.hive.metastore.api.ColumnStatistics statistics) {
    return put(client, List.of(statistics), statistics.getEngine(), Existing.REPLACE);
  }

  public boolean update_partition_column_statistics(
      ClientSession client, org.apache.hadoop.hive.metastore.api.ColumnStatistics statistics) {
    return put(client, List.of(statistics), statistics.getEngine(), Existing.REPLACE);
  }

  public SetPartitionsStatsResponse update_table_column_statistics_req(
      ClientSession client, SetPartitionsStatsRequest request) {
    return new SetPartitionsStatsResponse(set_aggr_stats_for(client, request));
  }

  public SetPartitionsStatsResponse update_partition_column_statistics_req(
      ClientSession client, SetPartitionsStatsRequest request) {
    return new SetPartitionsStatsResponse(set_aggr_stats_for(client, request));
  }

  public boolean set_aggr_stats_for(ClientSession client, SetPartitionsStatsRequest request) {
    var existing = request.isNeedMerge() ? Existing.MERGE : Existing.REPLACE;
    return put(client, Requests.orEmpty(request.getColStats()), request.getEngine(), existing);
  }

  private boolean put(
      ClientSession client,
      List<org.apache.hadoop.hive.metastore.api.ColumnStatistics> beans,
      @Nullable String engine,
      Existing existing) {
    var session = door.as(client);
    var ofPartitions = new LinkedHashMap<TableName, Map<List<String>, List<ColumnStatistics>>>();
    for (var bean : beans) {
      var description = bean.getStatsDesc();
      if (description == null) {
        throw invalid(Entity.STATISTICS, "The request does not say what its statistics are of");
      }
      var table = table(description);
      var statistics =
          Statistics.statistics(
              bean.getStatsObj(),
              Statistics.engine(bean.getEngine() == null ? engine : bean.getEngine()),
              description.getLastAnalyzed() * 1000);
      if (description.isIsTblLevel()) {
        var stored = existing == Existing.MERGE ? merged(session, table, statistics) : statistics;
        session.statistics().putTable(table, stored);
      } else {
        ofPartitions
            .computeIfAbsent(table, t -> new LinkedHashMap<>())
            .put(values(session, table, description.getPartName()), statistics);
      }
    }
    ofPartitions.forEach(
        (table, statistics) ->
            session
                .statistics()
                .putPartitions(
                    table,
                    existing == Existing.MERGE ? merged(session, table, statistics) : statistics));
    return true;
  }

  private static List<ColumnStatistics> merged(
      Session session, TableName table, List<ColumnStatistics> added) {
    return added.isEmpty()
        ? added
        : merged(session.statistics().ofTable(table, columns(added), added.get(0).engine()), added);
  }

  private static Map<List<String>, List<ColumnStatistics>> merged(
      Session session, TableName table, Map<List<String>, List<ColumnStatistics>> added) {
    var merged = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    added.forEach(
        (values, statistics) -> {
          var stored =
              statistics.isEmpty()
                  ? Map.<List<String>, List<ColumnStatistics>>of()
                  : session
                      .statistics()
                      .ofPartitions(
                          table, List.of(values), columns(statistics), statistics.get(0).engine());
          merged.put(values, merged(stored.getOrDefault(values, List.of()), statistics));
        });
    return merged;
  }

  private static List<ColumnStatistics> merged(
      List<ColumnStatistics> stored, List<ColumnStatistics> added) {
    var byColumn =
        stored.stream().collect(Collectors.toMap(ColumnStatistics::column, Function.identity()));
    return added.stream()
        .map(
            statistics -> {
              var before = byColumn.get(statistics.column());
              return before == null
                  ? statistics
                  : StatisticsAggregation.merge(List.of(before, statistics));
            })
        .toList();
  }

  private static List<String> columns(List<ColumnStatistics> statistics) {
    return statistics.stream().map(ColumnStatistics::column).toList();
  }

  private static TableName table(ColumnStatisticsDesc description) {
    return HiveNames.table(
        description.getCatName(), description.getDbName(), description.getTableName());
  }

  public boolean delete_table_column_statistics(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String column,
      @Nullable String engine) {
    door.as(client)
        .statistics()
        .deleteTable(HiveNames.table(database, table), orAll(column), Statistics.engine(engine));
    return true;
  }

  public boolean delete_partition_column_statistics(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String partition,
      @Nullable String column,
      @Nullable String engine) {
    var name = HiveNames.table(database, table);
    var session = door.as(client);
    session
        .statistics()
        .deletePartition(
            name, values(session, name, partition), orAll(column), Statistics.engine(engine));
    return true;
  }

  public boolean delete_column_statistics_req(
      ClientSession client, DeleteColumnStatisticsRequest request) {
    var table = HiveNames.table(request.getCat_name(), request.getDb_name(), request.getTbl_name());
    var session = door.as(client);
    var engine = Statistics.engine(request.getEngine());
    for (var column : columnsOrAll(request.getCol_names())) {
      if (request.isTableLevel()) {
        session.statistics().deleteTable(table, orAll(column), engine);
      }
      for (var partition : Requests.orEmpty(request.getPart_names())) {
        session
            .statistics()
            .deletePartition(table, values(session, table, partition), orAll(column), engine);
      }
    }
    return true;
  }

  /** An empty name means all columns, as no name does. */
  private static List<String> columnsOrAll(@Nullable List<String> columns) {
    return columns == null || columns.isEmpty() ? List.of("") : columns;
  }

  private static @Nullable String orAll(@Nullable String column) {
    return column == null || column.isEmpty() ? null : column;
  }

  private static List<String> values(Session session, TableName table, @Nullable String partition) {
    return PartitionNames.values(
        session.tables().require(table).partitionKeys(),
        HiveNames.required(Entity.PARTITION, "partition name", partition));
  }
}
