package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;

final class TableChangeScenarios extends Scenarios {

  @Scenario
  void addingAColumnLeavesExistingPartitionsAsTheyAre() throws Exception {
    Table table = created(table("widened", key("day", "string")));
    client.add_partition(partition(table, "1"));
    client.alter_table(database, "widened", withColumn(table, "extra"));
    assertThat(names(client.getTable(database, "widened").getSd().getCols()))
        .containsExactly("id", "name", "extra");
    assertThat(names(client.getPartition(database, "widened", List.of("1")).getSd().getCols()))
        .containsExactly("id", "name");
  }

  @Scenario
  void addingAColumnWithCascadeChangesThePartitionsToo() throws Exception {
    Table table = created(table("cascaded", key("day", "string")));
    client.add_partition(partition(table, "1"));
    client.alter_table(database, "cascaded", withColumn(table, "extra"), true);
    assertThat(names(client.getPartition(database, "cascaded", List.of("1")).getSd().getCols()))
        .containsExactly("id", "name", "extra");
  }

  @Scenario
  void parametersThatAnAlterLeavesOutAreGone() throws Exception {
    Table request = table("tuned");
    request.putToParameters("old", "1");
    Table table = created(request);
    table.getParameters().remove("old");
    table.putToParameters("new", "2");
    client.alter_table(database, "tuned", table);
    assertThat(client.getTable(database, "tuned").getParameters())
        .containsEntry("new", "2")
        .doesNotContainKey("old");
  }

  @Scenario
  void renamingAManagedTableMovesItsFilesAndPartitions() throws Exception {
    Table table = created(table("before", key("day", "string")));
    Partition partition = client.add_partition(partition(table, "1"));
    writeFile(partition.getSd().getLocation());
    Table renamed = table.deepCopy();
    renamed.setTableName("after");
    client.alter_table(database, "before", renamed);
    assertThat(client.tableExists(database, "before")).isFalse();
    Table found = client.getTable(database, "after");
    assertThat(found.getSd().getLocation()).endsWith("/after");
    Partition moved = client.getPartition(database, "after", List.of("1"));
    assertThat(moved.getSd().getLocation()).endsWith("/after/day=1");
    assertThat(Files.exists(path(moved.getSd().getLocation()).resolve("data-0"))).isTrue();
  }

  @Scenario
  void renamingAnExternalTableLeavesItsFilesWhereTheyAre() throws Exception {
    Table table = created(externalTable("before"));
    Table renamed = table.deepCopy();
    renamed.setTableName("after");
    client.alter_table(database, "before", renamed);
    assertThat(client.getTable(database, "after").getSd().getLocation())
        .isEqualTo(table.getSd().getLocation());
  }

  @Scenario
  void renamingOntoAnotherTableFails() throws Exception {
    Table table = created(table("one"));
    created(table("two"));
    Table renamed = table.deepCopy();
    renamed.setTableName("two");
    assertThatThrownBy(() -> client.alter_table(database, "one", renamed))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessageContaining("already exists");
  }

  @Scenario
  void alteringAMissingTableFails() throws Exception {
    Table table = created(table("present"));
    assertThatThrownBy(() -> client.alter_table(database, "absent", table))
        .isInstanceOf(InvalidOperationException.class);
  }

  @Scenario
  void aCommitThatExpectsAnotherMetadataLocationIsRefused() throws Exception {
    Table request = externalTable("berg");
    request.putToParameters("table_type", "ICEBERG");
    request.putToParameters("metadata_location", "v1");
    Table table = created(request);
    table.putToParameters("metadata_location", "v2");
    client.alter_table_with_environmentContext(database, "berg", table, expecting("v1"));
    table.putToParameters("metadata_location", "v3");
    assertThatThrownBy(
            () ->
                client.alter_table_with_environmentContext(
                    database, "berg", table, expecting("v1")))
        .isInstanceOf(MetaException.class)
        .hasMessageStartingWith(
            "The table has been modified. The parameter value for key 'metadata_location' is");
    assertThat(client.getTable(database, "berg").getParameters())
        .containsEntry("metadata_location", "v2");
  }

  private static EnvironmentContext expecting(String location) {
    Map<String, String> properties = new HashMap<>();
    properties.put("expected_parameter_key", "metadata_location");
    properties.put("expected_parameter_value", location);
    return new EnvironmentContext(properties);
  }

  private static Table withColumn(Table table, String name) {
    Table changed = table.deepCopy();
    List<FieldSchema> columns = new ArrayList<>(changed.getSd().getCols());
    columns.add(column(name, "int", null));
    changed.getSd().setCols(columns);
    return changed;
  }

  private static List<String> names(List<FieldSchema> columns) {
    return columns.stream().map(FieldSchema::getName).toList();
  }
}
