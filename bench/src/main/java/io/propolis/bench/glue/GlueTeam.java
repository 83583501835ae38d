package io.propolis.bench.glue;

import io.propolis.bench.glue.GlueOperation.GlueWorker;
import io.propolis.bench.run.Round;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The clients of one server for one operation, each with a thread of its own. */
final class GlueTeam implements AutoCloseable {
  private final GlueSite site;
  private final List<GlueWorker> workers;
  private final ExecutorService threads;

  private GlueTeam(GlueSite site, List<GlueWorker> workers) {
    this.site = site;
    this.workers = workers;
    this.threads = Executors.newFixedThreadPool(workers.size());
  }

  /** Opens a client. */
  interface Opening {
    GlueWorker open(int number) throws IOException;
  }

  static GlueTeam open(GlueSite site, int size, Opening opening) throws IOException {
    var workers = new ArrayList<GlueWorker>();
    for (int i = 0; i < size; i++) {
      workers.add(opening.open(i));
    }
    return new GlueTeam(site, workers);
  }

  GlueSite site() {
    return site;
  }

  /** All call for that long, each at least once. */
  Round run(double seconds) throws IOException, InterruptedException {
    for (var worker : workers) {
      worker.prepare();
    }
    double cpu = site.process().tree().cpuSeconds();
    long sent = workers.stream().mapToLong(worker -> worker.connection.sent()).sum();
    long received = workers.stream().mapToLong(worker -> worker.connection.received()).sum();
    var barrier = new CyclicBarrier(workers.size());
    var runs =
        workers.stream()
            .<Callable<long[]>>map(
                worker ->
                    () -> {
                      barrier.await();
                      return timed(worker, seconds);
                    })
            .toList();
    var times = new ArrayList<long[]>();
    double callsPerSecond = 0;
    for (var run : threads.invokeAll(runs)) {
      try {
        var nanos = run.get();
        times.add(nanos);
        callsPerSecond += nanos.length * 1e9 / Arrays.stream(nanos).sum();
      } catch (ExecutionException e) {
        throw new IOException(site.label() + ": a call failed", e.getCause());
      }
    }
    var all = times.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Round(
        all.length,
        all[all.length / 2] / 1e3,
        all[(int) Math.min(all.length - 1, Math.ceil(all.length * 0.99))] / 1e3,
        callsPerSecond,
        (site.process().tree().cpuSeconds() - cpu) * 1e6 / all.length,
        0,
        (workers.stream().mapToLong(worker -> worker.connection.sent()).sum() - sent)
            / (double) all.length,
        (workers.stream().mapToLong(worker -> worker.connection.received()).sum() - received)
            / (double) all.length,
        Map.of());
  }

  private static long[] timed(GlueWorker worker, double seconds) throws IOException {
    var nanos = new long[256];
    int made = 0;
    long total = 0;
    do {
      if (made == nanos.length) {
        nanos = Arrays.copyOf(nanos, made * 2);
      }
      long started = System.nanoTime();
      worker.run(made);
      nanos[made] = System.nanoTime() - started;
      total += nanos[made];
      made++;
    } while (total < seconds * 1e9);
    return Arrays.copyOf(nanos, made);
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (var worker : workers) {
      worker.close();
    }
  }
}
