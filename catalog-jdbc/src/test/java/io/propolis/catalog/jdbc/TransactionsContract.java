package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

abstract class TransactionsContract {
  private static final int WRITERS = 4;
  private static final int WRITES = 25;

  /** Few, because PostgreSQL looks for a deadlock only after a second. */
  private static final int CROSSINGS = 3;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private boolean isGuest() {
    return beside().access() == StoreSettings.Access.GUEST;
  }

  @Test
  void aFailedWriteLeavesNothingBehind() {
    var name = DatabaseName.of("never");
    long before = store().position();
    assertThatThrownBy(
            () ->
                write(
                    store(),
                    tx -> {
                      tx.databases().insert(Database.named(name));
                      tx.changes().append(Given.change("ada"));
                      throw new IllegalArgumentException("no");
                    }))
        .hasMessage("no");
    assertThat(given().find(tx -> tx.databases().find(name))).isEmpty();
    assertThat(store().position()).isEqualTo(before);
  }

  @Test
  void anErrorThatTheWorkSwallowsStillFailsTheTransaction() {
    var standing = given().database();
    var other = DatabaseName.of(standing.name() + "_other");
    assertThatThrownBy(
            () ->
                write(
                    store(),
                    tx -> {
                      try {
                        tx.databases().insert(Database.named(standing));
                      } catch (RuntimeException e) {
                        assertThat(e).hasMessageContaining("already exists");
                      }
                      tx.databases().insert(Database.named(other));
                    }))
        .isInstanceOf(RuntimeException.class);
    assertThat(given().find(tx -> tx.databases().find(other))).isEmpty();
  }

  @Test
  void aReadingTransactionRefusesToWriteOrLock() {
    var name = given().database();
    for (var work :
        List.<Consumer<Transaction>>of(
            tx -> tx.databases().delete(name),
            tx -> tx.databases().lock(name),
            tx -> tx.changes().append(Given.change("ada")),
            tx -> tx.locks().serialise())) {
      assertThatThrownBy(
              () ->
                  store()
                      .read(
                          tx -> {
                            work.accept(tx);
                            return true;
                          }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("reading transaction");
    }
  }

  @Test
  void aTransactionNeitherNestsNorOutlivesItsWork() {
    assertThatThrownBy(() -> store().write(tx -> store().read(inner -> 1)))
        .isInstanceOf(IllegalStateException.class);
    var kept = new AtomicReference<Transaction>();
    store()
        .read(
            tx -> {
              kept.set(tx);
              return 1;
            });
    assertThatThrownBy(() -> kept.get().databases()).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aChangeComesBackAsItWasStored() {
    var change =
        new Change(
            0,
            42,
            Given.AWKWARD,
            ChangeKind.ADD_PARTITION,
            "hive",
            "d",
            "t",
            7L,
            8L,
            List.of(List.of(Given.AWKWARD, ""), List.of("b", "c")),
            Map.of(Change.RENAMED_FROM, Given.AWKWARD));
    long before = store().position();
    write(
        store(),
        tx -> {
          tx.changes().append(change);
          tx.changes().append(Given.change(""));
        });
    assertThat(store().position()).isEqualTo(before + 2);
    assertThat(given().number(tx -> tx.changes().position())).isEqualTo(before + 2);
    assertThat(given().list(tx -> tx.changes().after(before, 10)))
        .containsExactly(
            change.withPosition(before + 1), Given.change("").withPosition(before + 2));
    assertThat(given().list(tx -> tx.changes().after(before, 1))).hasSize(1);
  }

  @Test
  void forgettingChangesMovesNoPosition() {
    write(store(), tx -> tx.changes().append(Given.change("old")));
    long position = store().position();
    write(store(), tx -> tx.changes().forget(position));
    assertThat(given().list(tx -> tx.changes().after(0, 10))).isEmpty();
    write(store(), tx -> tx.changes().append(Given.change("new")));
    assertThat(given().list(tx -> tx.changes().after(0, 10)))
        .containsExactly(Given.change("new").withPosition(position + 1));
  }

  @Test
  void aSnapshotDoesNotMove() throws Exception {
    var name = given().database();
    var seen =
        store()
            .read(
                tx -> {
                  int before = tx.tables().names(name).size();
                  inAnotherThread(() -> given().table(name, "t"));
                  return List.of(before, tx.tables().names(name).size());
                });
    assertThat(seen).containsExactly(0, 0);
    assertThat(given().list(tx -> tx.tables().names(name))).hasSize(1);
  }

  private static void inAnotherThread(Callable<?> work) {
    var threads = Executors.newSingleThreadExecutor();
    try {
      threads.submit(work).get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nobodyLosesAnUpdateOfALockedTable() throws Exception {
    var table = given().table(given().database(), "counter");
    concurrently(
        writer ->
            store()
                .write(
                    tx -> {
                      var current = tx.tables().lock(table.name()).orElseThrow();
                      long count = Long.parseLong(current.parameter("count").orElse("0"));
                      var next = current.withParameter("count", "" + (count + 1));
                      return tx.tables()
                          .update(current, next, ChangeKind.ALTER_TABLE, Given.AUTHOR);
                    }));
    var last = store().read(tx -> tx.tables().find(table.name())).orElseThrow();
    assertThat(last.parameter("count")).contains("" + WRITERS * WRITES);
    assertThat(last.version()).isEqualTo(WRITERS * WRITES);
  }

  @Test
  void positionsHaveNoGapAndFollowTheOrderOfCommits() throws Exception {
    long before = store().position();
    try (var second = isGuest() ? null : JdbcCatalogStore.open(beside())) {
      var reading = new AtomicBoolean(true);
      var follower = Executors.newSingleThreadExecutor();
      var followed = follower.submit(() -> follow(before, reading));
      try {
        concurrently(
            writer -> {
              var own = second != null && writer % 2 == 0 ? second : store();
              var acknowledged =
                  own.write(
                      tx -> {
                        tx.changes().append(Given.change("w" + writer));
                        tx.changes().append(Given.change("w" + writer));
                        return true;
                      });
              // Whoever asks after the acknowledgement sees it, on every node.
              long position = own.position();
              assertThat(store().position()).isGreaterThanOrEqualTo(position);
              return acknowledged;
            });
      } finally {
        reading.set(false);
        follower.shutdown();
      }
      assertThat(followed.get(60, TimeUnit.SECONDS))
          .isEqualTo(
              LongStream.rangeClosed(before + 1, before + 2L * WRITERS * WRITES).boxed().toList());
    }
  }

  /** Positions in the order in which a reader of the log meets them. */
  private List<Long> follow(long from, AtomicBoolean writing) {
    var met = new ArrayList<Long>();
    long position = from;
    boolean more = true;
    while (more) {
      more = writing.get();
      long known = position;
      for (var change : store().read(tx -> tx.changes().after(known, 7))) {
        met.add(change.position());
        position = change.position();
        more = true;
      }
    }
    return met;
  }

  @Test
  void readersNeverSeeHalfATransaction() throws Exception {
    var name = given().database();
    var done = new AtomicBoolean();
    var reader = Executors.newSingleThreadExecutor();
    var halves =
        reader.submit(
            () -> {
              int half = 0;
              while (!done.get()) {
                half += store().read(tx -> tx.tables().names(name).size() % 2);
                half += store().read(tx -> tx.tables().all(name).size() % 2);
              }
              return half;
            });
    try {
      concurrently(
          writer -> {
            var prefix = "w" + Thread.currentThread().getId() + "_" + System.nanoTime();
            return store()
                .write(
                    tx -> {
                      tx.tables().insert(Given.newTable(name, prefix + "a"), Given.AUTHOR);
                      return tx.tables().insert(Given.newTable(name, prefix + "b"), Given.AUTHOR);
                    });
          });
    } finally {
      done.set(true);
      reader.shutdown();
    }
    assertThat(halves.get(60, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void writersThatMeetCrosswiseAllSucceed() throws Exception {
    var database = given().database();
    var one = given().table(database, "one").name();
    var two = given().table(database, "two").name();
    concurrently(
        CROSSINGS,
        writer ->
            store()
                .write(
                    tx -> {
                      var first = tx.tables().lock(writer % 2 == 0 ? one : two).orElseThrow();
                      touch(tx, first);
                      var second = tx.tables().lock(writer % 2 == 0 ? two : one).orElseThrow();
                      return touch(tx, second);
                    }));
    assertThat(given().find(tx -> tx.tables().find(one)).orElseThrow().version())
        .isEqualTo(WRITERS * CROSSINGS);
  }

  private static Table touch(Transaction tx, Table table) {
    return tx.tables().update(table, table, ChangeKind.ALTER_TABLE, Given.AUTHOR);
  }

  @Test
  void aLimitOnRunsHoldsForWritersOnSeveralStores() throws Exception {
    try (var other = JdbcCatalogStore.open(beside())) {
      for (int round = 0; round < WRITES; round++) {
        var subject = "limited-" + round;
        concurrently(1, writer -> startAlone(writer % 2 == 0 ? store() : other, subject, writer));
        assertThat(given().list(tx -> tx.runs().ofSubject(Run.Kind.JOB, subject, 9))).hasSize(1);
      }
    }
  }

  private static boolean startAlone(JdbcCatalogStore store, String subject, int writer) {
    var run = Run.starting(subject + "-" + writer, Run.Kind.JOB, subject, "manual", "node", 0, 0);
    return store.write(
        tx -> {
          tx.runs().serialise();
          boolean alone = tx.runs().ofSubject(Run.Kind.JOB, subject, 1).isEmpty();
          if (alone) {
            tx.runs().insert(run);
          }
          return alone;
        });
  }

  @Test
  void onlyOneOfManyCreatesTheSamePartitions() throws Exception {
    var table = given().partitionedTable("raced");
    var partitions = List.of(Given.partition(table, "a", "1"), Given.partition(table, "b", "1"));
    var refused = new AtomicInteger();
    concurrently(
        writer -> {
          try {
            write(store(), tx -> tx.partitions().insert(table, partitions));
          } catch (CatalogException e) {
            assertThat(e).hasMessageContaining("day=a/hour=1");
            refused.incrementAndGet();
          }
          return true;
        });
    assertThat(refused).hasValue(WRITERS * WRITES - 1);
    assertThat(given().all(table)).isEqualTo(partitions);
  }

  @Test
  void aSecondStoreSeesWhatTheFirstHasAcknowledged() {
    try (var second = JdbcCatalogStore.open(beside())) {
      var name = DatabaseName.of("seen_by_all");
      write(
          store(),
          tx -> {
            tx.databases().insert(Database.named(name));
            tx.changes().append(Given.change("ada"));
          });
      assertThat(second.position()).isEqualTo(store().position());
      assertThat(new Given(second).find(tx -> tx.databases().find(name))).isPresent();
    }
  }

  private interface Writer {
    Object write(int number) throws Exception;
  }

  /** {@link #WRITERS} threads of {@link #WRITES} calls each, begun at once. */
  private static void concurrently(Writer writer) throws Exception {
    concurrently(WRITES, writer);
  }

  private static void concurrently(int writes, Writer writer) throws Exception {
    var threads = Executors.newFixedThreadPool(WRITERS);
    var start = new CountDownLatch(WRITERS);
    try {
      var all = new ArrayList<Future<?>>();
      for (int i = 0; i < WRITERS; i++) {
        int number = i;
        all.add(
            threads.submit(
                () -> {
                  start.countDown();
                  start.await();
                  for (int w = 0; w < writes; w++) {
                    writer.write(number);
                  }
                  return true;
                }));
      }
      for (var one : all) {
        one.get(120, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
