package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.CONFLICT;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AUTHOR;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Given.newTable;
import static io.propolis.catalog.jdbc.Given.partition;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.Skew;
import io.propolis.catalog.model.SortColumn;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.TableVersion;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.store.TableSummary;
import io.propolis.catalog.store.Tables.Author;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

abstract class TablesContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private static Table full(TableName name) {
    Map<String, String> withNull = new HashMap<>(Map.of(AWKWARD, AWKWARD, "", ""));
    withNull.put("null", null);
    var columns =
        List.of(
            new Column("Id", "bigint", null),
            new Column(AWKWARD, "struct<a:int,b:array<string>>", AWKWARD, withNull));
    var layout =
        new StorageLayout(
            columns,
            "in",
            "out",
            true,
            16,
            new SerDe("name", "lib", withNull, "description", "s", "d", 1),
            List.of("Id"),
            List.of(new SortColumn("Id", 1), new SortColumn(AWKWARD, 0)),
            withNull,
            new Skew(
                List.of("Id"),
                List.of(List.of("1"), List.of(AWKWARD)),
                Map.of(List.of("1"), "s3://lake/one", List.of(AWKWARD), "s3://lake/two")),
            true);
    return new Table(
        name,
        0,
        0,
        TableType.MATERIALIZED_VIEW,
        AWKWARD,
        OwnerType.GROUP,
        123456789012345L,
        987654321098765L,
        Integer.MAX_VALUE,
        layout,
        "s3://lake/" + AWKWARD,
        List.of(new Column("day", "date", AWKWARD)),
        withNull,
        "SELECT '" + "x".repeat(200_000),
        AWKWARD,
        true,
        withNull);
  }

  @Test
  void aTableComesBackAsItWasStored() {
    var table = full(given().database().table("größe 😀"));
    var stored = store().write(tx -> tx.tables().insert(table, AUTHOR));
    assertThat(stored.id()).isPositive();
    assertThat(stored).isEqualTo(table.toBuilder().id(stored.id()).build());
    assertThat(given().find(tx -> tx.tables().find(table.name()))).contains(stored);
    assertThat(given().list(tx -> tx.tables().all(table.name().database())))
        .containsExactly(stored);
  }

  @Test
  void aNoteIsNoNewVersionAndVersionsComeInPages() {
    var database = given().database();
    var first = store().write(tx -> tx.tables().insert(newTable(database, "noted"), AUTHOR));
    var second =
        store()
            .write(
                tx ->
                    tx.tables()
                        .update(
                            first, first.withParameter("a", "1"), ChangeKind.ALTER_TABLE, AUTHOR));
    var noted =
        store()
            .write(
                tx -> {
                  var locked = tx.tables().lock(first.name()).orElseThrow();
                  return tx.tables().annotate(locked, Map.of("b", "2"), Map.of("x", AWKWARD));
                });
    assertThat(noted.version()).isEqualTo(second.version());
    assertThat(noted.parameters()).isEqualTo(Map.of("b", "2"));
    assertThat(given().find(tx -> tx.tables().find(first.name()))).contains(noted);
    var versions = given().list(tx -> tx.tables().versions(noted));
    assertThat(versions).extracting(TableVersion::table).containsExactly(noted, first);
    assertThat(given().list(tx -> tx.tables().versions(noted, 1, 5)))
        .extracting(TableVersion::table)
        .containsExactly(first);
    assertThat(given().list(tx -> tx.tables().versions(noted, Long.MAX_VALUE, 1))).hasSize(1);
  }

  @Test
  void parametersOfTenMegabytesAreStoredChangedAndToldOf() {
    var table = newTable(given().database(), "long").withParameter("schema", tenMegabytes(1));
    var first = store().write(tx -> tx.tables().insert(table, AUTHOR));
    var changed = first.withParameter("schema", tenMegabytes(2));
    var event =
        new Change(
            0,
            1,
            "ada",
            ChangeKind.ALTER_TABLE,
            "hive",
            null,
            null,
            null,
            null,
            List.of(),
            Map.of());
    LongSupplier position =
        store()
            .write(
                tx -> {
                  var second = tx.tables().update(first, changed, ChangeKind.ALTER_TABLE, AUTHOR);
                  return tx.changes().append(event, new OfTable(first, second));
                });
    var second = given().find(tx -> tx.tables().find(table.name())).orElseThrow();
    assertThat(second.parameters().equals(changed.parameters())).isTrue();
    long last = position.getAsLong();
    var objects = given().map(tx -> tx.changes().objects(List.of(last))).get(last);
    assertThat(new OfTable(first, second).equals(objects)).isTrue();
  }

  /** Letters, digits and quotes in no order, as encoded metadata has them. */
  private static String tenMegabytes(int seed) {
    var letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'\"";
    return new Random(seed)
        .ints(10 << 20, 0, letters.length())
        .collect(
            StringBuilder::new,
            (text, letter) -> text.append(letters.charAt(letter)),
            StringBuilder::append)
        .toString();
  }

  @Test
  void anEmptyViewComesBackAsItWasStored() {
    var view = Table.builder(given().database().table("v")).type(TableType.VIRTUAL_VIEW).build();
    var stored = store().write(tx -> tx.tables().insert(view, AUTHOR));
    assertThat(given().find(tx -> tx.tables().find(view.name()))).contains(stored);
  }

  @Test
  void layoutsOfEqualContentAreStoredOnce() {
    var database = given().database();
    var one = StorageLayout.EMPTY.withParameters(Map.of("once", database.name(), "a", "b"));
    var reordered = new LinkedHashMap<String, String>();
    reordered.put("a", "b");
    reordered.put("once", database.name());
    var other = StorageLayout.EMPTY.withParameters(reordered);
    var first = newTable(database, "one").toBuilder().layout(one).build();
    var second = newTable(database, "two").toBuilder().layout(other).build();
    write(store(), tx -> tx.tables().insert(first, AUTHOR));
    long before = store().statements();
    write(store(), tx -> tx.tables().insert(second, AUTHOR));
    assertThat(store().statements() - before)
        .as("table, its id, version and token, but no layout")
        .isLessThanOrEqualTo(4);
  }

  @Test
  void namesAndTablesAreSorted() {
    var database = given().database();
    for (var name : List.of("b", "a_c", "ab", "é", "a-c")) {
      given().table(database, name);
    }
    var sorted = List.of("a-c", "a_c", "ab", "b", "é");
    assertThat(given().list(tx -> tx.tables().names(database))).isEqualTo(sorted);
    assertThat(given().list(tx -> tx.tables().all(database)))
        .extracting(table -> table.name().name())
        .isEqualTo(sorted);
    assertThat(given().list(tx -> tx.tables().summaries(database)))
        .extracting(summary -> summary.name().name())
        .isEqualTo(sorted);
    assertThat(given().list(tx -> tx.tables().names(DatabaseName.of("absent")))).isEmpty();
  }

  @Test
  void aSummaryShowsWhatListingsNeed() {
    var table = full(given().database().table("listed"));
    var stored = store().write(tx -> tx.tables().insert(table, AUTHOR));
    var summary =
        new TableSummary(
            stored.name(),
            stored.type(),
            stored.owner(),
            stored.lastAccessedAt(),
            stored.parameters());
    assertThat(given().list(tx -> tx.tables().summaries("hive"))).contains(summary);
  }

  @Test
  void manyTablesAreFoundByNameWhateverTheirNumberAndOrder() {
    var database = given().database();
    write(
        store(),
        tx ->
            IntStream.range(0, 1100)
                .forEach(
                    i -> tx.tables().insert(newTable(database, "t%04d".formatted(i)), AUTHOR)));
    var wanted =
        new ArrayList<>(IntStream.range(0, 1100).mapToObj(i -> "T%04d".formatted(i)).toList());
    wanted.add("absent");
    wanted.add("t0001");
    Collections.reverse(wanted);
    assertThat(given().list(tx -> tx.tables().findAll(database, wanted)))
        .hasSize(1100)
        .extracting(table -> table.name().name())
        .isSorted();
    assertThat(given().list(tx -> tx.tables().findAll(database, List.of()))).isEmpty();
  }

  @Test
  void aTableIsRefusedTwiceAndInAnAbsentDatabase() {
    var table = given().table(given().database(), "orders");
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "Table already exists: " + table.name(),
        tx -> tx.tables().insert(table, AUTHOR));
    assertRefused(
        store(),
        NOT_FOUND,
        "Database not found: absent",
        tx -> tx.tables().insert(newTable(DatabaseName.of("absent"), "t"), AUTHOR));
  }

  @Test
  void everyChangeKeepsTheStateItMade() {
    var first = given().table(given().database(), "orders");
    var author = new Author("grace", 99);
    var wanted = first.toBuilder().layout(Given.layout("id", "amount", "extra")).build();
    var second =
        store().write(tx -> tx.tables().update(first, wanted, ChangeKind.ALTER_TABLE, author));
    assertThat(second.version()).isEqualTo(1);
    assertThat(given().find(tx -> tx.tables().find(first.name()))).contains(second);
    assertThat(given().list(tx -> tx.tables().versions(second)))
        .containsExactly(
            new TableVersion(second, ChangeKind.ALTER_TABLE, "grace", 99),
            new TableVersion(first, ChangeKind.CREATE_TABLE, AUTHOR.user(), AUTHOR.at()));
  }

  @Test
  void aStaleUpdateIsAConflict() {
    var first = given().table(given().database(), "orders");
    write(store(), tx -> tx.tables().update(first, first, ChangeKind.ALTER_TABLE, AUTHOR));
    assertRefused(
        store(),
        CONFLICT,
        first.name().toString(),
        tx -> tx.tables().update(first, first, ChangeKind.ALTER_TABLE, AUTHOR));
  }

  @Test
  void aTableMovesWithItsPartitions() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "2024-01-01", "1"));
    var target = given().database().table("moved");
    var wanted = table.toBuilder().name(target).location("s3://elsewhere").build();
    var moved =
        store().write(tx -> tx.tables().update(table, wanted, ChangeKind.ALTER_TABLE, AUTHOR));
    assertThat(given().find(tx -> tx.tables().find(table.name()))).isEmpty();
    assertThat(given().find(tx -> tx.tables().find(target))).contains(moved);
    assertThat(given().all(moved))
        .extracting(partition -> partition.location())
        .containsExactly("s3://elsewhere/day=2024-01-01/hour=1");
  }

  @Test
  void aTableIsNotRenamedOntoAnotherNorIntoAnAbsentDatabase() {
    var database = given().database();
    var one = given().table(database, "one");
    var two = given().table(database, "two");
    assertRefused(
        store(),
        ALREADY_EXISTS,
        two.name().toString(),
        tx ->
            tx.tables()
                .update(
                    one, one.toBuilder().name(two.name()).build(), ChangeKind.ALTER_TABLE, AUTHOR));
    var nowhere = DatabaseName.of("absent").table("one");
    assertRefused(
        store(),
        NOT_FOUND,
        "absent",
        tx ->
            tx.tables()
                .update(
                    one, one.toBuilder().name(nowhere).build(), ChangeKind.ALTER_TABLE, AUTHOR));
  }

  @Test
  void anIdIsNeverUsedAgain() {
    var database = given().database();
    var dropped = given().table(database, "orders");
    write(store(), tx -> tx.tables().delete(dropped));
    assertThat(given().table(database, "orders").id()).isGreaterThan(dropped.id());
  }

  @Test
  void droppingATableTakesItsVersionsAndPartitions() {
    var table = given().partitionedTable("orders");
    given().addMany(table, 10);
    write(store(), tx -> tx.tables().delete(table));
    assertThat(given().list(tx -> tx.tables().versions(table))).isEmpty();
    assertThat(given().find(tx -> tx.tables().find(table.name()))).isEmpty();
    assertRefused(store(), NOT_FOUND, table.name().toString(), tx -> tx.tables().delete(table));
  }
}
