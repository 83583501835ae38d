package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.hive.metastore.TableType;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Order;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.TableMeta;

final class TableScenarios extends Scenarios {

  @Scenario
  void whatATableWasCreatedWithComesBack() throws Exception {
    Table request = table("orders", key("day", "date"), key("region", "string"));
    request.putToParameters("comment", "naïve ☃ 𝕏");
    request.putToParameters("long", "x".repeat(30_000));
    request.setRetention(7);
    request.getSd().setCols(
        List.of(
            column("id", "bigint", "the key"),
            column("amount", "decimal(18,4)", "in €"),
            column("tags", "array<struct<k:string,v:map<int,timestamp>>>", null)));
    request.getSd().setBucketCols(List.of("id"));
    request.getSd().setSortCols(List.of(new Order("amount", 0)));
    request.getSd().setNumBuckets(4);
    request.getSd().putToParameters("sd", "1");
    request.getSd().getSerdeInfo().putToParameters("field.delim", "\u0001");
    Table found = created(request);
    assertThat(found.getSd().getCols()).isEqualTo(request.getSd().getCols());
    assertThat(found.getPartitionKeys()).isEqualTo(request.getPartitionKeys());
    assertThat(found.getParameters()).containsAllEntriesOf(request.getParameters());
    assertThat(found.getSd().getSerdeInfo().getParameters())
        .isEqualTo(request.getSd().getSerdeInfo().getParameters());
    assertThat(found.getSd().getSerdeInfo().getSerializationLib())
        .isEqualTo(request.getSd().getSerdeInfo().getSerializationLib());
    assertThat(found.getSd().getInputFormat()).isEqualTo(request.getSd().getInputFormat());
    assertThat(found.getSd().getBucketCols()).containsExactly("id");
    assertThat(found.getSd().getSortCols()).containsExactly(new Order("amount", 0));
    assertThat(found.getSd().getNumBuckets()).isEqualTo(4);
    assertThat(found.getSd().getParameters()).containsEntry("sd", "1");
    assertThat(found.getOwner()).isEqualTo("ada");
    assertThat(found.getRetention()).isEqualTo(7);
    assertThat(found.getTableType()).isEqualTo("MANAGED_TABLE");
  }

  @Scenario
  void theServerStampsTheTimesOfATable() throws Exception {
    Table found = created(table("stamped"));
    assertThat(found.getCreateTime()).isPositive();
    assertThat(found.getParameters().get("transient_lastDdlTime")).matches("\\d+");
  }

  @Scenario
  void aManagedTableHasItsFolderInItsDatabase() throws Exception {
    Table found = created(table("placed"));
    assertThat(found.getSd().getLocation())
        .isEqualTo(client.getDatabase(database).getLocationUri() + "/placed");
    assertThat(Files.isDirectory(path(found.getSd().getLocation()))).isTrue();
  }

  @Scenario
  void droppingAManagedTableDeletesItsFiles() throws Exception {
    Table found = created(table("doomed"));
    writeFile(found.getSd().getLocation());
    client.dropTable(database, "doomed", true, false);
    assertThat(Files.exists(path(found.getSd().getLocation()))).isFalse();
    assertThat(client.tableExists(database, "doomed")).isFalse();
  }

  @Scenario
  void droppingAManagedTableKeepsItsFilesWhenAskedTo() throws Exception {
    Table found = created(table("undead"));
    Path file = writeFile(found.getSd().getLocation());
    client.dropTable(database, "undead", false, false);
    assertThat(Files.exists(file)).isTrue();
  }

  @Scenario
  void droppingAnExternalTableKeepsItsFiles() throws Exception {
    Table found = created(externalTable("outside"));
    Path file = writeFile(found.getSd().getLocation());
    client.dropTable(database, "outside", true, false);
    assertThat(Files.exists(file)).isTrue();
  }

  @Scenario
  void aTableMarkedExternalIsExternalWhateverItsType() throws Exception {
    Table request = externalTable("marked");
    request.setTableType("MANAGED_TABLE");
    assertThat(created(request).getTableType()).isEqualTo("EXTERNAL_TABLE");
  }

  @Scenario
  void creatingATableThatExistsFails() throws Exception {
    created(table("twice"));
    assertThatThrownBy(() -> client.createTable(table("Twice")))
        .isInstanceOf(AlreadyExistsException.class);
  }

  @Scenario
  void creatingATableInAMissingDatabaseFails() {
    Table request = table("lost");
    request.setDbName("nowhere");
    assertThatThrownBy(() -> client.createTable(request))
        .isInstanceOfAny(InvalidObjectException.class, NoSuchObjectException.class);
  }

  @Scenario
  void aMissingTableIsReportedAsSuch() throws Exception {
    assertThatThrownBy(() -> client.getTable(database, "missing"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.dropTable(database, "missing", true, false))
        .isInstanceOf(NoSuchObjectException.class);
    client.dropTable(database, "missing", true, true);
    assertThat(client.tableExists(database, "missing")).isFalse();
  }

  @Scenario
  void tableAndColumnNamesAreFoldedToLowerCase() throws Exception {
    Table request = table("MixedCase");
    Table found = created(request);
    assertThat(found.getTableName()).isEqualTo("mixedcase");
    assertThat(client.getTable(database, "MIXEDCASE").getTableName()).isEqualTo("mixedcase");
  }

  @Scenario
  void tablesAreListedByPatternAndByType() throws Exception {
    created(table("orders_2023"));
    created(table("orders_2024"));
    created(externalTable("visits"));
    created(view("latest"));
    assertThat(client.getAllTables(database))
        .containsExactlyInAnyOrder("orders_2023", "orders_2024", "visits", "latest");
    assertThat(client.getTables(database, "orders_*"))
        .containsExactlyInAnyOrder("orders_2023", "orders_2024");
    assertThat(client.getTables(database, "vis*|latest"))
        .containsExactlyInAnyOrder("visits", "latest");
    assertThat(client.getTables(database, "*", TableType.VIRTUAL_VIEW)).containsExactly("latest");
    assertThat(client.getTables(database, "*", TableType.EXTERNAL_TABLE))
        .containsExactly("visits");
  }

  @Scenario
  void tableMetaTellsTypesAndComments() throws Exception {
    Table request = table("described");
    request.putToParameters("comment", "for the report");
    created(request);
    created(view("latest"));
    List<TableMeta> metas = client.getTableMeta(database, "*", List.of());
    assertThat(metas)
        .extracting(TableMeta::getTableName, TableMeta::getTableType, TableMeta::getComments)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("described", "MANAGED_TABLE", "for the report"),
            org.assertj.core.groups.Tuple.tuple("latest", "VIRTUAL_VIEW", null));
    assertThat(client.getTableMeta(database, "*", List.of("VIRTUAL_VIEW"))).hasSize(1);
  }

  @Scenario
  void severalTablesAreReadAtOnceAndMissingOnesLeftOut() throws Exception {
    created(table("first"));
    created(table("second"));
    assertThat(client.getTableObjectsByName(database, List.of("second", "missing", "first")))
        .extracting(Table::getTableName)
        .containsExactlyInAnyOrder("first", "second");
  }

  @Scenario
  void tableNamesAreFilteredByOwnerAndParameters() throws Exception {
    Table iceberg = table("berg");
    iceberg.putToParameters("table_type", "ICEBERG");
    created(iceberg);
    created(table("plain"));
    String owner = "hive_filter_field_owner__ = \"ada\"";
    assertThat(client.listTableNamesByFilter(database, owner, (short) -1))
        .containsExactlyInAnyOrder("berg", "plain");
    String type = "hive_filter_field_params__table_type = \"ICEBERG\"";
    assertThat(client.listTableNamesByFilter(database, type, (short) -1))
        .containsExactly("berg");
    assertThat(client.listTableNamesByFilter(database, owner, (short) 1)).hasSize(1);
  }

  @Scenario
  void aViewKeepsBothItsTexts() throws Exception {
    Table found = created(view("latest"));
    assertThat(found.getTableType()).isEqualTo("VIRTUAL_VIEW");
    assertThat(found.getViewOriginalText()).isEqualTo("select 1 as `id`");
    assertThat(found.getViewExpandedText()).isEqualTo("select 1 as `id` -- expanded");
  }

  @Scenario
  void theSchemaOfATableEndsWithItsPartitionKeys() throws Exception {
    created(table("fields", key("day", "date")));
    assertThat(client.getFields(database, "fields"))
        .extracting(FieldSchema::getName)
        .containsExactly("id", "name");
    assertThat(client.getSchema(database, "fields"))
        .extracting(FieldSchema::getName)
        .containsExactly("id", "name", "day");
  }

  private Table view(String name) {
    Table view = table(name);
    view.setTableType("VIRTUAL_VIEW");
    view.setViewOriginalText("select 1 as `id`");
    view.setViewExpandedText("select 1 as `id` -- expanded");
    return view;
  }
}
