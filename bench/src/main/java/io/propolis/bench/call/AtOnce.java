package io.propolis.bench.call;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Work of several clients at the same time. */
public final class AtOnce {
  private AtOnce() {}

  /** What one client does, which is told its number. */
  @FunctionalInterface
  public interface Work {
    void run(int client) throws Exception;
  }

  /** Returns when all have done their work; throws IllegalStateException when one failed. */
  public static void run(int clients, Work work) throws InterruptedException {
    var all = new ArrayList<Callable<Void>>();
    for (int i = 0; i < clients; i++) {
      int client = i;
      all.add(
          () -> {
            work.run(client);
            return null;
          });
    }
    var threads = Executors.newFixedThreadPool(clients);
    try {
      for (var done : threads.invokeAll(all)) {
        done.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("A client failed: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdown();
    }
  }
}
