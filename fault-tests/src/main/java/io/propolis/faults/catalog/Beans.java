package io.propolis.faults.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/** The objects that clients write, each with the value that tells its writers apart. */
final class Beans {
  /** The parameter that carries the value. */
  static final String VALUE = "value";

  static final String COLUMN = "amount";

  /** The one partition key. */
  static final String KEY = "day";

  private Beans() {}

  static Database database(String name, String folder, String value) {
    return new Database(name, "", folder + "/" + name, new HashMap<>(Map.of(VALUE, value)));
  }

  static Table table(String database, String name, String folder, Map<String, String> parameters) {
    var table = new Table();
    table.setDbName(database);
    table.setTableName(name);
    table.setOwner("faults");
    table.setSd(layout(folder + "/" + database + "/tables"));
    table.setPartitionKeys(List.of());
    table.setTableType("EXTERNAL_TABLE");
    var all = new HashMap<>(parameters);
    all.put("EXTERNAL", "TRUE");
    // Nobody looks at files.
    all.put("DO_NOT_UPDATE_STATS", "true");
    table.setParameters(all);
    return table;
  }

  static Partition partition(Table table, String value, String key) {
    var partition = new Partition();
    partition.setDbName(table.getDbName());
    partition.setTableName(table.getTableName());
    partition.setValues(List.of(key));
    partition.setSd(layout(table.getSd().getLocation()));
    partition.setParameters(new HashMap<>(Map.of(VALUE, value, "DO_NOT_UPDATE_STATS", "true")));
    return partition;
  }

  static String partitionName(String key) {
    return KEY + "=" + key;
  }

  static String partitionKey(String name) {
    return name.substring(KEY.length() + 1);
  }

  private static StorageDescriptor layout(String location) {
    return new StorageDescriptor(
        List.of(new FieldSchema(COLUMN, "bigint", null)),
        location,
        "org.apache.hadoop.mapred.TextInputFormat",
        "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        false,
        -1,
        new SerDeInfo(null, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", Map.of()),
        List.of(),
        List.of(),
        Map.of());
  }

  static ColumnStatistics statistics(Table table, String key, String value) {
    var description = new ColumnStatisticsDesc(false, table.getDbName(), table.getTableName());
    description.setPartName(partitionName(key));
    var data = ColumnStatisticsData.longStats(new LongColumnStatsData(Long.parseLong(value), 1));
    var statistics =
        new ColumnStatistics(description, List.of(new ColumnStatisticsObj(COLUMN, "bigint", data)));
    statistics.setEngine("hive");
    return statistics;
  }

  static String value(ColumnStatisticsObj statistics) {
    return String.valueOf(statistics.getStatsData().getLongStats().getNumNulls());
  }
}
