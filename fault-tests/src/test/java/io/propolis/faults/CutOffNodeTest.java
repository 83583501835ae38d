package io.propolis.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.propolis.compat.harness.DatabaseServer;
import io.propolis.compat.harness.MariaDb;
import io.propolis.compat.harness.PostgreSql;
import io.propolis.compat.harness.UnavailableException;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.client.Findings;
import io.propolis.faults.cluster.Cluster;
import io.propolis.faults.cluster.Node;
import io.propolis.faults.cluster.TcpProxy;
import io.propolis.faults.cluster.TcpProxy.Direction;
import io.propolis.faults.cluster.TcpProxy.Flow;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.hadoop.hive.metastore.api.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that vanishes in the middle of a transaction, of which its database never hears. */
class CutOffNodeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int WRITERS = 8;

  private final Findings findings = new Findings();
  private final Progress progress = new Progress();

  @TempDir Path folder;

  @Test
  void holdsNobodyUpForLongOnMariadb() {
    holdsNobodyUpForLong(MariaDb::start);
  }

  @Test
  void holdsNobodyUpForLongOnPostgresql() {
    holdsNobodyUpForLong(PostgreSql::start);
  }

  private void holdsNobodyUpForLong(Function<Path, DatabaseServer> database) {
    try (var cluster =
        Cluster.shared(
            folder, FaultSettings.LOCK_TIMEOUT, database.apply(folder.resolve("database")), 2)) {
      var first = cluster.nodes().get(0);
      var second = cluster.nodes().get(1);
      try (var client = client(0, second)) {
        makes(client, "before", PATIENCE);
        var over = new AtomicBoolean();
        var writers = writers(first, over);
        awaitAnswers(100);
        cut(first);
        over.set(true);
        // Somebody of so many was in the middle of a transaction, which is the database's to end.
        makes(client, "after", PATIENCE);
        writers.forEach(CutOffNodeTest::join);
      }
      assertThat(findings.all()).isEmpty();
    } catch (UnavailableException e) {
      abort("SKIPPED: " + e.getMessage());
    }
  }

  private CatalogClient client(int number, Node node) {
    return new CatalogClient(
        number, List.of(node), new Random(number), Duration.ofSeconds(45), findings, progress);
  }

  /** All statements stop half-way, and then only the node hears that its connections are gone. */
  private static void cut(Node node) {
    TcpProxy network = Objects.requireNonNull(node.database());
    network.set(Direction.TO_SERVER, Flow.HOLD);
    network.orphanServer();
    node.kill();
  }

  private List<Thread> writers(Node node, AtomicBoolean over) {
    var threads = new ArrayList<Thread>();
    for (int number = 1; number <= WRITERS; number++) {
      var client = client(number, node);
      var thread = new Thread(() -> write(client, over));
      thread.start();
      threads.add(thread);
    }
    return threads;
  }

  private void write(CatalogClient client, AtomicBoolean over) {
    try (client) {
      while (!over.get()) {
        make(client, "w" + client.token());
      }
    }
  }

  private void awaitAnswers(long answers) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (progress.count() < answers) {
      assertThat(System.nanoTime()).as("writers get nowhere").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private void makes(CatalogClient client, String name, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!make(client, name)) {
      assertThat(System.nanoTime()).as("%s cannot be made", name).isLessThan(deadline);
    }
  }

  private boolean make(CatalogClient client, String name) {
    var database = new Database(name, "", "file:" + folder.resolve("lake"), new HashMap<>());
    return client
        .call(
            name,
            metastore -> {
              metastore.create_database(database);
              return Outcome.OK;
            })
        .filter(each -> each.isKnown())
        .isPresent();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
