package io.propolis.compat.hms;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.thrift.TException;

/** What differs in the Java API of HiveMetaStoreClient 2.3. */
final class Generation {

  static final String NAME = "hive23";

  /** What no other generation's client can do. */
  static final List<Class<? extends Scenarios>> SCENARIOS =
      List.of(IndexScenarios.class, MessageScenarios.class);

  /** Whose statistics this client can tell apart. */
  static final List<String> ENGINES = List.of("hive");

  private Generation() {}

  static HiveMetaStoreClient connect(String uri, Map<String, String> properties)
      throws MetaException {
    HiveConf configuration = new HiveConf();
    configuration.set("hive.metastore.uris", uri);
    properties.forEach(configuration::set);
    return new HiveMetaStoreClient(configuration);
  }

  static ColumnStatistics statistics(
      ColumnStatisticsDesc subject, List<ColumnStatisticsObj> columns) {
    return new ColumnStatistics(subject, columns);
  }

  static ColumnStatistics statistics(
      ColumnStatisticsDesc subject, List<ColumnStatisticsObj> columns, String engine) {
    return statistics(subject, columns);
  }

  static List<ColumnStatisticsObj> tableStatistics(
      HiveMetaStoreClient client, String database, String table, List<String> columns)
      throws TException {
    return client.getTableColumnStatistics(database, table, columns);
  }

  static List<ColumnStatisticsObj> tableStatistics(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> columns,
      String engine)
      throws TException {
    return tableStatistics(client, database, table, columns);
  }

  /** Whether the server refuses to delete statistics that are not there. */
  static boolean isToldOfAbsentStatistics() {
    return true;
  }

  static void deleteTableStatistics(
      HiveMetaStoreClient client, String database, String table, String column) throws TException {
    client.deleteTableColumnStatistics(database, table, column);
  }

  static Map<String, List<ColumnStatisticsObj>> partitionStatistics(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> partitions,
      List<String> columns)
      throws TException {
    return client.getPartitionColumnStatistics(database, table, partitions, columns);
  }

  static Map<String, List<ColumnStatisticsObj>> partitionStatistics(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> partitions,
      List<String> columns,
      String engine)
      throws TException {
    return partitionStatistics(client, database, table, partitions, columns);
  }

  static AggrStats aggregate(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> columns,
      List<String> partitions)
      throws TException {
    return client.getAggrColStatsFor(database, table, columns, partitions);
  }
}
