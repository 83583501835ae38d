package io.propolis.catalog.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableRulesTest {
  private static final long NOW = 1_700_000_000_123L;
  private static final Database SALES =
      Database.named(DatabaseName.of("sales")).withLocation("file:/lake/sales.db");

  private static Table.Builder orders() {
    return Table.builder(TableName.of("sales", "Orders"))
        .layout(StorageLayout.EMPTY.withColumns(List.of(new Column("id", "bigint"))));
  }

  private static Table completed(Table.Builder requested) {
    return TableRules.completed(requested.build(), SALES, NOW);
  }

  @Test
  void whatIsAbsentIsFilled() {
    var table = completed(orders());
    assertThat(table.name().name()).isEqualTo("orders");
    assertThat(table.location()).isEqualTo("file:/lake/sales.db/orders");
    assertThat(table.owner()).isNull();
    assertThat(table.createdAt()).isEqualTo(NOW);
    assertThat(table.parameters()).containsEntry("transient_lastDdlTime", "1700000000");
  }

  @ParameterizedTest
  @CsvSource({
    "MANAGED_TABLE,  TRUE,  EXTERNAL_TABLE",
    "MANAGED_TABLE,  FALSE, MANAGED_TABLE",
    "EXTERNAL_TABLE, true,  EXTERNAL_TABLE",
    "EXTERNAL_TABLE, '',    MANAGED_TABLE",
    "VIRTUAL_VIEW,   TRUE,  VIRTUAL_VIEW",
  })
  void theParameterDecidesWhetherATableIsExternal(
      TableType requested, String external, TableType expected) {
    var table = completed(orders().type(requested).parameters(Map.of("EXTERNAL", external)));
    assertThat(table.type()).isEqualTo(expected);
  }

  @Test
  void typesThatHiveHasNotAreRefused() {
    for (var type : List.of("xyz", "stringy", "", "<int>")) {
      var layout = StorageLayout.EMPTY.withColumns(List.of(new Column("id", type)));
      assertThatThrownBy(() -> completed(orders().layout(layout)))
          .as(type)
          .isInstanceOf(CatalogException.class);
    }
    var known =
        List.of("int", "DECIMAL(10,2)", "map<string,int>", "timestamp with local time zone");
    for (var type : known) {
      var layout = StorageLayout.EMPTY.withColumns(List.of(new Column("id", type)));
      assertThat(completed(orders().layout(layout)).layout()).isEqualTo(layout);
    }
  }

  @Test
  void aViewHasNoFolder() {
    assertThat(completed(orders().type(TableType.VIRTUAL_VIEW)).location()).isNull();
  }

  @Test
  void theRequestToKeepStatisticsIsNotStored() {
    var table = completed(orders().parameters(Map.of("DO_NOT_UPDATE_STATS", "true", "a", "b")));
    assertThat(table.parameters()).doesNotContainKey("DO_NOT_UPDATE_STATS").containsEntry("a", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "a\\b"})
  void namesThatCannotBeFoldersAreRefused(String name) {
    assertThatThrownBy(
            () ->
                completed(
                    Table.builder(TableName.of("sales", "x")).name(TableName.of("sales", name))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("'" + name.strip() + "'");
  }

  @ParameterizedTest
  @CsvSource({"a/b, a-47-b", "my table, my-32-table", "a-b, a-45-b", "größe_1, größe_1"})
  void whatAFolderCannotHoldIsWrittenAsANumber(String name, String folder) {
    var table = completed(orders().name(TableName.of("sales", name)));
    assertThat(table.name().name()).isEqualTo(name);
    assertThat(table.location()).isEqualTo("file:/lake/sales.db/" + folder);
  }

  @Test
  void partitionKeysKeepTheirNames() {
    var current = completed(orders().partitionKeys(List.of(new Column("day", "string"))));
    var retyped = current.toBuilder().partitionKeys(List.of(new Column("day", "date"))).build();
    assertThat(TableRules.changed(current, retyped, NOW).partitionKeys().get(0).type())
        .isEqualTo("date");
    var renamed = current.toBuilder().partitionKeys(List.of(new Column("dt", "string"))).build();
    assertThatThrownBy(() -> TableRules.changed(current, renamed, NOW))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("partition keys can not be changed")
        .hasMessageContaining("[dt]");
  }
}
