package io.propolis.bench.run;

import io.propolis.bench.operation.Operation;
import io.propolis.bench.operation.Worker;
import io.propolis.bench.server.Site;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.thrift.TException;

/** The clients of one contender for one operation, each with a thread of its own. */
final class Team implements AutoCloseable {
  private final Site site;
  private final String label;
  private final int mostCalls;
  private final List<Worker> workers;
  private final ExecutorService threads;
  private final int[] calls;

  private Team(Site site, String label, int mostCalls, List<Worker> workers) {
    this.site = site;
    this.label = label;
    this.mostCalls = mostCalls;
    this.workers = workers;
    this.threads = Executors.newFixedThreadPool(workers.size());
    this.calls = new int[workers.size()];
  }

  /** Opens a worker. */
  interface Opening {
    Worker open(int number) throws IOException, TException, SQLException;
  }

  static Team open(Site site, String label, Operation operation, int size, Opening opening)
      throws IOException, TException, SQLException {
    var workers = new ArrayList<Worker>();
    for (int i = 0; i < size; i++) {
      workers.add(opening.open(i));
    }
    return new Team(site, label, operation.mostCalls(), workers);
  }

  String label() {
    return label;
  }

  Site site() {
    return site;
  }

  /** Runs the first step for that long, every worker at least once. */
  Round run(double seconds) throws IOException, InterruptedException {
    return measured(0, seconds);
  }

  /** Runs another step as often as the first was in the last round. */
  Round run(int step) throws IOException, InterruptedException {
    return measured(step, 0);
  }

  private Round measured(int step, double seconds) throws IOException, InterruptedException {
    var before = Usage.of(site);
    long sent = workers.stream().mapToLong(Worker::sent).sum();
    long received = workers.stream().mapToLong(Worker::received).sum();
    var barrier = new CyclicBarrier(workers.size());
    var runs = new ArrayList<Future<Run>>();
    for (int i = 0; i < workers.size(); i++) {
      int number = i;
      runs.add(
          threads.submit(
              () -> {
                barrier.await();
                return step == 0 ? timed(number, seconds) : counted(number, step);
              }));
    }
    var nanos = new ArrayList<long[]>();
    double callsPerSecond = 0;
    for (var run : runs) {
      var done = get(run);
      nanos.add(done.nanos());
      callsPerSecond += done.nanos().length / done.seconds();
    }
    var after = Usage.of(site);
    return round(
        nanos,
        callsPerSecond,
        workers.stream().mapToLong(Worker::sent).sum() - sent,
        workers.stream().mapToLong(Worker::received).sum() - received,
        after.since(before));
  }

  private Run get(Future<Run> run) throws InterruptedException {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(label + ": a call failed: " + e.getCause(), e.getCause());
    }
  }

  /**
   * What one worker did.
   *
   * @param nanos of each call
   * @param seconds from the first call to the last, without what was made ready between
   */
  private record Run(long[] nanos, double seconds) {}

  private Run timed(int number, double seconds) throws IOException, TException, SQLException {
    var nanos = new long[1024];
    int made = 0;
    long total = 0;
    long budget = (long) (seconds * 1e9);
    do {
      if (made == nanos.length) {
        nanos = Arrays.copyOf(nanos, made * 2);
      }
      nanos[made] = call(number, 0, made);
      total += nanos[made];
      made++;
    } while (total < budget && made < mostCalls);
    calls[number] = made;
    return new Run(Arrays.copyOf(nanos, made), total / 1e9);
  }

  private Run counted(int number, int step) throws IOException, TException, SQLException {
    var nanos = new long[calls[number]];
    long total = 0;
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = call(number, step, i);
      total += nanos[i];
    }
    return new Run(nanos, total / 1e9);
  }

  private long call(int number, int step, int index) throws IOException, TException, SQLException {
    var worker = workers.get(number);
    worker.prepare(step, index);
    long started = System.nanoTime();
    worker.run(step, index);
    return System.nanoTime() - started;
  }

  private static Round round(
      List<long[]> nanos, double callsPerSecond, long sent, long received, Usage used) {
    var all = nanos.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    Map<String, Double> counted = new HashMap<>();
    used.counters().forEach((name, grown) -> counted.put(name, grown / all.length));
    return new Round(
        all.length,
        all[all.length / 2] / 1e3,
        all[(int) Math.min(all.length - 1, Math.ceil(all.length * 0.99))] / 1e3,
        callsPerSecond,
        used.serverSeconds() * 1e6 / all.length,
        used.databaseSeconds() * 1e6 / all.length,
        (double) sent / all.length,
        (double) received / all.length,
        counted);
  }

  @Override
  public void close() throws IOException, SQLException {
    threads.shutdownNow();
    for (var worker : workers) {
      worker.close();
    }
  }
}
