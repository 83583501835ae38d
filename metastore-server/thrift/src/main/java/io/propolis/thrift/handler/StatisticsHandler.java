package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.StatisticsOperations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.CompactionInfoStruct;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsStatsResult;
import org.apache.hadoop.hive.metastore.api.TableStatsRequest;
import org.apache.hadoop.hive.metastore.api.TableStatsResult;
import org.jspecify.annotations.Nullable;

/** Reads statistics of columns. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class StatisticsHandler implements Handler {
  private final Door door;

  StatisticsHandler(Door door) {
    this.door = door;
  }

  public ColumnStatistics get_table_column_statistics(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String column) {
    var name = HiveNames.table(database, table);
    var columnName = HiveNames.required(Entity.COLUMN, "column name", column);
    var engine = Statistics.engine(null);
    var found = door.as(client).statistics().ofTable(name, List.of(columnName), engine);
    if (found.isEmpty()) {
      throw notFound(Entity.STATISTICS, name + "." + columnName);
    }
    return bean(description(name, true), found);
  }

  /** For the compactor: the columns of a table or partition that have statistics. */
  public List<String> find_columns_with_stats(ClientSession client, CompactionInfoStruct request) {
    var name = HiveNames.table(request.getDbname(), request.getTablename());
    var session = door.as(client);
    var table = session.tables().require(name);
    var columns = table.layout().columns().stream().map(Column::name).toList();
    var engine = Statistics.engine(null);
    var partition = request.getPartitionname();
    var found =
        partition == null
            ? session.statistics().ofTable(name, columns, engine)
            : session
                .statistics()
                .ofPartitions(name, List.of(values(client, name, partition)), columns, engine)
                .values()
                .stream()
                .flatMap(List::stream)
                .toList();
    return found.stream().map(io.propolis.catalog.model.ColumnStatistics::column).toList();
  }

  public ColumnStatistics get_partition_column_statistics(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String partition,
      @Nullable String column) {
    var name = HiveNames.table(database, table);
    var columnName = HiveNames.required(Entity.COLUMN, "column name", column);
    var partitionName = HiveNames.required(Entity.PARTITION, "partition name", partition);
    var values = values(client, name, partitionName);
    var found =
        door.as(client)
            .statistics()
            .ofPartitions(name, List.of(values), List.of(columnName), Statistics.engine(null))
            .getOrDefault(values, List.of());
    if (found.isEmpty()) {
      throw notFound(Entity.STATISTICS, name + "/" + partitionName + "." + columnName);
    }
    var description = description(name, false);
    description.setPartName(partitionName);
    return bean(description, found);
  }

  private static ColumnStatisticsDesc description(TableName table, boolean isTableLevel) {
    var bean = new ColumnStatisticsDesc(isTableLevel, table.database().name(), table.name());
    bean.setCatName(table.database().catalog());
    return bean;
  }

  private static ColumnStatistics bean(
      ColumnStatisticsDesc description,
      List<io.propolis.catalog.model.ColumnStatistics> statistics) {
    description.setLastAnalyzed(statistics.get(0).analyzedAt() / 1000);
    var bean = new ColumnStatistics(description, Statistics.beans(statistics));
    bean.setEngine(statistics.get(0).engine());
    return bean;
  }

  /** Nothing but the word for it, where the client may not trust what there is. */
  public TableStatsResult get_table_statistics_req(
      ClientSession client, TableStatsRequest request) {
    var name = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var session = door.as(client);
    var reader = Requests.writeIds(request.getValidWriteIdList());
    boolean isCompliant = StatisticsOperations.areCompliant(session.tables().require(name), reader);
    var found =
        isCompliant
            ? session
                .statistics()
                .ofTable(
                    name,
                    Requests.orEmpty(request.getColNames()),
                    Statistics.engine(request.getEngine()))
            : List.<io.propolis.catalog.model.ColumnStatistics>of();
    var result = new TableStatsResult(Statistics.beans(found));
    if (reader != null) {
      result.setIsStatsCompliant(isCompliant);
    }
    return result;
  }

  public PartitionsStatsResult get_partitions_statistics_req(
      ClientSession client, PartitionsStatsRequest request) {
    return door.catalog().asOfOneMoment(() -> ofPartitions(client, request));
  }

  private PartitionsStatsResult ofPartitions(ClientSession client, PartitionsStatsRequest request) {
    var name = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var keys = door.as(client).tables().require(name).partitionKeys();
    var found =
        door.as(client)
            .statistics()
            .ofPartitions(
                name,
                values(client, name, request.getPartNames()),
                Requests.orEmpty(request.getColNames()),
                Statistics.engine(request.getEngine()),
                Requests.writeIds(request.getValidWriteIdList()));
    var byName = new HashMap<String, List<ColumnStatisticsObj>>();
    found.forEach(
        (values, statistics) ->
            byName.put(PartitionNames.of(keys, values), Statistics.beans(statistics)));
    return new PartitionsStatsResult(byName);
  }

  public AggrStats get_aggr_stats_for(ClientSession client, PartitionsStatsRequest request) {
    return door.catalog().asOfOneMoment(() -> aggregate(client, request));
  }

  private AggrStats aggregate(ClientSession client, PartitionsStatsRequest request) {
    var name = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var reader = Requests.writeIds(request.getValidWriteIdList());
    var aggregate =
        door.as(client)
            .statistics()
            .aggregate(
                name,
                values(client, name, request.getPartNames()),
                Requests.orEmpty(request.getColNames()),
                Statistics.engine(request.getEngine()),
                reader);
    var bean = new AggrStats(Statistics.beans(aggregate.columns()), aggregate.partitionsFound());
    if (reader != null) {
      bean.setIsStatsCompliant(aggregate.isCompliant());
    }
    return bean;
  }

  private List<String> values(ClientSession client, TableName table, String partition) {
    return values(client, table, List.of(partition)).get(0);
  }

  private List<List<String>> values(
      ClientSession client, TableName table, @Nullable List<String> partitions) {
    var keys = door.as(client).tables().require(table).partitionKeys();
    return Requests.orEmpty(partitions).stream()
        .map(partition -> PartitionNames.values(keys, partition))
        .toList();
  }
}
