package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.RunStateException;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.Schedules;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.testing.SettableClock;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes over one database, and a clock that they share. */
abstract class NodesOfOneDatabase {
  static final Duration HOUR = Duration.ofHours(1);

  /** Every full hour. */
  static final Schedules HOURLY =
      (expression, moment) ->
          Optional.of(Instant.ofEpochMilli((moment.toEpochMilli() / 3_600_000 + 1) * 3_600_000));

  private static final int NODES = 8;

  @TempDir Path folder;
  final SettableClock clock = new SettableClock(Instant.parse("2026-11-29T10:30:00Z"));
  private JdbcCatalogStore second;
  private List<Catalog> nodes;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  abstract Run.Kind kind();

  @BeforeEach
  void openNodes() {
    // Whatever other tests have left waiting is no business of these.
    Refusals.write(given().store, tx -> tx.runs().deleteEndedBefore(kind(), 0));
    for (var run : given().store.read(tx -> tx.runs().unfinished(kind()))) {
      Refusals.write(
          given().store, tx -> tx.runs().update(run.ended(State.FAILED, 1, "of another test")));
    }
    nodes = new ArrayList<>(List.of(node(given().store)));
    // An embedded database has one node.
    if (beside().access() != StoreSettings.Access.GUEST) {
      second = JdbcCatalogStore.open(beside());
      nodes.add(node(second));
    }
  }

  @AfterEach
  void closeNodes() {
    if (second != null) {
      second.close();
    }
  }

  private Catalog node(JdbcCatalogStore store) {
    return Catalog.open(
        store,
        Lakes.open(S3Settings.DEFAULT),
        clock,
        CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")));
  }

  Session session(int node) {
    return nodes.get(node % nodes.size()).as(new Caller("node" + node, "test"));
  }

  static <T> List<T> atOnce(IntFunction<T> work) throws Exception {
    var pool = Executors.newFixedThreadPool(NODES);
    try {
      var tasks =
          IntStream.range(0, NODES).<Callable<T>>mapToObj(node -> () -> work.apply(node)).toList();
      var results = new ArrayList<T>();
      for (var done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }

  static void assertState(Reason reason, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            RunStateException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
