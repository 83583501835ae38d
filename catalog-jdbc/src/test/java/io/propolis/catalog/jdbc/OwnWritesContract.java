package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.DropData;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.store.Transaction;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process has written itself it neither reads back nor takes for more than it is. */
abstract class OwnWritesContract {
  @TempDir private Path folder;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  private Session node(JdbcCatalogStore store) {
    return Catalog.open(
            store,
            Lakes.open(S3Settings.DEFAULT),
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")))
        .as(new Caller("ada", "test"));
  }

  private static DatabaseName database(Session session) {
    var name = DatabaseName.of("own" + session.databases().names("hive").size());
    session.databases().create(Database.named(name));
    return name;
  }

  private Table table(TableName name) {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("z", Given.AWKWARD);
    parameters.put("EXTERNAL", "TRUE");
    parameters.put("empty", "");
    return Table.builder(name)
        .type(TableType.EXTERNAL_TABLE)
        .owner("ada")
        .parameters(parameters)
        .extras(Map.of("kept", Given.AWKWARD))
        .location("file:" + folder.resolve(name.toString()))
        .layout(Given.layout("id", "amount"))
        .partitionKeys(List.of(new Column("day", "string")))
        .build();
  }

  private static void log(Transaction tx, Table before, Table after) {
    var change =
        new Change(
            0,
            42,
            "ada",
            ChangeKind.ALTER_TABLE,
            "hive",
            after.name().database().name(),
            after.name().name(),
            after.id(),
            after.version(),
            List.of(),
            Map.of());
    tx.changes().append(change, new OfTable(before, after));
  }

  /** Statements, without those that ask for the position. */
  private long statements(Supplier<?> read) {
    long before = given().store.statements() - given().store.positionQueries();
    read.get();
    return given().store.statements() - given().store.positionQueries() - before;
  }

  @Test
  void whatAChangeLeavesIsReadWithoutAStatementAndAsItIsStored() {
    var session = node(given().store);
    var name = database(session).table("t");
    var moved = name.database().table("moved");
    var steps = new LinkedHashMap<String, Supplier<Table>>();
    steps.put("created", () -> session.tables().create(table(name), Mode.KEEP));
    steps.put(
        "changed",
        () ->
            session.tables().alter(name, table(name).withParameter("a", "b"), AlterOptions.PLAIN));
    steps.put(
        "renamed",
        () ->
            session
                .tables()
                .alter(name, table(name).toBuilder().name(moved).build(), AlterOptions.PLAIN));
    steps.forEach(
        (step, change) -> {
          var written = change.get().name();
          assertThat(statements(() -> session.tables().require(written))).as(step).isZero();
          assertThat(Optional.of(session.tables().require(written)))
              .as(step)
              .isEqualTo(given().find(tx -> tx.tables().find(written)));
          assertThat(session.tables().require(written).parameters().keySet())
              .as(step + ": the order, too")
              .containsExactlyElementsOf(
                  given()
                      .find(tx -> tx.tables().find(written))
                      .orElseThrow()
                      .parameters()
                      .keySet());
        });
    assertThat(session.tables().find(name)).isEmpty();
    session.tables().drop(moved, DropData.KEEP_FILES);
    assertThat(session.tables().find(moved)).isEmpty();
  }

  /** One transaction may change a table again, or give its database another name. */
  @Test
  void whatATransactionLeavesIsWhatItDidLast() {
    var session = node(given().store);
    var name = database(session).table("t");
    session.tables().create(table(name), Mode.KEEP);
    Refusals.write(
        given().store,
        tx -> {
          var current = tx.tables().lock(name).orElseThrow();
          var logged =
              tx.tables()
                  .update(
                      current,
                      current.withParameter("k", "1"),
                      ChangeKind.ALTER_TABLE,
                      Given.AUTHOR);
          log(tx, current, logged);
          tx.tables()
              .update(logged, logged.withParameter("k", "2"), ChangeKind.ALTER_TABLE, Given.AUTHOR);
        });
    assertThat(session.tables().require(name).parameters()).containsEntry("k", "2");
    var statistics =
        new ColumnStatistics(
            "id",
            "string",
            ColumnStatistics.HIVE_ENGINE,
            1,
            new LongData(1L, 2L, 3, 4, Sketches.NONE));
    session.statistics().putTable(name, List.of(statistics));
    assertThat(Optional.of(session.tables().require(name)))
        .isEqualTo(given().find(tx -> tx.tables().find(name)));
    var renamed = DatabaseName.of(name.database().name() + "_renamed");
    Refusals.write(
        given().store,
        tx -> {
          var current = tx.tables().lock(name).orElseThrow();
          var logged =
              tx.tables()
                  .update(
                      current,
                      current.withParameter("k", "3"),
                      ChangeKind.ALTER_TABLE,
                      Given.AUTHOR);
          log(tx, current, logged);
          tx.databases().update(name.database(), Database.named(renamed));
        });
    assertThat(session.tables().find(name)).isEmpty();
  }

  @Test
  void whatWasTakenBackIsNotKept() {
    var session = node(given().store);
    var name = database(session).table("t");
    session.tables().create(table(name), Mode.KEEP);
    var before = session.tables().require(name);
    Refusals.assertRefused(
        given().store,
        Kind.NOT_FOUND,
        "nothing",
        tx -> {
          var current = tx.tables().lock(name).orElseThrow();
          var logged =
              tx.tables()
                  .update(
                      current,
                      current.withParameter("k", "1"),
                      ChangeKind.ALTER_TABLE,
                      Given.AUTHOR);
          log(tx, current, logged);
          throw CatalogException.notFound(Entity.TABLE, "nothing");
        });
    session.databases().create(Database.named(DatabaseName.of(name.database().name() + "_next")));
    assertThat(session.tables().require(name)).isEqualTo(before);
  }

  @Test
  void aChangeBuildsOnTheNewestVersionHoweverOldWhatIsKept() {
    if (beside().access() == StoreSettings.Access.GUEST) {
      return; // nobody else changes an embedded database
    }
    try (var second = JdbcCatalogStore.open(beside())) {
      var here = node(given().store);
      var there = node(second);
      var name = database(here).table("t");
      here.tables().create(table(name), Mode.KEEP);
      here.tables().require(name);
      var theirs =
          there.tables().alter(name, table(name).withParameter("by", "them"), AlterOptions.PLAIN);
      long log = given().store.position();
      // Asks for no position: what is kept here is one version behind.
      var ours =
          here.tables().alter(name, table(name).withParameter("by", "us"), AlterOptions.PLAIN);
      assertThat(ours.version()).isEqualTo(theirs.version() + 1);
      assertThat(given().map(tx -> tx.changes().objects(List.of(log + 1))))
          .containsValue(new OfTable(theirs, ours));
      assertThat(there.tables().require(name)).isEqualTo(ours);
      there.tables().drop(name, DropData.KEEP_FILES);
      var again = there.tables().create(table(name), Mode.KEEP);
      var last =
          here.tables().alter(name, table(name).withParameter("by", "us"), AlterOptions.PLAIN);
      assertThat(last.id()).isEqualTo(again.id());
    }
  }

  @Test
  void whatIsExpectedIsHeldAgainstTheNewestVersion() {
    if (beside().access() == StoreSettings.Access.GUEST) {
      return; // nobody else changes an embedded database
    }
    try (var second = JdbcCatalogStore.open(beside())) {
      var here = node(given().store);
      var there = node(second);
      var name = database(here).table("t");
      here.tables().create(table(name).withParameter("pointer", "1"), Mode.KEEP);
      here.tables().require(name);
      there.tables().alter(name, table(name).withParameter("pointer", "2"), expecting("1"));
      assertThatThrownBy(
              () ->
                  here.tables()
                      .alter(name, table(name).withParameter("pointer", "x"), expecting("1")))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT));
      there.tables().alter(name, table(name).withParameter("pointer", "3"), expecting("2"));
      here.tables().alter(name, table(name).withParameter("pointer", "4"), expecting("3"));
      assertThat(there.tables().require(name).parameters()).containsEntry("pointer", "4");
      assertThat(there.tables().versions(name)).hasSize(4);
    }
  }

  private static AlterOptions expecting(String pointer) {
    return AlterOptions.PLAIN.expecting(new Expected.Parameter("pointer", pointer));
  }

  /** Its version is the same then. */
  @Test
  void aTableWhoseDatabaseHasAnotherNameIsNotChangedUnderTheOldOne() {
    if (beside().access() == StoreSettings.Access.GUEST) {
      return; // nobody else changes an embedded database
    }
    try (var second = JdbcCatalogStore.open(beside())) {
      var here = node(given().store);
      var there = node(second);
      var name = database(here).table("t");
      here.tables().create(table(name), Mode.KEEP);
      here.tables().require(name);
      var before = there.databases().require(name.database());
      var renamed = DatabaseName.of(name.database().name() + "_renamed");
      Refusals.write(second, tx -> tx.databases().update(before.name(), Database.named(renamed)));
      long log = given().store.position();
      assertThatThrownBy(
              () ->
                  here.tables()
                      .alter(name, table(name).withParameter("a", "b"), AlterOptions.PLAIN))
          .isInstanceOfSatisfying(
              CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
      assertThat(given().store.position()).isEqualTo(log);
      assertThat(given().find(tx -> tx.tables().find(renamed.table("t"))).orElseThrow().version())
          .isZero();
    }
  }
}
