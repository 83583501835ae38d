package io.propolis.server.http;

import io.propolis.catalog.store.CatalogStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the catalog's database answers. All who ask while a query is under way wait for that one,
 * so that a database that hangs holds one thread, not one for each probe.
 */
public final class Readiness implements AutoCloseable {
  /** Less than probes commonly wait. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CatalogStore store;
  private final ExecutorService thread;
  private @Nullable CompletableFuture<Void> underway;

  public Readiness(CatalogStore store) {
    this.store = store;
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              var worker = new Thread(work, "readiness");
              worker.setDaemon(true);
              return worker;
            });
  }

  /** Why the server is not ready; empty when it is. Answers within 2 s. */
  Optional<String> obstacle() {
    try {
      query().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of("the store has not answered for " + PATIENCE.toSeconds() + " s");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      return Optional.of(String.valueOf(cause == null ? e : cause.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("the server stops");
    }
  }

  private synchronized CompletableFuture<Void> query() {
    if (underway == null || underway.isDone()) {
      underway = CompletableFuture.runAsync(() -> store.read(tx -> tx.catalogs().names()), thread);
    }
    return underway;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
