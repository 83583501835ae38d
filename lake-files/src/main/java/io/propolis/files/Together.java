package io.propolis.files;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Requests to a store that has none for many objects: many threads, which go when they rest. */
final class Together implements AutoCloseable {
  private static final int THREADS = 16;

  private final ExecutorService threads;

  Together() {
    var pool =
        new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Together::daemon);
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "lake-objects");
    thread.setDaemon(true);
    return thread;
  }

  /** Does all of them, and throws what the first that failed threw. */
  <T> void each(Collection<T> all, Consumer<T> request) {
    var calls =
        all.stream()
            .<Callable<Void>>map(
                one ->
                    () -> {
                      request.accept(one);
                      return null;
                    })
            .toList();
    try {
      for (var done : threads.invokeAll(calls)) {
        done.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while storage was asked", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
