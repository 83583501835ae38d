package io.propolis.thrift.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.thrift.Given;
import io.propolis.thrift.GivenMetastore;
import io.propolis.thrift.MetastoreClient;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DatabaseType;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A client of Hive 2.3 reads what a client of Hive 4.1 wrote with every field set, changes one
 * parameter and writes it back: beans of the new classes without what the old ones lack.
 */
class OldClientsTest {
  /** Kept apart from tables and partitions, and given to those who ask for them. */
  private static final Set<String> ASKED_FOR = Set.of("privileges", "isStatsCompliant", "colStats");

  /** The last field of each struct that Hive 2.3 has. */
  private static final int TABLE = 15;

  private static final int PARTITION = 9;
  private static final int DATABASE = 8;
  private static final int SERDE = 3;

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static <T extends TBase<T, F>, F extends TFieldIdEnum> T old(
      T bean, F[] fields, int last) {
    var old = bean.deepCopy();
    Arrays.stream(fields)
        .filter(field -> field.getThriftFieldId() > last)
        .forEach(field -> old.setFieldValue(field, null));
    return old;
  }

  private static SerDeInfo old(SerDeInfo serDe) {
    return old(serDe, SerDeInfo._Fields.values(), SERDE);
  }

  private Table everything(long seed) {
    var table = new RandomBeans(seed).fill(new Table());
    table.setCatName("hive");
    table.setDbName("default");
    table.setTableName("orders");
    table.setTableType("EXTERNAL_TABLE");
    table.putToParameters("EXTERNAL", "TRUE");
    table.putToParameters("changed", "no");
    table.setPartitionKeys(List.of(Given.key("day", "string")));
    table.setOwnerType(PrincipalType.ROLE);
    table.getSd().setLocation(given.warehouse() + "/orders");
    table.getSd().getCols().forEach(column -> column.setType("string"));
    table.setWriteId(7); // none, when it is not positive
    table.unsetPrivileges();
    table.unsetColStats(); // must be of columns that it has
    return table;
  }

  @RepeatedTest(5)
  void aTableLosesNothing(RepetitionInfo run) throws TException {
    client.create_table(everything(run.getCurrentRepetition()));
    var before = (Table) client.call("get_table", "default", "orders");
    assertThat(Arrays.stream(Table._Fields.values()))
        .as("what the test is about is there")
        .allMatch(field -> ASKED_FOR.contains(field.getFieldName()) || before.isSet(field));

    var written = old(before, Table._Fields.values(), TABLE);
    written.getSd().setSerdeInfo(old(written.getSd().getSerdeInfo()));
    written.putToParameters("changed", "yes");
    client.alter_table("default", "orders", written);

    before.putToParameters("changed", "yes");
    assertThat(client.call("get_table", "default", "orders")).isEqualTo(before);
  }

  @Test
  void aTableWithAnotherSerDeKeepsNothingOfTheFormer() throws TException {
    client.create_table(everything(1));
    var written =
        old((Table) client.call("get_table", "default", "orders"), Table._Fields.values(), TABLE);
    var serDe = new SerDeInfo("n", "org.example.Other", new HashMap<>());
    written.getSd().setSerdeInfo(serDe);
    client.alter_table("default", "orders", written);
    var after = (Table) client.call("get_table", "default", "orders");
    assertThat(after.getSd().getSerdeInfo()).isEqualTo(serDe);
  }

  /** Of how a view was made, Hive 3 knows all but the tables with their counts. */
  @Test
  void aMaterializedViewKeepsTheCountsOfItsTables() throws TException {
    var view = everything(1);
    view.setTableType("MATERIALIZED_VIEW");
    client.create_table(view);
    var before = (Table) client.call("get_table", "default", "orders");
    assertThat(before.getCreationMetadata().getSourceTables()).isNotEmpty();

    var written = before.deepCopy();
    written.getCreationMetadata().unsetSourceTables();
    written.getCreationMetadata().setValidTxnList("newer");
    client.alter_table("default", "orders", written);

    var after = (Table) client.call("get_table", "default", "orders");
    assertThat(after.getCreationMetadata().getSourceTables())
        .isEqualTo(before.getCreationMetadata().getSourceTables());
    assertThat(after.getCreationMetadata().getValidTxnList()).isEqualTo("newer");

    written.getCreationMetadata().setTablesUsed(Set.of("default.others"));
    client.alter_table("default", "orders", written);
    var ofOthers = (Table) client.call("get_table", "default", "orders");
    assertThat(ofOthers.getCreationMetadata().isSetSourceTables()).isFalse();
  }

  @RepeatedTest(5)
  void aPartitionLosesNothing(RepetitionInfo run) throws TException {
    client.create_table(everything(0));
    var partition = new RandomBeans(run.getCurrentRepetition()).fill(new Partition());
    partition.setCatName("hive");
    partition.setDbName("default");
    partition.setTableName("orders");
    partition.setValues(List.of("monday"));
    partition.getSd().setLocation(given.warehouse() + "/orders/monday");
    partition.getSd().getCols().forEach(column -> column.setType("string"));
    partition.setWriteId(7);
    partition.unsetPrivileges();
    partition.unsetColStats(); // must be of columns that it has
    client.add_partition(partition);
    var before = client.get_partition("default", "orders", List.of("monday"));
    assertThat(Arrays.stream(Partition._Fields.values()))
        .allMatch(field -> ASKED_FOR.contains(field.getFieldName()) || before.isSet(field));

    var written = old(before, Partition._Fields.values(), PARTITION);
    written.getSd().setSerdeInfo(old(written.getSd().getSerdeInfo()));
    written.putToParameters("changed", "yes");
    client.alter_partition_with_environment_context(
        "default",
        "orders",
        written,
        new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true")));
    before.putToParameters("changed", "yes");
    assertThat(client.get_partition("default", "orders", List.of("monday"))).isEqualTo(before);

    written.setValues(List.of("tuesday"));
    client.rename_partition("default", "orders", List.of("monday"), written);
    before.setValues(List.of("tuesday"));
    var renamed = client.get_partition("default", "orders", List.of("tuesday"));
    before.getSd().setLocation(renamed.getSd().getLocation());
    assertThat(renamed).isEqualTo(before);
  }

  @RepeatedTest(5)
  void aDatabaseLosesNothing(RepetitionInfo run) throws TException {
    var connector = new org.apache.hadoop.hive.metastore.api.DataConnector("c", "mysql", "url");
    client.call("create_dataconnector", connector);
    var database = new RandomBeans(run.getCurrentRepetition()).fill(new Database());
    database.setCatalogName("hive");
    database.setName("sales");
    database.setLocationUri(given.warehouse() + "/sales");
    database.setType(DatabaseType.REMOTE);
    database.setConnector_name("c");
    database.unsetPrivileges();
    client.create_database(database);
    var before = client.get_database("sales");
    assertThat(Arrays.stream(Database._Fields.values()))
        .allMatch(field -> field == Database._Fields.PRIVILEGES || before.isSet(field));

    var written = old(before, Database._Fields.values(), DATABASE);
    written.putToParameters("changed", "yes");
    client.alter_database("sales", written);

    before.putToParameters("changed", "yes");
    assertThat(client.get_database("sales")).isEqualTo(before);
  }
}
