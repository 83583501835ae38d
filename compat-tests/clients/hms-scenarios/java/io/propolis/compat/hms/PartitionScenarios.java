package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;

final class PartitionScenarios extends Scenarios {

  @Scenario
  void aPartitionWithoutALocationGetsOneBelowItsTable() throws Exception {
    Table table = created(table("orders", key("day", "date"), key("region", "string")));
    Partition added = client.add_partition(partition(table, "2024-01-31", "eu"));
    assertThat(added.getSd().getLocation())
        .isEqualTo(table.getSd().getLocation() + "/day=2024-01-31/region=eu");
    assertThat(Files.isDirectory(path(added.getSd().getLocation()))).isTrue();
    assertThat(added.getCreateTime()).isPositive();
    assertThat(client.getPartition(database, "orders", List.of("2024-01-31", "eu")))
        .isEqualTo(client.getPartition(database, "orders", "day=2024-01-31/region=eu"));
  }

  @Scenario
  void whatAPartitionWasAddedWithComesBack() throws Exception {
    Table table = created(externalTable("orders", key("day", "string")));
    Partition request = partition(table, "1");
    request.getSd().setLocation(folder.resolve("elsewhere").toUri().toString());
    request.getSd().setCols(List.of(column("id", "int", "older")));
    request.getSd().getSerdeInfo().putToParameters("field.delim", ";");
    request.putToParameters("crawled", "yes");
    client.add_partition(request);
    Partition found = client.getPartition(database, "orders", List.of("1"));
    assertThat(path(found.getSd().getLocation())).isEqualTo(folder.resolve("elsewhere"));
    found.getSd().setLocation(request.getSd().getLocation());
    assertThat(found.getSd()).isEqualTo(request.getSd());
    assertThat(found.getParameters()).containsEntry("crawled", "yes");
    assertThat(found.getTableName()).isEqualTo("orders");
    assertThat(found.getDbName()).isEqualTo(database);
  }

  @Scenario
  void addingAPartitionThatExistsFails() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    client.add_partition(partition(table, "1"));
    assertThatThrownBy(() -> client.add_partition(partition(table, "1")))
        .isInstanceOf(AlreadyExistsException.class);
  }

  @Scenario
  void aBatchWithAPartitionThatExistsAddsNothing() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    client.add_partition(partition(table, "2"));
    List<Partition> both = batch(partition(table, "1"), partition(table, "2"));
    assertThatThrownBy(() -> client.add_partitions(both))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(client.listPartitionNames(database, "orders", (short) -1))
        .containsExactly("day=2");
  }

  @Scenario
  void aBatchLeavesOutWhatExistsWhenAskedTo() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    client.add_partition(partition(table, "2"));
    List<Partition> both = batch(partition(table, "1"), partition(table, "2"));
    assertThat(client.add_partitions(both, true, true))
        .extracting(Partition::getValues)
        .containsExactly(List.of("1"));
    assertThat(client.listPartitionNames(database, "orders", (short) -1))
        .containsExactly("day=1", "day=2");
  }

  @Scenario
  void aThousandPartitionsAreAddedInOneCall() throws Exception {
    Table table = created(externalTable("orders", key("n", "int")));
    List<Partition> thousand =
        IntStream.range(0, 1000).mapToObj(n -> partition(table, String.valueOf(n))).toList();
    assertThat(client.add_partitions(thousand)).isEqualTo(1000);
    assertThat(client.listPartitions(database, "orders", (short) -1)).hasSize(1000);
  }

  @Scenario
  void aPartitionWithTooFewValuesIsRefused() throws Exception {
    Table table = created(table("orders", key("day", "string"), key("hour", "int")));
    assertThatThrownBy(() -> client.add_partition(partition(table, "1")))
        .isInstanceOfAny(MetaException.class, InvalidObjectException.class);
  }

  @Scenario
  void aPartitionOfAMissingTableIsRefused() {
    Table table = table("missing", key("day", "string"));
    assertThatThrownBy(() -> client.add_partition(partition(table, "1")))
        .isInstanceOfAny(InvalidObjectException.class, NoSuchObjectException.class);
  }

  @Scenario
  void specialCharactersInValuesAreEscapedInNamesOnly() throws Exception {
    Table table = created(table("orders", key("what", "string")));
    String value = "a/b=c:d%e é'\"";
    client.add_partition(partition(table, value));
    String name = "what=a%2Fb%3Dc%3Ad%25e é%27%22";
    assertThat(client.listPartitionNames(database, "orders", (short) -1)).containsExactly(name);
    assertThat(client.getPartition(database, "orders", name).getValues()).containsExactly(value);
    assertThat(client.getPartition(database, "orders", List.of(value)).getSd().getLocation())
        .endsWith("/" + name);
    assertThat(client.partitionNameToVals(name)).containsExactly(value);
    assertThat(client.partitionNameToSpec(name)).isEqualTo(Map.of("what", value));
  }

  @Scenario
  void aPartitionIsAppendedByValuesOrByName() throws Exception {
    created(table("orders", key("day", "string"), key("hour", "int")));
    Partition byValues = client.appendPartition(database, "orders", List.of("1", "7"));
    Partition byName = client.appendPartition(database, "orders", "day=1/hour=8");
    assertThat(byValues.getSd().getLocation()).endsWith("/orders/day=1/hour=7");
    assertThat(byName.getValues()).containsExactly("1", "8");
    assertThatThrownBy(() -> client.appendPartition(database, "orders", List.of("1", "7")))
        .isInstanceOf(AlreadyExistsException.class);
  }

  @Scenario
  void droppingAPartitionOfAManagedTableDeletesItsFiles() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    Partition one = client.add_partition(partition(table, "1"));
    Partition two = client.add_partition(partition(table, "2"));
    Path gone = writeFile(one.getSd().getLocation());
    Path kept = writeFile(two.getSd().getLocation());
    assertThat(client.dropPartition(database, "orders", List.of("1"), true)).isTrue();
    assertThat(client.dropPartition(database, "orders", "day=2", false)).isTrue();
    assertThat(Files.exists(gone)).isFalse();
    assertThat(Files.exists(kept)).isTrue();
    assertThat(client.listPartitionNames(database, "orders", (short) -1)).isEmpty();
  }

  @Scenario
  void droppingAPartitionOfAnExternalTableKeepsItsFiles() throws Exception {
    Table table = created(externalTable("orders", key("day", "string")));
    Partition added = client.add_partition(partition(table, "1"));
    Path kept = writeFile(added.getSd().getLocation());
    client.dropPartition(database, "orders", List.of("1"), true);
    assertThat(Files.exists(kept)).isTrue();
  }

  @Scenario
  void aMissingPartitionIsReportedAsSuch() throws Exception {
    created(table("orders", key("day", "string")));
    assertThatThrownBy(() -> client.getPartition(database, "orders", List.of("1")))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.getPartition(database, "orders", "day=1"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.dropPartition(database, "orders", List.of("1"), true))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Scenario
  void partitionsAreAlteredOneByOneOrTogether() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    Partition one = client.add_partition(partition(table, "1"));
    Partition two = client.add_partition(partition(table, "2"));
    one.putToParameters("rows", "10");
    client.alter_partition(database, "orders", one, null);
    one.putToParameters("rows", "11");
    two.putToParameters("rows", "20");
    client.alter_partitions(database, "orders", List.of(one, two), null);
    assertThat(client.listPartitions(database, "orders", (short) -1))
        .extracting(partition -> partition.getParameters().get("rows"))
        .containsExactly("11", "20");
  }

  @Scenario
  void alteringAMissingPartitionFails() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    Partition absent = partition(table, "1");
    absent.getSd().setLocation(table.getSd().getLocation() + "/day=1");
    assertThatThrownBy(() -> client.alter_partition(database, "orders", absent, null))
        .isInstanceOfAny(InvalidOperationException.class, MetaException.class);
  }

  @Scenario
  void renamingAPartitionOfAManagedTableMovesItsFiles() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    Partition added = client.add_partition(partition(table, "1"));
    writeFile(added.getSd().getLocation());
    Partition renamed = added.deepCopy();
    renamed.setValues(List.of("2"));
    client.renamePartition(database, "orders", List.of("1"), renamed);
    Partition found = client.getPartition(database, "orders", List.of("2"));
    assertThat(Files.exists(path(found.getSd().getLocation()).resolve("data-0"))).isTrue();
    assertThat(found.getSd().getLocation()).endsWith("/day=2");
    assertThat(client.listPartitionNames(database, "orders", (short) -1))
        .containsExactly("day=2");
  }

  @Scenario
  void renamingAPartitionOntoAnotherFails() throws Exception {
    Table table = created(table("orders", key("day", "string")));
    client.add_partition(partition(table, "1"));
    Partition renamed = client.add_partition(partition(table, "2")).deepCopy();
    renamed.setValues(List.of("1"));
    assertThatThrownBy(
            () -> client.renamePartition(database, "orders", List.of("2"), renamed))
        .isInstanceOf(InvalidOperationException.class);
  }

  @Scenario
  void aPartitionIsExchangedBetweenTables() throws Exception {
    Table source = created(table("staging", key("day", "string")));
    created(table("orders", key("day", "string")));
    Partition added = client.add_partition(partition(source, "1"));
    writeFile(added.getSd().getLocation());
    client.exchange_partition(Map.of("day", "1"), database, "staging", database, "orders");
    assertThat(client.listPartitionNames(database, "staging", (short) -1)).isEmpty();
    Partition moved = client.getPartition(database, "orders", List.of("1"));
    assertThat(Files.exists(path(moved.getSd().getLocation()).resolve("data-0"))).isTrue();
  }
}
