package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.Session;
import io.propolis.catalog.StatisticsOperations.Existing;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.StatisticsAggregation;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.DeleteColumnStatisticsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsResponse;
import org.jspecify.annotations.Nullable;

/** Writes and removes statistics of columns. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class StatisticsUpdateHandler implements Handler {
  private final Door door;

  StatisticsUpdateHandler(Door door) {
    this.door = door;
  }

  public boolean update_table_column_statistics(
      ClientSession client, org.apache.hadoop.hive.metastore.api.ColumnStatistics statistics) {
    return put(client, List.of(statistics), statistics.getEngine(), Existing.REPLACE, Writer.NONE);
  }

  public boolean update_partition_column_statistics(
      ClientSession client, org.apache.hadoop.hive.metastore.api.ColumnStatistics statistics) {
    return put(client, List.of(statistics), statistics.getEngine(), Existing.REPLACE, Writer.NONE);
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
    var writer = new Writer(request.getWriteId(), Requests.writeIds(request.getValidWriteIdList()));
    return put(
        client, Requests.orEmpty(request.getColStats()), request.getEngine(), existing, writer);
  }

  private boolean put(
      ClientSession client,
      List<org.apache.hadoop.hive.metastore.api.ColumnStatistics> beans,
      @Nullable String engine,
      Existing existing,
      Writer writer) {
    var session = door.as(client);
    var ofPartitions = new LinkedHashMap<TableName, Map<List<String>, List<ColumnStatistics>>>();
    // Asked for once, however many partitions the request names.
    var keys = new HashMap<TableName, List<Column>>();
    var before = List.<ColumnStatistics>of();
    boolean put = true;
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
              description.getLastAnalyzed() * 1000,
              before);
      before = statistics;
      if (!description.isIsTblLevel()) {
        ofPartitions
            .computeIfAbsent(table, t -> new LinkedHashMap<>())
            .merge(
                values(
                    keys.computeIfAbsent(table, name -> keys(session, name)),
                    description.getPartName()),
                statistics,
                StatisticsUpdateHandler::both);
      } else if (beans.size() > 1) {
        throw invalid(
            Entity.REQUEST,
            "Expecting only 1 ColumnStatistics for table's column stats, but find " + beans.size());
      } else {
        put = session.statistics().putTable(table, statistics, existing, writer);
      }
    }
    for (var entry : ofPartitions.entrySet()) {
      put &= session.statistics().putPartitions(entry.getKey(), entry.getValue(), existing, writer);
    }
    return put;
  }

  /** A request may name a partition several times: each time with a part of its rows. */
  private static List<ColumnStatistics> both(
      List<ColumnStatistics> one, List<ColumnStatistics> other) {
    var byColumn = new LinkedHashMap<String, ColumnStatistics>();
    one.forEach(statistics -> byColumn.put(statistics.column(), statistics));
    other.forEach(
        statistics ->
            byColumn.merge(
                statistics.column(),
                statistics,
                (before, after) -> StatisticsAggregation.merge(List.of(before, after))));
    return List.copyOf(byColumn.values());
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
            name, values(keys(session, name), partition), orAll(column), Statistics.engine(engine));
    return true;
  }

  /** As in Hive: of a partitioned table's partitions, of all unless some are named. */
  public boolean delete_column_statistics_req(
      ClientSession client, DeleteColumnStatisticsRequest request) {
    var name = HiveNames.table(request.getCat_name(), request.getDb_name(), request.getTbl_name());
    var session = door.as(client);
    var table = session.tables().require(name);
    var engine = Statistics.engine(request.getEngine());
    var columns =
        Requests.orEmpty(request.getCol_names()).stream()
            .filter(column -> !column.isEmpty())
            .toList();
    if (WriteStamps.isTransactional(table)) {
      throw invalid(
          Entity.REQUEST, "Cannot delete stats via this API for a transactional table: " + name);
    }
    if (request.isTableLevel() || !table.isPartitioned()) {
      session.statistics().deleteTable(name, columns, engine);
      return true;
    }
    var partitions =
        Requests.orEmpty(request.getPart_names()).stream()
            .map(partition -> PartitionNames.values(table.partitionKeys(), partition))
            .toList();
    session.statistics().deletePartitions(name, partitions, columns, engine);
    return true;
  }

  private static @Nullable String orAll(@Nullable String column) {
    return column == null || column.isEmpty() ? null : column;
  }

  private static List<Column> keys(Session session, TableName table) {
    return session.tables().require(table).partitionKeys();
  }

  private static List<String> values(List<Column> keys, @Nullable String partition) {
    return PartitionNames.values(
        keys, HiveNames.required(Entity.PARTITION, "partition name", partition));
  }
}
