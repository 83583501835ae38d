package io.propolis.faults;

import static io.propolis.faults.FaultSettings.CALL_TIMEOUT;
import static io.propolis.faults.FaultSettings.LONGEST_FAULT;

import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.client.Findings;
import io.propolis.faults.cluster.Cluster;
import io.propolis.faults.cluster.Company;
import io.propolis.faults.cluster.Nemesis;
import io.propolis.faults.cluster.Trouble;
import io.propolis.faults.history.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Periods, one after the other, on one cluster, until time is up or something was found. */
public final class FaultRun {
  private static final Logger LOG = LoggerFactory.getLogger(FaultRun.class);

  /** Between two calls of a client at most, so that a small machine is not only waited for. */
  private static final int LONGEST_THOUGHT_NANOS = 8_000_000;

  /** Answered calls that make a period worth its name. */
  private static final int FEWEST_CALLS = 1_000;

  private static final int LONGEST_EXTENSION = 2;
  private static final int TURN_NANOS = 50_000_000;

  private final FaultSettings settings;
  private final Cluster cluster;
  private final Findings findings = new Findings();
  private final Progress progress = new Progress();
  private final Tally tally = new Tally();
  private long answeredBefore;

  /** A run on a cluster that is well. */
  public FaultRun(FaultSettings settings, Cluster cluster) {
    this.settings = settings;
    this.cluster = cluster;
  }

  /**
   * Runs and returns what was done.
   *
   * @throws AssertionError with what was found, where its history is and how to run the same again
   */
  public Tally run() {
    long deadline = System.nanoTime() + settings.duration().toNanos();
    int number = 0;
    do {
      run(++number);
    } while (System.nanoTime() < deadline && findings.isEmpty());
    return tally;
  }

  private void run(int number) {
    var random = new Random(settings.seed() * 1_000_003 + number);
    try (var client = client(0, random)) {
      var folder = "file:" + settings.folder().resolve("lake");
      var period = Period.begin(cluster.nodes(), client, findings, number, folder);
      var trouble = trouble(number, new Random(random.nextLong()));
      cause(trouble, period, random);
      period.end(client);
      tally.add(period, trouble);
      LOG.info("{}: period {}: {}", settings.name(), number, tally);
      if (!findings.isEmpty()) {
        var report = Report.write(settings, number, findings, period, trouble);
        throw new AssertionError(report);
      }
      period.remove(client);
    }
  }

  /**
   * In the first period, and in five of ten later ones, servers come and go, where there are
   * several. A node that was killed is taken to live for a minute, in which none is alone: so not
   * in every other one.
   */
  private Trouble trouble(int number, Random random) {
    boolean isOfCompany = number == 1 || number % 10 >= 5;
    return isOfCompany && cluster.nodes().size() > 1
        ? new Company(cluster, random, progress)
        : new Nemesis(cluster, random, LONGEST_FAULT, progress);
  }

  private void cause(Trouble trouble, Period period, Random random) {
    var over = new AtomicBoolean();
    var threads = new ArrayList<Thread>();
    for (int number = 1; number <= settings.clients(); number++) {
      var client = client(number, new Random(random.nextLong()));
      threads.add(new Thread(() -> work(client, period, over), "client " + number));
    }
    var faults = new Thread(trouble, "nemesis");
    threads.forEach(Thread::start);
    faults.start();
    LockSupport.parkNanos(settings.period().toNanos());
    awaitCalls();
    trouble.stop();
    join(List.of(faults));
    cluster.heal();
    over.set(true);
    join(threads);
  }

  /** A slow machine gets more time, within bounds. */
  private void awaitCalls() {
    long deadline = System.nanoTime() + LONGEST_EXTENSION * settings.period().toNanos();
    while (progress.count() < answeredBefore + FEWEST_CALLS && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TURN_NANOS);
    }
    answeredBefore = progress.count();
  }

  private void work(CatalogClient client, Period period, AtomicBoolean over) {
    try (client) {
      while (!over.get()) {
        period.step(client);
        LockSupport.parkNanos(client.random().nextInt(LONGEST_THOUGHT_NANOS));
      }
    } catch (RuntimeException e) {
      LOG.error("Client {} failed", client.number(), e);
      findings.add("Client %d failed: %s".formatted(client.number(), e));
    }
  }

  private static void join(List<Thread> threads) {
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while faults were under way", e);
    }
  }

  private CatalogClient client(int number, Random random) {
    return new CatalogClient(number, cluster.nodes(), random, CALL_TIMEOUT, findings, progress);
  }
}
