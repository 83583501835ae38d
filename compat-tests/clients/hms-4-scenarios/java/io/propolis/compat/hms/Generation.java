package io.propolis.compat.hms;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.AggrStats;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.utils.MetastoreVersionInfo;
import org.apache.thrift.TException;

/** What differs in the Java API of HiveMetaStoreClient 4. */
final class Generation {

  /** {@code hive40}, {@code hive41} or {@code hive42}: by the jars that are there. */
  static final String NAME =
      "hive" + MetastoreVersionInfo.getShortVersion().replace(".", "").substring(0, 2);

  /** What no other generation's client can do. */
  static final List<Class<? extends Scenarios>> SCENARIOS = scenarios();

  /** Whose statistics this client can tell apart. */
  static final List<String> ENGINES = List.of("hive", "impala");

  private static final String ENGINE = "hive";

  private Generation() {}

  /** Those of the notification log are there where the classes are that read its messages. */
  private static List<Class<? extends Scenarios>> scenarios() {
    List<Class<? extends Scenarios>> types = new ArrayList<>();
    types.add(BroughtStatisticsScenarios.class);
    try {
      types.add(
          Class.forName("io.propolis.compat.hms.MessageScenarios").asSubclass(Scenarios.class));
    } catch (ClassNotFoundException e) {
      // those of 4.1 and 4.2 are not published
    }
    return types;
  }

  static HiveMetaStoreClient connect(String uri, Map<String, String> properties)
      throws MetaException {
    Configuration configuration = new Configuration();
    configuration.set("metastore.thrift.uris", uri);
    properties.forEach(configuration::set);
    return new HiveMetaStoreClient(configuration);
  }

  static ColumnStatistics statistics(
      ColumnStatisticsDesc subject, List<ColumnStatisticsObj> columns) {
    return statistics(subject, columns, ENGINE);
  }

  static ColumnStatistics statistics(
      ColumnStatisticsDesc subject, List<ColumnStatisticsObj> columns, String engine) {
    ColumnStatistics statistics = new ColumnStatistics(subject, columns);
    statistics.setEngine(engine);
    return statistics;
  }

  static List<ColumnStatisticsObj> tableStatistics(
      HiveMetaStoreClient client, String database, String table, List<String> columns)
      throws TException {
    return tableStatistics(client, database, table, columns, ENGINE);
  }

  static List<ColumnStatisticsObj> tableStatistics(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> columns,
      String engine)
      throws TException {
    return client.getTableColumnStatistics(database, table, columns, engine);
  }

  /**
   * Whether the server refuses to delete statistics that are not there: the request that clients
   * send from 4.1 on is satisfied when they are gone.
   */
  static boolean isToldOfAbsentStatistics() {
    return NAME.equals("hive40");
  }

  static void deleteTableStatistics(
      HiveMetaStoreClient client, String database, String table, String column) throws TException {
    client.deleteTableColumnStatistics(database, table, column, ENGINE);
  }

  static Map<String, List<ColumnStatisticsObj>> partitionStatistics(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> partitions,
      List<String> columns)
      throws TException {
    return partitionStatistics(client, database, table, partitions, columns, ENGINE);
  }

  static Map<String, List<ColumnStatisticsObj>> partitionStatistics(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> partitions,
      List<String> columns,
      String engine)
      throws TException {
    return client.getPartitionColumnStatistics(database, table, partitions, columns, engine);
  }

  static AggrStats aggregate(
      HiveMetaStoreClient client,
      String database,
      String table,
      List<String> columns,
      List<String> partitions)
      throws TException {
    return client.getAggrColStatsFor(database, table, columns, partitions, ENGINE);
  }
}
