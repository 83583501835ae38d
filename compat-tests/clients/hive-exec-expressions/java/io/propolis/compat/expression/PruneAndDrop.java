package io.propolis.compat.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.thrift.TException;

/**
 * Prunes and drops partitions of the metastore {@code args[0]} in a database {@code args[1]} of its
 * own, as HiveServer2 does: by the expressions of the corpus. Prints {@code @done} when all is as
 * expected.
 */
public final class PruneAndDrop {
  private static final String TABLE = "visits";

  private final HiveMetaStoreClient client;
  private final String database;
  private final Map<String, ExprNodeDesc> expressions;

  private PruneAndDrop(String uri, String database) throws Exception {
    this.client = Generation.connect(uri);
    this.database = database;
    this.expressions = Corpus.expressions();
  }

  public static void main(String[] args) throws Exception {
    PruneAndDrop scenario = new PruneAndDrop(args[0], args[1]);
    scenario.client.dropDatabase(args[1], true, true, true);
    scenario.prepare();
    scenario.prune();
    scenario.drop();
    scenario.client.dropDatabase(args[1], true, true, true);
    scenario.client.close();
    System.out.println("@done");
  }

  private void prepare() throws TException {
    Database request = new Database();
    request.setName(database);
    client.createDatabase(request);
    StorageDescriptor storage = new StorageDescriptor();
    storage.setCols(new ArrayList<>(List.of(new FieldSchema("id", "bigint", null))));
    SerDeInfo serde = new SerDeInfo();
    serde.setSerializationLib("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
    storage.setSerdeInfo(serde);
    storage.setInputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat");
    storage.setOutputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat");
    Table table = new Table();
    table.setDbName(database);
    table.setTableName(TABLE);
    table.setTableType("MANAGED_TABLE");
    table.setParameters(new HashMap<>());
    table.setSd(storage);
    table.setPartitionKeys(
        List.of(new FieldSchema("year", "int", null), new FieldSchema("city", "string", null)));
    client.createTable(table);
    List<Partition> partitions = new ArrayList<>();
    for (String values : List.of("2022,a", "2023,b", "2024,a", "2025,__HIVE_DEFAULT_PARTITION__")) {
      Partition partition = new Partition();
      partition.setDbName(database);
      partition.setTableName(TABLE);
      partition.setValues(new ArrayList<>(List.of(values.split(","))));
      partition.setParameters(new HashMap<>());
      partition.setSd(storage.deepCopy());
      partitions.add(partition);
    }
    client.add_partitions(partitions);
  }

  private void prune() throws TException {
    assertThat(pruned("year in 2022, 2024", false)).containsExactly("2022", "2024");
    assertThat(pruned("struct in", false)).containsExactly("2023", "2024");
    assertThat(pruned("folded struct in", false)).containsExactly("2023", "2024");
    assertThat(pruned("not between", false)).containsExactly("2025");
    assertThat(pruned("city is null", false)).containsExactly("2025");
    assertThat(pruned("nested", false)).isEmpty();
    assertThat(pruned("bigint(year) > 5", false))
        .containsExactly("2022", "2023", "2024", "2025");
    assertThat(pruned("year = 2024 and upper", true)).containsExactly("2024");
    assertThat(pruned("outside of the metastore's functions", true)).hasSize(4);
  }

  private List<String> pruned(String expression, boolean unknown) throws TException {
    List<Partition> found = new ArrayList<>();
    byte[] bytes = Generation.serialise(expressions.get(expression));
    assertThat(
            client.listPartitionsByExpr(database, TABLE, bytes, null, (short) -1, found))
        .as(expression)
        .isEqualTo(unknown);
    return found.stream().map(partition -> partition.getValues().get(0)).sorted().toList();
  }

  private void drop() throws Exception {
    assertThatThrownBy(() -> dropped("upper")).isInstanceOf(MetaException.class);
    assertThat(client.listPartitionNames(database, TABLE, (short) -1)).hasSize(4);
    assertThat(dropped("drop: city is null")).containsExactly("2025");
    assertThat(dropped("drop: year < 2024")).containsExactly("2022", "2023");
    assertThat(client.listPartitionNames(database, TABLE, (short) -1))
        .containsExactly("year=2024/city=a");
  }

  private List<String> dropped(String expression) throws TException {
    byte[] bytes = Generation.serialise(expressions.get(expression));
    return Generation.drop(client, database, TABLE, bytes).stream()
        .map(partition -> partition.getValues().get(0))
        .sorted()
        .toList();
  }
}
