package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.cache.NotInMemoryException;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the catalog keeps in memory: bounded, and free of statements. */
abstract class CacheContract extends CachedCatalog {
  @Test
  void aHitCostsNoStatementBesideThePosition() {
    var session = node(given().store, 64 << 20);
    var database = database(session);
    var stored = session.tables().create(table(database.table("t")), Mode.KEEP);
    fill(session, stored, 500);
    var names = IntStream.range(0, 100).mapToObj(i -> "t" + i).toList();
    names.forEach(name -> session.tables().create(table(database.table(name)), Mode.KEEP));
    var some = IntStream.range(0, 200).mapToObj(i -> List.of("d" + i % 7, "" + i)).toList();
    var reads = new LinkedHashMap<String, Supplier<?>>();
    reads.put("database", () -> session.databases().find(database));
    reads.put("no database", () -> session.databases().find(DatabaseName.of("absent")));
    reads.put("names of databases", () -> session.databases().names("hive"));
    reads.put("table", () -> session.tables().find(stored.name()));
    reads.put("no table", () -> session.tables().find(database.table("absent")));
    reads.put("names of tables", () -> session.tables().names(database));
    reads.put("summaries", () -> session.tables().summaries(database));
    reads.put("tables by name", () -> session.tables().findAll(database, names));
    reads.put("all partitions", () -> session.partitions().list(stored.name(), -1).toList());
    reads.put("partition", () -> session.partitions().find(stored.name(), List.of("d0", "0")));
    reads.put("partitions by name", () -> session.partitions().findAll(stored.name(), some));
    reads.put("filter", () -> session.partitions().matching(stored.name(), hours(3, 9)));
    reads.put("pattern", () -> session.partitions().like(stored.name(), List.of("d3")));
    reads.values().forEach(Supplier::get);
    reads.forEach((what, read) -> assertThat(statements(read)).as(what).isZero());
  }

  @Test
  void aMissIsAConstantNumberOfStatements() {
    var writing = node(given().store, 64 << 20);
    var database = database(writing);
    var names = IntStream.range(0, 60).mapToObj(i -> "t" + i).toList();
    names.forEach(name -> writing.tables().create(table(database.table(name)), Mode.KEEP));
    var stored = writing.tables().require(database.table("t0"));
    fill(writing, stored, 900);
    var session = node(given().store, 64 << 20);
    session.tables().require(stored.name());
    // Beside the one that is kept, and where others write too the position is asked once more.
    assertThat(statements(() -> session.tables().findAll(database, names))).isBetween(2L, 3L);
    // The position, the tables of the database; the database itself.
    assertThat(statements(() -> session.tables().names(database))).isEqualTo(4);
    assertThat(statements(() -> session.partitions().matching(stored.name(), hours(3, 9))))
        .isEqualTo(2);
    // One that changed is read again: the position and that partition; who changed it knows it.
    writing
        .partitions()
        .add(stored.name(), List.of(partition(stored, "new", 5)), Existing.REFUSE, Mode.KEEP);
    assertThat(statements(() -> session.partitions().matching(stored.name(), hours(5, 5)).size()))
        .isEqualTo(2);
    assertThat(session.partitions().matching(stored.name(), hours(5, 5))).hasSize(2);
  }

  @Test
  void readsOfOneMomentAskForThePositionOnce() {
    var catalog = catalog(given().store, 64 << 20);
    var session = catalog.as(new Caller("ada", "test"));
    var database = database(session);
    var stored = session.tables().create(table(database.table("t")), Mode.KEEP);
    fill(session, stored, 10);
    session.partitions().matching(stored.name(), hours(3, 9));
    session.databases().require(database);

    long queries = given().store.positionQueries();
    int found =
        catalog.asOfOneMoment(
            () -> {
              session.databases().require(database);
              session.tables().require(stored.name());
              return session.partitions().matching(stored.name(), hours(3, 9)).size();
            });
    assertThat(found).isPositive();
    assertThat(given().store.positionQueries() - queries).isLessThanOrEqualTo(1);
  }

  @Test
  void whatIsReadFromMemoryIsFreshOrIsNotRead() {
    var catalog = catalog(given().store, 64 << 20);
    var session = catalog.as(new Caller("ada", "test"));
    var writing = node(given().store, 64 << 20);
    var database = database(writing);
    var stored = writing.tables().create(table(database.table("t")), Mode.KEEP);
    fill(writing, stored, 10);
    Runnable read =
        () -> {
          session.databases().require(database);
          session.tables().require(stored.name());
          session.partitions().matching(stored.name(), hours(0, 9)).size();
        };

    assertThatThrownBy(() -> catalog.fromMemory(read)).isInstanceOf(NotInMemoryException.class);
    read.run();
    assertThat(
            statements(
                () -> {
                  catalog.fromMemory(read);
                  return true;
                }))
        .isLessThanOrEqualTo(1);
    writing
        .partitions()
        .add(stored.name(), List.of(partition(stored, "new", 5)), Existing.REFUSE, Mode.KEEP);
    assertThatThrownBy(() -> catalog.fromMemory(read)).isInstanceOf(NotInMemoryException.class);
    // It failed nobody else, and left nothing behind.
    assertThat(session.partitions().matching(stored.name(), hours(5, 5))).hasSize(2);
    catalog.fromMemory(read);
    writing
        .tables()
        .alter(stored.name(), stored.toBuilder().owner("eve").build(), AlterOptions.PLAIN);
    // What this process has written itself need not be read back.
    catalog.fromMemory(
        () -> assertThat(session.tables().require(stored.name()).owner()).isEqualTo("eve"));
  }

  @Test
  void fewLookUpsDoNotReadAllPartitionsAndManyDo() {
    var writing = node(given().store, 64 << 20);
    var stored = writing.tables().create(table(database(writing).table("t")), Mode.KEEP);
    fill(writing, stored, 3_000);
    var session = node(given().store, 64 << 20);
    session.tables().require(stored.name());
    for (int i = 0; i < 5; i++) {
      int hour = i;
      assertThat(statements(() -> session.partitions().find(stored.name(), values(hour))))
          .isEqualTo(1);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(session.partitions().find(stored.name(), values(i))).isPresent();
    }
    assertThat(statements(() -> session.partitions().find(stored.name(), values(77)))).isZero();
  }

  private static List<String> values(int hour) {
    return List.of("d" + hour % 7, "" + hour);
  }

  @Test
  void memoryIsBoundedAndTheLongestUnusedGoFirst() {
    var writing = node(given().store, 64 << 20);
    var database = database(writing);
    var wide = Given.layout(IntStream.range(0, 60).mapToObj(i -> "c" + i).toArray(String[]::new));
    for (int i = 0; i < 60; i++) {
      writing
          .tables()
          .create(table(database.table("t" + i)).toBuilder().layout(wide).build(), Mode.KEEP);
    }
    long size = 200_000;
    var catalog = catalog(given().store, size);
    var session = catalog.as(new Caller("ada", "test"));
    for (int i = 0; i < 60; i++) {
      session.tables().require(database.table("t" + i));
      session.tables().require(database.table("t0"));
      assertThat(catalog.cachedBytes()).isBetween(1L, size);
    }
    assertThat(statements(() -> session.tables().require(database.table("t0")))).isZero();
    assertThat(statements(() -> session.tables().require(database.table("t59")))).isZero();
    assertThat(statements(() -> session.tables().require(database.table("t1")))).isPositive();
  }

  @Test
  void aTableTooLargeForMemoryAnswersTheSame() {
    var session = node(given().store, 64 << 20);
    var stored = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, stored, 2_500);
    var small = node(given().store, 4_000);
    assertThat(small.partitions().list(stored.name(), -1).toList())
        .isEqualTo(session.partitions().list(stored.name(), -1).toList());
    assertThat(small.partitions().matching(stored.name(), hours(100, 1_700)))
        .hasSize(1_601)
        .isEqualTo(session.partitions().matching(stored.name(), hours(100, 1_700)));
    assertThat(small.partitions().like(stored.name(), List.of("d3")))
        .isEqualTo(session.partitions().like(stored.name(), List.of("d3")));
    assertThat(small.partitions().like(stored.name(), List.of("", "17")))
        .isEqualTo(session.partitions().like(stored.name(), List.of("", "17")));
    assertThat(small.partitions().listMatching(stored.name(), hours(0, 2_499), 7).toList())
        .isEqualTo(session.partitions().listMatching(stored.name(), hours(0, 2_499), 7).toList());
    assertThat(small.partitions().values(stored.name()))
        .isEqualTo(session.partitions().values(stored.name()));
    assertThat(small.partitions().find(stored.name(), values(5))).isPresent();
    var list = small.partitions().list(stored.name(), -1);
    session
        .partitions()
        .drop(stored.name(), List.of(values(7)), Missing.REFUSE, DropData.KEEP_FILES);
    assertThatThrownBy(() -> list.forEach(partition -> {}))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("1 partitions of " + stored.name() + " were dropped");
    assertThat(small.partitions().list(stored.name(), -1).size()).isEqualTo(2_499);
  }

  @Test
  void manyChangesAtOnceAreFollowedWithoutForgettingTheRest() {
    var session = node(given().store, 64 << 20);
    var database = database(session);
    session.tables().create(table(database.table("kept")), Mode.KEEP);
    session.tables().require(database.table("kept"));
    Refusals.write(
        given().store,
        tx -> IntStream.range(0, 2_500).forEach(i -> tx.changes().append(Given.change("ada"))));
    session.databases().names("hive");
    assertThat(statements(() -> session.tables().require(database.table("kept")))).isZero();
  }
}
