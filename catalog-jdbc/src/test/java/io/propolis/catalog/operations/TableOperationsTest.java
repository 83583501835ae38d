package io.propolis.catalog.operations;

import static io.propolis.catalog.operations.GivenCatalog.LAYOUT;
import static io.propolis.catalog.operations.GivenCatalog.partition;
import static io.propolis.catalog.operations.GivenCatalog.path;
import static io.propolis.catalog.operations.GivenCatalog.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Archive;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.TableOperations.Expected;
import io.propolis.catalog.TableOperations.KeyChange;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.WriteStamps.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableOperationsTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.database("sales");
  }

  @AfterEach
  void close() {
    given.close();
  }

  private static void assertKind(Kind kind, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void aManagedTableGetsItsFolderAndNoStatisticsOfIt() {
    var table = given.managedTable("Sales", "Orders");
    assertThat(table.name()).isEqualTo(ORDERS);
    assertThat(path(table.location())).isDirectory().endsWith(Path.of("sales.db", "orders"));
    assertThat(table.parameters()).doesNotContainKeys("numFiles", "totalSize");
    assertThat(given.session().tables().require(ORDERS)).isEqualTo(table);
  }

  @Test
  void aSecondTableOfTheNameIsRefusedAndTheFirstStays() {
    var table = given.managedTable("sales", "orders");
    assertKind(Kind.ALREADY_EXISTS, () -> given.managedTable("sales", "ORDERS"));
    assertThat(given.session().tables().require(ORDERS)).isEqualTo(table);
    assertThat(path(table.location())).isDirectory();
  }

  @Test
  void aTableInAnAbsentDatabaseLeavesNoFolder() {
    assertKind(Kind.NOT_FOUND, () -> given.managedTable("nowhere", "orders"));
    assertThat(given.warehouse.resolve("nowhere.db")).doesNotExist();
  }

  @Test
  void droppingAManagedTableRemovesItsFiles() {
    var table = given.managedTable("sales", "orders");
    var file = write(path(table.location()).resolve("part-0"), "x");
    given.session().tables().drop(ORDERS, DropData.DELETE_FILES);
    assertThat(file).doesNotExist();
    assertThat(path(table.location())).doesNotExist();
    assertThat(given.session().tables().find(ORDERS)).isEmpty();
  }

  @Test
  void droppingKeepsFilesWhenTheClientSaysSo() {
    var table = given.managedTable("sales", "orders");
    var file = write(path(table.location()).resolve("part-0"), "x");
    given.session().tables().drop(ORDERS, DropData.KEEP_FILES);
    assertThat(file).exists();
  }

  @Test
  void droppingATableKeepsFilesOfExternalTables() {
    var file = write(folder.resolve("elsewhere/part-0"), "x");
    given.externalTable("sales", "orders", file.getParent());
    given.session().tables().drop(ORDERS, DropData.DELETE_FILES);
    assertThat(file).exists();
  }

  @Test
  void aTableAtTheRootOfItsDatabaseNeverTakesTheDatabaseWithIt() {
    var neighbour = given.managedTable("sales", "neighbour");
    var root = given.warehouse.resolve("sales.db");
    given
        .session()
        .tables()
        .create(Table.builder(ORDERS).layout(LAYOUT).location("file:" + root).build(), Mode.KEEP);
    given.session().tables().drop(ORDERS, DropData.DELETE_FILES);
    assertThat(path(neighbour.location())).isDirectory();
  }

  @Test
  void aDatabaseIsKnownInBothSpellingsOfItsFolder() {
    var neighbour = given.managedTable("sales", "neighbour");
    var root = given.warehouse.resolve("sales.db");
    given
        .session()
        .tables()
        .create(Table.builder(ORDERS).layout(LAYOUT).location("file://" + root).build(), Mode.KEEP);
    given.session().tables().drop(ORDERS, DropData.DELETE_FILES);
    assertThat(path(neighbour.location())).isDirectory();
  }

  @Test
  void everyChangeKeepsAVersionAndItsAuthor() {
    var table = given.managedTable("sales", "orders");
    given.session().tables().alter(ORDERS, table.withParameter("a", "1"), AlterOptions.PLAIN);
    given.session().tables().alter(ORDERS, table.withParameter("a", "2"), AlterOptions.PLAIN);
    var versions = given.session().tables().versions(ORDERS);
    assertThat(versions).extracting(v -> v.table().version()).containsExactly(2L, 1L, 0L);
    assertThat(versions)
        .extracting(v -> v.table().parameters().get("a"))
        .containsExactly("2", "1", null);
    assertThat(versions).allSatisfy(v -> assertThat(v.changedBy()).isEqualTo("ada"));
    assertThat(versions.get(2).change()).isEqualTo(ChangeKind.CREATE_TABLE);
  }

  @Test
  void renamingMovesTheFolderAndThePartitionsWithIt() {
    given.partitionedTable("sales", "orders", "day");
    given.session().partitions().add(ORDERS, List.of(partition("1")), Existing.REFUSE, Mode.UPDATE);
    var table = given.session().tables().require(ORDERS);
    var file = write(path(table.location()).resolve("day=1/part-0"), "x");
    var renamed = TableName.of("sales", "purchases");
    var stored =
        given
            .session()
            .tables()
            .alter(ORDERS, table.toBuilder().name(renamed).build(), AlterOptions.PLAIN);
    assertThat(file).doesNotExist();
    assertThat(path(stored.location())).endsWith(Path.of("sales.db", "purchases"));
    var moved = given.session().partitions().find(renamed, List.of("1")).orElseThrow();
    assertThat(path(moved.location()).resolve("part-0")).exists();
    assertThat(given.session().tables().find(ORDERS)).isEmpty();
    assertThat(stored.id()).isEqualTo(table.id());
  }

  @Test
  void renamingMovesPartitionsWhoseFolderIsSpelledOtherwise() {
    given.partitionedTable("sales", "orders", "day");
    var table = given.session().tables().require(ORDERS);
    var folder = path(table.location()).resolve("day=1");
    write(folder.resolve("part-0"), "x");
    var spelled = partition("1").withLocation("file://" + folder);
    given.session().partitions().add(ORDERS, List.of(spelled), Existing.REFUSE, Mode.UPDATE);
    var renamed = TableName.of("sales", "purchases");
    var requested =
        table.toBuilder().name(renamed).location("file://" + path(table.location())).build();
    given.session().tables().alter(ORDERS, requested, AlterOptions.PLAIN);
    var moved = given.session().partitions().find(renamed, List.of("1")).orElseThrow();
    assertThat(path(moved.location()).resolve("part-0")).exists();
    assertThat(folder).doesNotExist();
  }

  @Test
  void renamingOntoAnotherTableIsRefusedAndMovesNothing() {
    var table = given.managedTable("sales", "orders");
    given.managedTable("sales", "taken");
    assertKind(
        Kind.ALREADY_EXISTS,
        () ->
            given
                .session()
                .tables()
                .alter(
                    ORDERS,
                    table.toBuilder().name(TableName.of("sales", "taken")).build(),
                    AlterOptions.PLAIN));
    assertThat(path(table.location())).isDirectory();
  }

  @Test
  void renamingIntoAnAbsentDatabaseMovesNothing() {
    var table = given.managedTable("sales", "orders");
    assertKind(
        Kind.NOT_FOUND,
        () ->
            given
                .session()
                .tables()
                .alter(
                    ORDERS,
                    table.toBuilder().name(TableName.of("nowhere", "orders")).build(),
                    AlterOptions.PLAIN));
    assertThat(path(table.location())).isDirectory();
    assertThat(given.session().tables().find(ORDERS)).contains(table);
  }

  @Test
  void movingATableLeavesItsPartitionsWhereTheyAre() {
    var table = given.partitionedTable("sales", "orders", "day");
    given.session().partitions().add(ORDERS, List.of(partition("1")), Existing.REFUSE, Mode.UPDATE);
    var before = given.session().partitions().find(ORDERS, List.of("1")).orElseThrow();
    given
        .session()
        .tables()
        .alter(
            ORDERS,
            table.toBuilder().location("file:" + folder.resolve("new")).build(),
            AlterOptions.PLAIN);
    assertThat(given.session().partitions().find(ORDERS, List.of("1")).orElseThrow().location())
        .isEqualTo(before.location());
  }

  @Test
  void newColumnsReachPartitionsOnlyWithCascade() {
    var table = given.partitionedTable("sales", "orders", "day");
    given
        .session()
        .partitions()
        .add(ORDERS, List.of(partition("1"), partition("2")), Existing.REFUSE, Mode.UPDATE);
    var wider =
        LAYOUT.withColumns(
            List.of(
                new Column("id", "bigint"),
                new Column("name", "string"),
                new Column("price", "double")));
    var changed = table.toBuilder().layout(wider).build();
    given.session().tables().alter(ORDERS, changed, AlterOptions.PLAIN);
    assertThat(given.session().partitions().find(ORDERS, List.of("1")).orElseThrow().layout())
        .isEqualTo(LAYOUT);
    given
        .session()
        .tables()
        .alter(ORDERS, changed, new AlterOptions(Cascade.PARTITIONS, Mode.KEEP, null));
    assertThat(given.session().partitions().find(ORDERS, List.of("2")).orElseThrow().layout())
        .isEqualTo(wider);
  }

  @Test
  void aSkippedVersionIsForgottenWithTheChangeThatReplacesIt() {
    var table = given.partitionedTable("sales", "orders", "day");
    var tables = given.session().tables();
    var skipping =
        new AlterOptions(
            Cascade.TABLE_ONLY, Mode.KEEP, null, Writer.NONE, Archive.SKIP, KeyChange.REFUSED);
    tables.alter(ORDERS, table.withParameter("k", "1"), AlterOptions.PLAIN);
    tables.alter(ORDERS, table.withParameter("k", "2"), skipping);
    assertThat(versions()).containsExactly(2L, 0L);

    assertThat(given.session().tableVersions().forget(ORDERS, List.of(0L, 7L))).containsExactly(0L);
    assertThat(versions()).containsExactly(2L);
    assertThatThrownBy(() -> given.session().tableVersions().forget(ORDERS, List.of(2L)))
        .hasMessage("Version 2 of sales.orders is the present one");
  }

  @Test
  void keysChangeWhereThatIsAskedForAndNoPartitionStands() {
    var table = given.partitionedTable("sales", "orders", "day");
    var session = given.session();
    session
        .partitions()
        .add(ORDERS, List.of(Partition.of(List.of("1"), LAYOUT)), Existing.REFUSE, Mode.KEEP);
    var keys = List.of(new Column("region", "string"), new Column("hour", "int"));
    var changed = table.toBuilder().partitionKeys(keys).build();
    var free =
        new AlterOptions(
            Cascade.TABLE_ONLY,
            Mode.KEEP,
            null,
            Writer.NONE,
            Archive.KEEP,
            KeyChange.WITHOUT_PARTITIONS);
    assertThatThrownBy(() -> session.tables().alter(ORDERS, changed, free))
        .hasMessageContaining("partition keys can not be changed");

    session.partitions().drop(ORDERS, List.of(List.of("1")), Missing.REFUSE, DropData.KEEP_FILES);
    assertThatThrownBy(() -> session.tables().alter(ORDERS, changed, AlterOptions.PLAIN))
        .hasMessageContaining("partition keys can not be changed");
    session.tables().alter(ORDERS, changed, free);

    assertThat(session.tables().require(ORDERS).partitionKeys()).isEqualTo(keys);
    session
        .partitions()
        .add(ORDERS, List.of(Partition.of(List.of("eu", "7"), LAYOUT)), Existing.REFUSE, Mode.KEEP);
    assertThat(session.partitions().find(ORDERS, List.of("eu", "7"))).isPresent();
    assertThat(session.partitions().listLike(ORDERS, List.of("", "7"), 9).size()).isEqualTo(1);
  }

  private List<Long> versions() {
    return given.session().tableVersions().all(ORDERS).stream()
        .map(version -> version.table().version())
        .toList();
  }

  @Test
  void withoutFilesNoFolderIsMadeAndAnyLocationIsKept() {
    var session = given.catalog.withoutFiles(Caller.SYSTEM);
    session.databases().create(Database.named(DatabaseName.of("elsewhere")));
    var table =
        session
            .tables()
            .create(
                Table.builder(TableName.of("elsewhere", "t")).location("gs://bucket/t").build(),
                Mode.KEEP);

    assertThat(table.location()).isEqualTo("gs://bucket/t");
    var folder = session.databases().require(DatabaseName.of("elsewhere")).location();
    assertThat(given.catalog.files().exists(String.valueOf(folder))).isFalse();
  }

  @Test
  void ofManyWritersWithTheSameExpectationExactlyOneWins() throws Exception {
    var table =
        given
            .session()
            .tables()
            .create(
                Table.builder(ORDERS)
                    .layout(LAYOUT)
                    .build()
                    .withParameter("metadata_location", "m0"),
                Mode.KEEP);
    var expected = AlterOptions.PLAIN.expecting(new Expected.Parameter("metadata_location", "m0"));
    var attempts = new ArrayList<Callable<Boolean>>();
    for (int i = 1; i <= 16; i++) {
      var next = table.withParameter("metadata_location", "m" + i);
      attempts.add(
          () -> {
            try {
              given.session().tables().alter(ORDERS, next, expected);
              return true;
            } catch (CatalogException e) {
              assertThat(e.kind()).isEqualTo(Kind.CONFLICT);
              assertThat(e)
                  .hasMessageStartingWith(
                      "The table has been modified. The parameter value for key 'metadata_location'"
                          + " is");
              return false;
            }
          });
    }
    var pool = Executors.newFixedThreadPool(8);
    try {
      int winners = 0;
      for (var attempt : pool.invokeAll(attempts)) {
        winners += attempt.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(given.session().tables().require(ORDERS).version()).isEqualTo(1);
  }

  @Test
  void aStaleVersionIsRefused() {
    var table = given.managedTable("sales", "orders");
    given.session().tables().alter(ORDERS, table, AlterOptions.PLAIN);
    assertKind(
        Kind.CONFLICT,
        () ->
            given
                .session()
                .tables()
                .alter(ORDERS, table, AlterOptions.PLAIN.expecting(new Expected.Version(0))));
  }

  @Test
  void everyReadSeesTheNewestAcknowledgedChange() {
    var table = given.managedTable("sales", "orders");
    for (int i = 0; i < 50; i++) {
      var value = Integer.toString(i);
      given.session().tables().alter(ORDERS, table.withParameter("n", value), AlterOptions.PLAIN);
      assertThat(given.session().tables().require(ORDERS).parameter("n")).contains(value);
    }
  }

  @Test
  void theStatisticsOfFilesAreRefreshedUnlessTheClientAsksToKeepThem() throws Exception {
    var table = given.managedTable("sales", "orders");
    Files.writeString(path(table.location()).resolve("part-0"), "12345");
    Files.writeString(path(table.location()).resolve("_SUCCESS"), "");
    var kept =
        given
            .session()
            .tables()
            .alter(ORDERS, table.withParameter("DO_NOT_UPDATE_STATS", "true"), AlterOptions.PLAIN);
    assertThat(kept.parameters()).doesNotContainKeys("numFiles", "DO_NOT_UPDATE_STATS");
    var refreshed = given.session().tables().alter(ORDERS, table, AlterOptions.PLAIN);
    assertThat(refreshed.parameters())
        .containsEntry("numFiles", "1")
        .containsEntry("totalSize", "5");
  }
}
