package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.AlterTableRequest;
import org.apache.hadoop.hive.metastore.api.DropTableRequest;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.LockComponent;
import org.apache.hadoop.hive.metastore.api.LockLevel;
import org.apache.hadoop.hive.metastore.api.LockRequest;
import org.apache.hadoop.hive.metastore.api.LockState;
import org.apache.hadoop.hive.metastore.api.LockType;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.UnlockRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Iceberg tables as their writers keep them in a Hive Metastore. */
class IcebergTablesTest {
  private static final String POINTER = "metadata_location";
  private static final String PREVIOUS = "previous_metadata_location";
  private static final String MODIFIED =
      "The table has been modified. The parameter value for key 'metadata_location' is '%s'";

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void createTable() throws TException {
    client = given.client();
    client.create_table(iceberg("orders"));
  }

  private static Table iceberg(String name) {
    var table = Given.table("default", name);
    table.setTableType("EXTERNAL_TABLE");
    table.putToParameters("EXTERNAL", "TRUE");
    table.putToParameters("table_type", "ICEBERG");
    table.putToParameters(POINTER, "v1");
    return table;
  }

  private Table read() throws TException {
    return (Table) client.call("get_table", "default", "orders");
  }

  private static Table moved(Table seen, String pointer) {
    var table = seen.deepCopy();
    table.putToParameters(POINTER, pointer);
    table.putToParameters(PREVIOUS, seen.getParameters().get(POINTER));
    return table;
  }

  /** The calls by which clients of one generation or another replace a table. */
  enum Alter {
    PLAIN {
      @Override
      void send(MetastoreClient client, Table table) throws TException {
        client.alter_table("default", "orders", table);
      }
    },
    WITH_CONTEXT {
      @Override
      void send(MetastoreClient client, Table table) throws TException {
        var context = new EnvironmentContext(Map.of("DO_NOT_UPDATE_STATS", "true"));
        client.alter_table_with_environment_context("default", "orders", table, context);
      }
    },
    WITH_CASCADE {
      @Override
      void send(MetastoreClient client, Table table) throws TException {
        client.alter_table_with_cascade("default", "orders", table, true);
      }
    },
    REQUEST {
      @Override
      void send(MetastoreClient client, Table table) throws TException {
        client.alter_table_req(new AlterTableRequest("default", "orders", table));
      }
    };

    abstract void send(MetastoreClient client, Table table) throws TException;
  }

  @ParameterizedTest
  @EnumSource(Alter.class)
  void noCallMovesThePointerFromWhereItIsNot(Alter alter) throws TException {
    var seen = read();
    alter.send(client, moved(seen, "v2"));

    assertThatThrownBy(() -> alter.send(client, moved(seen, "mine")))
        .isInstanceOf(MetaException.class)
        .hasMessageStartingWith(MODIFIED, "v2");
    assertThatThrownBy(() -> alter.send(client, seen))
        .as("an old read written back")
        .isInstanceOf(MetaException.class)
        .hasMessageStartingWith(MODIFIED, "v2");
    assertThat(read().getParameters()).containsEntry(POINTER, "v2");
  }

  @Test
  void aHeldLockDoesNotStandForTheExpectation() throws TException {
    var component = new LockComponent(LockType.EXCLUSIVE, LockLevel.TABLE, "default");
    component.setTablename("orders");
    var lock = client.lock(new LockRequest(List.of(component), "ann", "host"));
    assertThat(lock.getState()).isEqualTo(LockState.ACQUIRED);
    var seen = read();

    commit(given.client(), seen, "v2");

    assertThatThrownBy(() -> client.alter_table("default", "orders", moved(seen, "mine")))
        .isInstanceOf(MetaException.class)
        .hasMessageStartingWith(MODIFIED, "v2");
    client.unlock(new UnlockRequest(lock.getLockid()));
    client.alter_table("default", "orders", moved(read(), "v3"));
    assertThat(read().getParameters()).containsEntry(POINTER, "v3").containsEntry(PREVIOUS, "v2");
  }

  /** By compare-and-swap, which asks for no lock. */
  private static void commit(MetastoreClient client, Table seen, String pointer) throws TException {
    var expected =
        Map.of(
            "expected_parameter_key",
            POINTER,
            "expected_parameter_value",
            seen.getParameters().get(POINTER));
    client.alter_table_with_environment_context(
        "default", "orders", moved(seen, pointer), new EnvironmentContext(expected));
  }

  @Test
  void aRenameUndoesNoCommitEither() throws TException {
    var seen = read();
    commit(client, seen, "v2");
    seen.setTableName("sales");

    assertThatThrownBy(() -> client.alter_table("default", "orders", seen))
        .isInstanceOf(MetaException.class)
        .hasMessageStartingWith(MODIFIED, "v2");
    assertThat(client.get_all_tables("default")).containsExactly("orders");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unknown",
        "void",
        "variant",
        "timestamp with local time zone",
        "timestamp_ns",
        "timestamptz_ns",
        "geometry(OGC:CRS84)",
        "geography(OGC:CRS84, spherical)",
        "struct<a b:int,c:array<map<string,void>>>"
      })
  void aColumnNeedsNoTypeOfHives(String type) throws TException {
    var table = read();
    table.getSd().addToCols(new FieldSchema("newer", type, "of version 3"));
    client.alter_table("default", "orders", table);

    assertThat(client.get_schema("default", "orders"))
        .contains(new FieldSchema("newer", type, "of version 3"));
    var other = iceberg("items");
    other.getSd().setCols(table.getSd().getCols());
    client.create_table(other);
  }

  @Test
  void columnsAreReorderedRetypedAndReplaced() throws TException {
    var table = read();
    for (var columns :
        List.of(
            List.of(new FieldSchema("name", "string", "who"), new FieldSchema("id", "bigint", "")),
            List.of(new FieldSchema("name", "int", ""), new FieldSchema("id", "string", "")),
            List.of(new FieldSchema("other", "struct<a:int>", "")))) {
      table.getSd().setCols(columns);
      client.alter_table("default", "orders", table);
      assertThat(read().getSd().getCols()).isEqualTo(columns);
    }
  }

  @Test
  void statisticsOfCommitsStayAsTheyWereSent() throws Exception {
    var table = read();
    Files.writeString(given.file(table.getSd().getLocation()).resolve("part-0"), "12345");
    table.putToParameters("numFiles", "17");
    table.putToParameters("numRows", "3");
    table.getParameters().remove("COLUMN_STATS_ACCURATE");
    Alter.WITH_CONTEXT.send(client, table);

    assertThat(read().getParameters())
        .containsEntry("numFiles", "17")
        .containsEntry("numRows", "3")
        .doesNotContainKeys("COLUMN_STATS_ACCURATE", "DO_NOT_UPDATE_STATS", "totalSize");
  }

  @Test
  void filesGoOnlyWhenTheDropAndTheTableSaySo() throws Exception {
    assertThat(fileAfterDrop("kept", false, "true")).isTrue();
    assertThat(fileAfterDrop("external", true, "false")).isTrue();
    assertThat(fileAfterDrop("purged", true, "true")).isFalse();
  }

  private boolean fileAfterDrop(String name, boolean deleteData, String purge) throws Exception {
    var table = iceberg(name);
    table.putToParameters("external.table.purge", purge);
    client.create_table(table);
    var file = given.file(given.warehouse() + "/" + name).resolve("part-0");
    Files.writeString(file, "1");
    var request = new DropTableRequest("default", name);
    request.setDeleteData(deleteData);
    client.drop_table_req(request);
    return Files.exists(file);
  }

  @Test
  void aParameterOfTenMegabytesIsCreatedChangedAndRead() throws TException {
    var table = iceberg("long");
    table.putToParameters("schema", text(1));
    client.create_table(table);
    var stored = (Table) client.call("get_table", "default", "long");
    assertThat(stored.getParameters().get("schema").equals(text(1))).isTrue();

    stored.putToParameters("schema", text(2));
    client.alter_table("default", "long", stored);
    client.alter_table("default", "long", moved(stored, "v2"));

    var parameters = ((Table) client.call("get_table", "default", "long")).getParameters();
    assertThat(parameters.get("schema").equals(text(2))).isTrue();
    assertThat(parameters).containsEntry(POINTER, "v2");
  }

  private static String text(int seed) {
    return new Random(seed)
        .ints(10 << 20, ' ', '~')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }
}
