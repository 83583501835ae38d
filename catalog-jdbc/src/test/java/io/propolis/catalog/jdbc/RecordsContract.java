package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.connectors.DataConnector;
import io.propolis.catalog.model.indexes.TableIndex;
import io.propolis.catalog.store.PartitionMarks.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Data connectors, indexes, marks of partitions and metadata of files. */
abstract class RecordsContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  @Test
  void aConnectorComesBackAsItWasStoredAndChanged() {
    var name = "c" + given().database().name();
    var connector =
        new DataConnector(
            name, "mysql", AWKWARD, AWKWARD, Map.of(AWKWARD, AWKWARD), "ada", OwnerType.ROLE, 7);
    var bare = new DataConnector("0" + name, null, null, null, Map.of(), null, OwnerType.USER, 0);
    write(store(), tx -> tx.connectors().insert(connector));
    write(store(), tx -> tx.connectors().insert(bare));
    assertThat(given().find(tx -> tx.connectors().find(name))).contains(connector);
    assertThat(given().find(tx -> tx.connectors().find("0" + name))).contains(bare);
    assertThat(given().list(tx -> tx.connectors().names())).containsSubsequence("0" + name, name);
    assertRefused(store(), ALREADY_EXISTS, name, tx -> tx.connectors().insert(connector));

    var changed = connector.changedTo(bare);
    write(store(), tx -> tx.connectors().update(changed));
    assertThat(given().find(tx -> tx.connectors().find(name))).contains(changed);
    write(store(), tx -> tx.connectors().delete(name));
    assertRefused(store(), NOT_FOUND, name, tx -> tx.connectors().delete(name));
    assertRefused(store(), NOT_FOUND, name, tx -> tx.connectors().update(changed));
  }

  @Test
  void databasesAreFoundByTheirConnector() {
    var local = given().database();
    var connector = "to_" + local.name();
    var remote =
        Database.named(io.propolis.catalog.model.DatabaseName.of("r" + local.name()))
            .withRemote(new Database.Remote(connector, null));
    write(store(), tx -> tx.databases().insert(remote));
    assertThat(given().list(tx -> tx.connectors().databases(connector)))
        .containsExactly(remote.name());
    write(store(), tx -> tx.databases().update(remote.name(), remote.withRemote(null)));
    assertThat(given().list(tx -> tx.connectors().databases(connector))).isEmpty();
  }

  private static TableIndex index(Table table, String name, TableName data) {
    return new TableIndex(
        table.name(),
        name,
        "org.example.Handler",
        17,
        18,
        data,
        Given.layout("id", AWKWARD),
        "s3://lake/" + AWKWARD,
        Map.of("k", AWKWARD),
        true);
  }

  @Test
  void indexesStayWithTheirTablesAndGoWithThem() {
    var database = given().database();
    var table = given().table(database, "orders");
    var data = given().table(database, "orders_by_id");
    var second = index(table, "b", null);
    var first = index(table, "A" + AWKWARD, data.name());
    write(store(), tx -> tx.indexes().insert(table, Optional.empty(), second));
    write(store(), tx -> tx.indexes().insert(table, Optional.of(data), first));
    assertThat(given().list(tx -> tx.indexes().of(table))).containsExactly(first, second);
    assertThat(given().find(tx -> tx.indexes().find(table, first.name()))).contains(first);
    assertThat(is(tx -> tx.indexes().holdsData(data))).isTrue();
    assertThat(is(tx -> tx.indexes().holdsData(table))).isFalse();
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "orders.b",
        tx -> tx.indexes().insert(table, Optional.empty(), second));

    var changed = second.withParameters(Map.of());
    write(store(), tx -> tx.indexes().update(table, changed));
    assertThat(given().find(tx -> tx.indexes().find(table, "B"))).contains(changed);
    write(store(), tx -> tx.indexes().delete(table, "b"));
    assertRefused(store(), NOT_FOUND, "orders.b", tx -> tx.indexes().delete(table, "b"));
    assertRefused(store(), NOT_FOUND, "orders.b", tx -> tx.indexes().update(table, changed));

    write(store(), tx -> tx.tables().delete(data));
    assertThat(given().list(tx -> tx.indexes().of(table)))
        .extracting(TableIndex::indexTable)
        .containsOnlyNulls();
    write(store(), tx -> tx.tables().delete(table));
    assertThat(given().list(tx -> tx.indexes().of(table))).isEmpty();
  }

  private boolean is(Function<io.propolis.catalog.store.Transaction, Boolean> question) {
    return store().<Boolean>read(question::apply);
  }

  @Test
  void theFirstIdentityStays() {
    var first = UUID.randomUUID();
    write(store(), tx -> tx.identity().claim(first));
    var kept = given().find(tx -> tx.identity().find()).orElseThrow();
    write(store(), tx -> tx.identity().claim(UUID.randomUUID()));
    assertThat(given().find(tx -> tx.identity().find())).contains(kept);
  }

  @Test
  void marksAreOfValuesAndGoWithTheirTable() {
    var table = given().partitionedTable("orders");
    var values = List.of(AWKWARD, "a\",\"b");
    for (int i = 0; i < 2; i++) {
      write(store(), tx -> tx.partitionMarks().mark(table, values, Event.LOAD_DONE));
    }
    assertThat(is(tx -> tx.partitionMarks().isMarked(table, values, Event.LOAD_DONE))).isTrue();
    assertThat(
            is(
                tx ->
                    tx.partitionMarks()
                        .isMarked(table, List.of(AWKWARD.strip(), "a"), Event.LOAD_DONE)))
        .isFalse();
    write(store(), tx -> tx.tables().delete(table));
    assertThat(is(tx -> tx.partitionMarks().isMarked(table, values, Event.LOAD_DONE))).isFalse();
  }

  @Test
  void metadataOfFilesIsReplacedAndRemoved() {
    var ids = LongStream.range(-5, 2500).boxed().toList();
    var all = ids.stream().collect(Collectors.toMap(id -> id, id -> new byte[] {0, -1}));
    all.put(7L, new byte[0]);
    all.put(8L, new byte[200_000]);
    write(store(), tx -> tx.fileMetadata().put(all));
    write(store(), tx -> tx.fileMetadata().put(Map.of(9L, new byte[] {9})));
    var found = given().map(tx -> tx.fileMetadata().find(ids));
    assertThat(found).hasSize(ids.size());
    assertThat(found.get(-5L)).containsExactly(0, -1);
    assertThat(found.get(7L)).isEmpty();
    assertThat(found.get(8L)).hasSize(200_000);
    assertThat(found.get(9L)).containsExactly(9);

    write(store(), tx -> tx.fileMetadata().delete(ids.subList(0, 2000)));
    assertThat(given().map(tx -> tx.fileMetadata().find(ids))).hasSize(ids.size() - 2000);
    assertThat(given().map(tx -> tx.fileMetadata().find(List.of()))).isEmpty();
  }
}
