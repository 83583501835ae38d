package io.propolis.thrift;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/** Beans as clients build them. */
public final class Given {
  private Given() {}

  public static Database database(String name) {
    return new Database(name, "", null, new HashMap<>());
  }

  public static StorageDescriptor descriptor() {
    return new StorageDescriptor(
        List.of(new FieldSchema("id", "bigint", null), new FieldSchema("name", "string", "who")),
        null,
        "org.apache.hadoop.mapred.TextInputFormat",
        "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
        false,
        -1,
        new SerDeInfo(
            null, "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", Map.of("field.delim", ",")),
        List.of(),
        List.of(),
        Map.of());
  }

  public static Table table(String database, String name) {
    var table = new Table();
    table.setDbName(database);
    table.setTableName(name);
    table.setOwner("ann");
    table.setSd(descriptor());
    table.setPartitionKeys(List.of());
    table.setParameters(new HashMap<>());
    table.setTableType("MANAGED_TABLE");
    return table;
  }

  public static Table partitioned(String database, String name, FieldSchema... keys) {
    var table = table(database, name);
    table.setPartitionKeys(List.of(keys));
    return table;
  }

  public static FieldSchema key(String name, String type) {
    return new FieldSchema(name, type, null);
  }

  public static Partition partition(String database, String table, String... values) {
    var partition = new Partition();
    partition.setDbName(database);
    partition.setTableName(table);
    partition.setValues(List.of(values));
    partition.setSd(descriptor());
    partition.setParameters(new HashMap<>());
    return partition;
  }
}
