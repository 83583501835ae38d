package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.catalog.store.Locks;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of two nodes over one database that lock, wait, unlock, open, commit and abort at once.
 * Whatever the database makes of it (deadlocks, lost races), no client sees more than it asked for.
 */
abstract class AcidStressContract {
  private static final String DATABASE = "acid_stress";
  private static final int CLIENTS = 16;
  private static final int ROUNDS = 8;
  private static final int TABLES = 3;

  /** How often a client asks for a lock before it gives up, as all must who wait crosswise. */
  private static final int CHECKS = 4;

  @TempDir Path folder;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  private Session node(JdbcCatalogStore store) {
    return Catalog.open(
            store,
            Lakes.open(S3Settings.DEFAULT),
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")))
        .as(Caller.SYSTEM);
  }

  @Test
  void whateverClientsDoAtOnceNothingStaysLockedAndNothingFails() throws Exception {
    var first = node(given().store);
    // An embedded database has one node.
    if (beside().access() == StoreSettings.Access.GUEST) {
      run(List.of(first));
    } else {
      try (var second = JdbcCatalogStore.open(beside())) {
        run(List.of(first, node(second)));
      }
    }
    assertThat(given().list(tx -> tx.locks().all(Locks.Filter.NONE)))
        .filteredOn(lock -> lock.components().stream().anyMatch(c -> c.database().equals(DATABASE)))
        .isEmpty();
  }

  private static void run(List<Session> nodes) throws Exception {
    var threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      var clients =
          IntStream.range(0, CLIENTS)
              .mapToObj(number -> new Client(nodes.get(number % nodes.size()), number))
              .toList();
      var txns = new ArrayList<Long>();
      for (Future<List<Long>> done : threads.invokeAll(clients)) {
        txns.addAll(done.get());
      }
      assertThat(txns).hasSizeGreaterThan(CLIENTS).doesNotHaveDuplicates();
      for (var node : nodes) {
        assertThat(node.txns().unfinished().unfinished())
            .filteredOn(Txn::isOpen)
            .extracting(Txn::id)
            .doesNotContainAnyElementsOf(txns);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Does what its number says, and returns the transactions that it had. */
  private static final class Client implements Callable<List<Long>> {
    private final Session node;
    private final Random random;
    private final List<Long> txns = new ArrayList<>();

    Client(Session node, int number) {
      this.node = node;
      this.random = new Random(number);
    }

    @Override
    public List<Long> call() {
      for (int round = 0; round < ROUNDS; round++) {
        switch (random.nextInt(4)) {
          case 0 -> lockAlone();
          case 1 -> abortMany();
          default -> changeRows();
        }
        node.locks().all();
      }
      return txns;
    }

    private List<Long> open(int count) {
      var opened =
          node.txns().open(new Opening(count, Txn.Kind.DEFAULT, "ada", "host", null, null, true));
      txns.addAll(opened);
      return opened;
    }

    private Lock lock(long txn) {
      var modes = Lock.Mode.values();
      var components =
          IntStream.rangeClosed(1, 1 + random.nextInt(TABLES))
              .mapToObj(
                  position ->
                      new Lock.Component(
                          position,
                          modes[random.nextInt(modes.length)],
                          DATABASE,
                          random.nextInt(8) == 0 ? null : "t" + random.nextInt(TABLES),
                          null,
                          "UPDATE"))
              .toList();
      return new Lock(
          0, txn, Lock.State.WAITING, components, "ada", "host", "stress", null, 0, null);
    }

    /** Whether it was granted before the client gave up. */
    private boolean await(Lock requested) {
      var lock = requested;
      for (int i = 0; i < CHECKS && lock.state() != Lock.State.ACQUIRED; i++) {
        lock = node.locks().check(lock.id());
      }
      return lock.state() == Lock.State.ACQUIRED;
    }

    private void lockAlone() {
      var lock = node.locks().request(lock(0));
      if (await(lock)) {
        node.locks().heartbeat(lock.id());
      }
      node.locks().release(lock.id());
    }

    private void abortMany() {
      var opened = open(1 + random.nextInt(5));
      node.txns().heartbeat(opened.get(0), opened.get(opened.size() - 1));
      opened.forEach(txn -> node.locks().request(lock(txn)));
      node.txns().abortAll(opened, "stress");
    }

    private void changeRows() {
      long txn = open(1).get(0);
      var table = "t" + random.nextInt(TABLES);
      var written = List.of(new Written(DATABASE, table, null, Operation.UPDATE));
      var answer = node.locks().request(new Request(lock(txn), Patience.WAIT, written));
      boolean granted = await(answer.lock());
      node.writeIds().allocate(TableName.of(DATABASE, table), List.of(txn), Existing.KEPT);
      if (!granted || random.nextInt(4) == 0) {
        node.txns().abortAll(List.of(txn), "stress");
        return;
      }
      try {
        node.txns().commit(TxnCommit.Request.of(txn));
      } catch (CatalogException lost) {
        assertThat(lost).hasMessageContaining("write conflict");
      }
    }
  }
}
