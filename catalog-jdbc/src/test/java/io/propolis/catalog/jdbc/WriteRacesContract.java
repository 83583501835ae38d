package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of two servers do everything at once to a few tables: a deadlock is resolved by the
 * server, and no client hears of it.
 */
abstract class WriteRacesContract {
  private static final int CLIENTS = 8;
  private static final int CALLS = 25;
  private static final int TABLES = 3;

  /** What a client may be told because another one was faster. */
  private static final EnumSet<Kind> LOST_RACES =
      EnumSet.of(Kind.NOT_FOUND, Kind.ALREADY_EXISTS, Kind.CONFLICT, Kind.INVALID);

  @TempDir private Path folder;

  abstract Given given();

  abstract StoreSettings beside();

  @Test
  void noDeadlockReachesAClient() throws Exception {
    long before = given().store.position();
    try (var second = JdbcCatalogStore.open(beside())) {
      boolean guest = beside().access() == StoreSettings.Access.GUEST;
      var servers = List.of(server(given().store), server(guest ? given().store : second));
      servers.get(0).databases().create(Database.named(DatabaseName.of("raced")));
      var clients =
          IntStream.range(0, CLIENTS)
              .<Callable<Integer>>mapToObj(i -> () -> calls(servers.get(i % 2), new Random(i)))
              .toList();
      var threads = Executors.newFixedThreadPool(CLIENTS);
      try {
        int done = 0;
        for (var client : threads.invokeAll(clients, 300, TimeUnit.SECONDS)) {
          done += client.get();
        }
        assertThat(done).isGreaterThan(CLIENTS);
      } finally {
        threads.shutdownNow();
      }
    }
    var changes = given().list(tx -> tx.changes().after(before, Integer.MAX_VALUE));
    assertThat(changes)
        .extracting(Change::position)
        .containsExactlyElementsOf(
            LongStream.rangeClosed(before + 1, given().store.position()).boxed().toList());
  }

  /**
   * Two wait for a table that somebody drops and makes anew: each finds a table that it has not
   * waited for. One of them drops that, and the other one hears that it is gone.
   */
  @Test
  void tableMadeAnewWhileItsNameWasWaitedForIsDroppedOnce() throws Exception {
    var given = given();
    var name = given.database().table("again");
    var threads = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        given.store.write(tx -> tx.tables().insert(dated(name), Given.AUTHOR));
        var droppers = new ArrayList<Future<Boolean>>();
        given.store.write(
            tx -> {
              tx.tables().delete(tx.tables().lock(name).orElseThrow());
              var made = tx.tables().insert(dated(name), Given.AUTHOR);
              long trips = given.store.roundTrips();
              droppers.add(threads.submit(() -> dropped(given, name)));
              droppers.add(threads.submit(() -> dropped(given, name)));
              if (!given.store.product().startsWith("SQLite")) {
                await().until(() -> given.store.roundTrips() >= trips + 2);
              }
              return made;
            });
        var outcomes = new ArrayList<Boolean>();
        for (var dropper : droppers) {
          outcomes.add(dropper.get(60, TimeUnit.SECONDS));
        }
        assertThat(outcomes).containsExactlyInAnyOrder(true, false);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean dropped(Given given, TableName name) {
    return given.store.write(
        tx -> {
          var found = tx.tables().lock(name);
          found.ifPresent(tx.tables()::delete);
          return found.isPresent();
        });
  }

  private Table dated(TableName name) {
    return Given.newTable(name.database(), name.name()).toBuilder()
        .partitionKeys(List.of(new Column("day", "string")))
        .location("file:" + folder.resolve(name.name()))
        .build();
  }

  private Session server(JdbcCatalogStore store) {
    var settings = CatalogSettings.withWarehouse("file:" + folder);
    return Catalog.open(store, Lakes.open(S3Settings.DEFAULT), Clock.systemUTC(), settings)
        .as(new Caller("ada", "test"));
  }

  /** Returns how many were not refused. */
  private int calls(Session session, Random random) {
    int done = 0;
    for (int i = 0; i < CALLS; i++) {
      try {
        call(session, random);
        done++;
      } catch (CatalogException e) {
        assertThat(e.kind()).as(e.getMessage()).isIn(LOST_RACES);
      }
    }
    return done;
  }

  private void call(Session session, Random random) {
    var name = TableName.of("raced", "t" + random.nextInt(TABLES));
    switch (random.nextInt(8)) {
      case 0, 1 -> create(session, name);
      case 2 -> session.tables().drop(name, DropData.KEEP_FILES);
      case 3 -> alter(session, name, random);
      case 4, 5 ->
          session.partitions().add(name, some(session, name, random), Existing.SKIP, Mode.KEEP);
      case 6 ->
          session
              .partitions()
              .drop(name, values(some(session, name, random)), Missing.SKIP, DropData.KEEP_FILES);
      default -> count(session, name, random);
    }
  }

  private void create(Session session, TableName name) {
    session.tables().create(dated(name), Mode.KEEP);
  }

  private static void alter(Session session, TableName name, Random random) {
    var table = session.tables().require(name);
    var other = TableName.of("raced", "t" + random.nextInt(TABLES));
    var wider = Given.layout("id", "amount", "c" + random.nextInt(3));
    session
        .tables()
        .alter(
            name,
            table.toBuilder().name(random.nextBoolean() ? name : other).layout(wider).build(),
            new AlterOptions(Cascade.PARTITIONS, Mode.KEEP, null));
  }

  /** In no order, so that two requests meet crosswise. */
  private static List<Partition> some(Session session, TableName name, Random random) {
    var layout = session.tables().require(name).layout();
    var partitions = new ArrayList<Partition>();
    random
        .ints(10, 0, 20)
        .distinct()
        .forEach(day -> partitions.add(Partition.of(List.of("d" + day), layout)));
    Collections.shuffle(partitions, random);
    return partitions;
  }

  private static List<List<String>> values(List<Partition> partitions) {
    return partitions.stream().map(Partition::values).toList();
  }

  private static void count(Session session, TableName name, Random random) {
    var statistics =
        new ColumnStatistics(
            "id",
            "bigint",
            ColumnStatistics.HIVE_ENGINE,
            1,
            new LongData(1L, 2L, 3, 4, Sketches.NONE));
    var partition = List.of("d" + random.nextInt(20));
    session.statistics().putPartitions(name, Map.of(partition, List.of(statistics)));
  }
}
