package io.propolis.catalog.jdbc;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.testing.SettableClock;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Several nodes over one database, and a clock that they share. */
abstract class NodesOfOneDatabase {
  /** That work at once, in turns on the nodes that there are. */
  static final int SERVERS = 8;

  @TempDir Path folder;
  final SettableClock clock = new SettableClock(Instant.parse("2026-11-29T10:30:00Z"));
  private JdbcCatalogStore second;
  private List<Catalog> nodes;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  @BeforeEach
  void openNodes() {
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
    var pool = Executors.newFixedThreadPool(SERVERS);
    try {
      var tasks =
          IntStream.range(0, SERVERS)
              .<Callable<T>>mapToObj(node -> () -> work.apply(node))
              .toList();
      var results = new ArrayList<T>();
      for (var done : pool.invokeAll(tasks)) {
        results.add(done.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
