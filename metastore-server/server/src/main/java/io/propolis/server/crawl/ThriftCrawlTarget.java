package io.propolis.server.crawl;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.crawlers.plan.CrawlTarget;
import io.propolis.thrift.translate.Databases;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.translate.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.GetTablesRequest;
import org.apache.hadoop.hive.metastore.api.RequestPartsSpec;
import org.apache.hadoop.hive.metastore.api.SetPartitionsStatsRequest;

/**
 * A catalog behind a Hive Metastore door, ours or any other's. Asks only what metastores since 2.3
 * answer. Not thread-safe.
 */
public final class ThriftCrawlTarget implements CrawlTarget, AutoCloseable {
  /** What clients ask for at once, so that neither side holds everything. */
  private static final int TABLES_AT_ONCE = 100;

  private static final int PARTITIONS_AT_ONCE = 1_000;
  private static final short ALL = -1;
  private static final String KEEP_STATISTICS = "DO_NOT_UPDATE_STATS";

  private final MetastoreConnection metastore;

  private ThriftCrawlTarget(MetastoreConnection metastore) {
    this.metastore = metastore;
  }

  /** Connects; throws CommandException when nobody answers at {@code thrift://HOST:PORT}. */
  public static ThriftCrawlTarget connect(String uri) {
    return new ThriftCrawlTarget(MetastoreConnection.open(uri));
  }

  @Override
  public void makeDatabase(DatabaseName name) {
    try {
      metastore.ask(client -> client.get_database(name.name()));
    } catch (CatalogException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      var bean = Databases.bean(io.propolis.catalog.model.Database.named(name));
      metastore.order(client -> client.create_database(bean));
    }
  }

  @Override
  public List<Table> tables(DatabaseName database) {
    var tables = new ArrayList<Table>();
    var names = metastore.ask(client -> client.get_all_tables(database.name()));
    for (int start = 0; start < names.size(); start += TABLES_AT_ONCE) {
      var request = new GetTablesRequest(database.name());
      request.setTblNames(names.subList(start, Math.min(names.size(), start + TABLES_AT_ONCE)));
      var result = metastore.ask(client -> client.get_table_objects_by_name_req(request));
      result.getTables().forEach(bean -> tables.add(Tables.table(bean)));
    }
    return tables;
  }

  @Override
  public void forEachPartition(TableName table, Consumer<Partition> consumer) {
    var database = table.database().name();
    var names = metastore.ask(client -> client.get_partition_names(database, table.name(), ALL));
    for (int start = 0; start < names.size(); start += PARTITIONS_AT_ONCE) {
      var some = names.subList(start, Math.min(names.size(), start + PARTITIONS_AT_ONCE));
      var beans =
          metastore.ask(client -> client.get_partitions_by_names(database, table.name(), some));
      beans.forEach(bean -> consumer.accept(Partitions.partition(bean)));
    }
  }

  @Override
  public void create(Table table) {
    var bean = Tables.bean(table);
    metastore.order(
        client -> client.create_table_with_environment_context(bean, keepingStatistics()));
  }

  @Override
  public Reach reach() {
    return Reach.COLUMNS;
  }

  @Override
  public void alter(Table changed) {
    var context = keepingStatistics();
    context.putToProperties("CASCADE", "true");
    metastore.order(
        client ->
            client.alter_table_with_environment_context(
                changed.name().database().name(),
                changed.name().name(),
                Tables.bean(changed),
                context));
  }

  @Override
  public void drop(TableName table) {
    var keepFiles = false;
    metastore.order(
        client ->
            client.drop_table_with_environment_context(
                table.database().name(), table.name(), keepFiles, new EnvironmentContext()));
  }

  @Override
  public void addPartitions(TableName table, Collection<Partition> partitions) {
    var request =
        new AddPartitionsRequest(
            table.database().name(), table.name(), Partitions.beans(table, partitions), true);
    request.setNeedResult(false);
    request.setEnvironmentContext(keepingStatistics());
    metastore.order(client -> client.add_partitions_req(request));
  }

  @Override
  public void alterPartitions(TableName table, Collection<Partition> partitions) {
    metastore.order(
        client ->
            client.alter_partitions_with_environment_context(
                table.database().name(),
                table.name(),
                Partitions.beans(table, partitions),
                keepingStatistics()));
  }

  @Override
  public void putStatistics(TableName table, Collection<ColumnStatistics> statistics) {
    put(
        List.of(
            bean(
                new ColumnStatisticsDesc(true, table.database().name(), table.name()),
                statistics)));
  }

  @Override
  public void putPartitionStatistics(
      TableName table, Map<List<String>, List<ColumnStatistics>> statistics) {
    var keys = partitionKeys(table);
    var beans = new ArrayList<org.apache.hadoop.hive.metastore.api.ColumnStatistics>();
    statistics.forEach(
        (values, of) -> {
          var desc = new ColumnStatisticsDesc(false, table.database().name(), table.name());
          desc.setPartName(PartitionNames.of(keys, values));
          beans.add(bean(desc, of));
        });
    put(beans);
  }

  private static org.apache.hadoop.hive.metastore.api.ColumnStatistics bean(
      ColumnStatisticsDesc of, Collection<ColumnStatistics> statistics) {
    return new org.apache.hadoop.hive.metastore.api.ColumnStatistics(
        of, Statistics.beans(List.copyOf(statistics)));
  }

  private void put(List<org.apache.hadoop.hive.metastore.api.ColumnStatistics> beans) {
    var request = new SetPartitionsStatsRequest(beans);
    request.setEngine(ColumnStatistics.HIVE_ENGINE);
    metastore.order(client -> client.set_aggr_stats_for(request));
  }

  @Override
  public void dropPartitions(TableName table, Collection<List<String>> values) {
    if (values.isEmpty()) {
      return;
    }
    var keys = partitionKeys(table);
    var names = values.stream().map(each -> PartitionNames.of(keys, each)).toList();
    var request =
        new DropPartitionsRequest(
            table.database().name(), table.name(), RequestPartsSpec.names(names));
    request.setDeleteData(false);
    request.setIfExists(true);
    request.setNeedResult(false);
    metastore.order(client -> client.drop_partitions_req(request));
  }

  private List<Column> partitionKeys(TableName table) {
    var request = new GetTableRequest(table.database().name(), table.name());
    return Tables.table(metastore.ask(client -> client.get_table_req(request)).getTable())
        .partitionKeys();
  }

  private static EnvironmentContext keepingStatistics() {
    var context = new EnvironmentContext();
    context.setProperties(new java.util.HashMap<>(Map.of(KEEP_STATISTICS, "true")));
    return context;
  }

  @Override
  public void close() {
    metastore.close();
  }
}
