package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.Index;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Table;

/** Indexes, which no later client knows. */
final class IndexScenarios extends Scenarios {

  @Scenario
  void anIndexComesBackWithTheTableOfItsData() throws Exception {
    created(table("orders"));
    client.createIndex(index("by_id"), data());
    Index found = client.getIndex(database, "orders", "by_id");
    assertThat(found.getIndexName()).isEqualTo("by_id");
    assertThat(found.getOrigTableName()).isEqualTo("orders");
    assertThat(found.getIndexTableName()).isEqualTo("orders_by_id");
    assertThat(found.getIndexHandlerClass()).isEqualTo("org.example.Handler");
    assertThat(found.getSd().getCols()).isEqualTo(storage(null).getCols());
    assertThat(found.getParameters()).containsEntry("k", "v");
    assertThat(found.isDeferredRebuild()).isTrue();
    assertThat(found.getCreateTime()).isPositive();
    assertThat(client.listIndexNames(database, "orders", (short) -1)).containsExactly("by_id");
    assertThat(client.listIndexes(database, "orders", (short) 5)).containsExactly(found);
    assertThat(client.getTable(database, "orders_by_id").getTableType()).isEqualTo("INDEX_TABLE");
  }

  @Scenario
  void anIndexOfATakenNameIsRefused() throws Exception {
    created(table("orders"));
    client.createIndex(index("by_id"), data());
    assertThatThrownBy(() -> client.createIndex(index("by_id"), data()))
        .isInstanceOf(AlreadyExistsException.class);
  }

  @Scenario
  void theParametersOfAnIndexChange() throws Exception {
    created(table("orders"));
    client.createIndex(index("by_id"), data());
    Index changed = index("by_id");
    changed.putToParameters("k", "w");
    client.alter_index(database, "orders", "by_id", changed);
    assertThat(client.getIndex(database, "orders", "by_id").getParameters())
        .containsEntry("k", "w");
  }

  @Scenario
  void aDroppedIndexTakesItsDataWithIt() throws Exception {
    created(table("orders"));
    client.createIndex(index("by_id"), data());
    assertThat(client.dropIndex(database, "orders", "by_id", true)).isTrue();
    assertThat(client.getAllTables(database)).containsExactly("orders");
    assertThatThrownBy(() -> client.getIndex(database, "orders", "by_id"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.dropIndex(database, "orders", "by_id", true))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Scenario
  void aDroppedTableTakesItsIndexesWithIt() throws Exception {
    created(table("orders"));
    client.createIndex(index("by_id"), data());
    client.dropTable(database, "orders");
    assertThat(client.getAllTables(database)).isEmpty();
  }

  private Index index(String name) {
    return new Index(
        name,
        "org.example.Handler",
        database,
        "orders",
        0,
        0,
        "orders_by_id",
        storage(null),
        new HashMap<>(Map.of("k", "v")),
        true);
  }

  private Table data() {
    Table table = table("orders_by_id");
    table.setTableType("INDEX_TABLE");
    return table;
  }
}
