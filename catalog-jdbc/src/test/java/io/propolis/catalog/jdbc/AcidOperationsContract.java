package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.LockOperations.Patience;
import io.propolis.catalog.LockOperations.Request;
import io.propolis.catalog.LockOperations.Written;
import io.propolis.catalog.Session;
import io.propolis.catalog.TxnCommit;
import io.propolis.catalog.TxnOperations.Opening;
import io.propolis.catalog.WriteIdOperations.Existing;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WriteId;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Transactions and locks under many clients at once, and what they cost. */
abstract class AcidOperationsContract {
  private static final int CLIENTS = 6;
  private static final int ROUNDS = 8;

  private final AtomicReference<Catalog> opened = new AtomicReference<>();

  abstract Given given();

  private Session session() {
    var catalog =
        opened.updateAndGet(
            known ->
                known != null
                    ? known
                    : Catalog.open(
                        given().store,
                        Lakes.open(S3Settings.DEFAULT),
                        Clock.systemUTC(),
                        CatalogSettings.withWarehouse(
                            "file:" + System.getProperty("java.io.tmpdir") + "/acid-warehouse")));
    return catalog.as(Caller.SYSTEM);
  }

  private static Opening opening(int count) {
    return new Opening(count, Txn.Kind.DEFAULT, "ada", "host", null, null, true);
  }

  private long open() {
    return session().txns().open(opening(1)).get(0);
  }

  private static Lock lock(long txn, Lock.Mode mode, String table, int components) {
    return new Lock(
        0,
        txn,
        Lock.State.WAITING,
        IntStream.range(0, components)
            .mapToObj(
                i ->
                    new Lock.Component(
                        i + 1, mode, "acid_ops", table, i == 0 ? null : "d=" + i, "UPDATE"))
            .toList(),
        "ada",
        "host",
        null,
        null,
        0,
        null);
  }

  private static Request update(long txn, String table, int partitions) {
    return new Request(
        lock(txn, Lock.Mode.SHARED_WRITE, table, partitions),
        Patience.WAIT,
        IntStream.range(0, partitions)
            .mapToObj(i -> new Written("acid_ops", table, "d=" + i, Operation.UPDATE))
            .toList());
  }

  private static <T> List<T> together(List<Callable<T>> work) throws Exception {
    var threads = Executors.newFixedThreadPool(work.size());
    try {
      var results = new ArrayList<T>();
      for (Future<T> future : threads.invokeAll(work)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> List<Callable<T>> times(int count, Callable<T> work) {
    return IntStream.range(0, count).mapToObj(i -> work).toList();
  }

  @Test
  void noOpenTransactionIsMissingFromAnyList() throws Exception {
    Set<Long> open = ConcurrentHashMap.newKeySet();
    var seen = new ConcurrentLinkedQueue<Long>();
    Callable<Boolean> client =
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            var ids = session().txns().open(opening(2));
            seen.addAll(ids);
            open.addAll(ids);
            var mustBeListed = Set.copyOf(open);
            var listed = session().txns().unfinished();
            var listedIds = listed.unfinished().stream().map(Txn::id).toList();
            assertThat(listed.highWaterMark()).isGreaterThanOrEqualTo(ids.get(1));
            assertThat(listedIds).containsAll(ids);
            // Others may have committed theirs since, but then they are no longer in the set.
            mustBeListed.stream()
                .filter(id -> !listedIds.contains(id))
                .forEach(id -> assertThat(open).doesNotContain(id));
            open.remove(ids.get(0));
            session().txns().commit(TxnCommit.Request.of(ids.get(0)));
            open.remove(ids.get(1));
            session().txns().abortAll(List.of(ids.get(1)), "test");
          }
          return true;
        };
    assertThat(together(times(CLIENTS, client))).containsOnly(true);
    assertThat(seen).hasSize(CLIENTS * ROUNDS * 2).doesNotHaveDuplicates();
  }

  @Test
  void anExclusiveLockHasOneHolderAtATime() throws Exception {
    var holders = new AtomicInteger();
    var granted = new AtomicInteger();
    Callable<Boolean> client =
        () -> {
          for (int round = 0; round < 3; round++) {
            boolean inTxn = round % 2 == 0;
            long txn = inTxn ? open() : 0;
            var lock = session().locks().request(lock(txn, Lock.Mode.EXCLUSIVE, "one_holder", 1));
            while (lock.state() != Lock.State.ACQUIRED) {
              lock = session().locks().check(lock.id());
            }
            assertThat(holders.incrementAndGet()).isEqualTo(1);
            granted.incrementAndGet();
            holders.decrementAndGet();
            if (inTxn) {
              session().txns().commit(TxnCommit.Request.of(txn));
            } else {
              session().locks().release(lock.id());
            }
          }
          return true;
        };
    assertThat(together(times(CLIENTS, client))).containsOnly(true);
    assertThat(granted).hasValue(CLIENTS * 3);
    assertThat(session().locks().all()).noneMatch(l -> "one_holder".equals(l.component(1).table()));
  }

  @Test
  void writeIdsAreUniqueAndAscendingWithoutGaps() throws Exception {
    var table = TableName.of("acid_ops", "allocated");
    Callable<List<WriteId>> client =
        () -> {
          var all = new ArrayList<WriteId>();
          for (int round = 0; round < ROUNDS; round++) {
            var ids = session().txns().open(opening(3));
            all.addAll(session().writeIds().allocate(table, ids, Existing.KEPT));
          }
          return all;
        };
    var ids =
        together(times(CLIENTS, client)).stream()
            .flatMap(List::stream)
            .map(WriteId::id)
            .sorted()
            .toList();
    assertThat(ids).isEqualTo(LongStream.rangeClosed(1, CLIENTS * ROUNDS * 3L).boxed().toList());
    assertThat(session().writeIds().highest(table)).isEqualTo(CLIENTS * ROUNDS * 3L);
  }

  @Test
  void ofThoseThatChangeTheSameRowsAtOnceOneCommits() throws Exception {
    var txns = session().txns().open(opening(CLIENTS));
    txns.forEach(txn -> session().locks().request(update(txn, "contended", 1)));
    List<Callable<Boolean>> commits =
        txns.stream()
            .<Callable<Boolean>>map(
                txn ->
                    () -> {
                      try {
                        session().txns().commit(TxnCommit.Request.of(txn));
                        return true;
                      } catch (CatalogException e) {
                        assertThat(e).hasMessageContaining("write conflict");
                        return false;
                      }
                    })
            .toList();
    assertThat(together(commits)).containsOnlyOnce(true);
    assertThat(session().txns().unfinished().unfinished())
        .filteredOn(txn -> txns.contains(txn.id()))
        .hasSize(CLIENTS - 1)
        .allMatch(txn -> txn.state() == Txn.State.ABORTED);
  }

  private long cost(Runnable work) {
    long before = given().store.statements();
    work.run();
    return given().store.statements() - before - given().tokens();
  }

  @Test
  void theCostDoesNotGrowWithTheNumberOfThings() {
    session();
    var table = TableName.of("acid_ops", "counted");
    assertThat(cost(() -> session().txns().open(opening(500))))
        .isEqualTo(cost(this::open))
        .isLessThanOrEqualTo(6);

    var many = session().txns().open(opening(500));
    var one = session().txns().open(opening(1));
    session().writeIds().allocate(table, List.of(open()), Existing.KEPT);
    assertThat(cost(() -> session().writeIds().allocate(table, many, Existing.KEPT)))
        .isEqualTo(cost(() -> session().writeIds().allocate(table, one, Existing.KEPT)))
        .isLessThanOrEqualTo(8);

    assertThat(cost(() -> session().locks().request(update(many.get(0), "counted", 300))))
        .isEqualTo(cost(() -> session().locks().request(update(one.get(0), "counted", 1))))
        .isLessThanOrEqualTo(10);

    assertThat(cost(() -> session().txns().heartbeat(many.get(0), many.get(499))))
        .isEqualTo(cost(() -> session().txns().heartbeat(one.get(0))))
        .isEqualTo(2);

    long large = cost(() -> session().txns().commit(TxnCommit.Request.of(many.get(0))));
    assertThat(large).isLessThanOrEqualTo(11);
    assertThat(cost(() -> session().txns().abortAll(many, "test")))
        .isEqualTo(
            cost(() -> session().txns().abortAll(List.of(open()), "test")) - 5 - given().tokens());
  }

  @Test
  void anEndedTransactionTakesNoLock() {
    long txn = open();
    session().txns().abortAll(List.of(txn), "test");
    assertThatThrownBy(() -> session().locks().request(update(txn, "ended", 1)))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("already aborted");
  }
}
