package io.propolis.faults.cluster;

import io.propolis.faults.cluster.TcpProxy.Direction;
import io.propolis.faults.cluster.TcpProxy.Flow;
import io.propolis.faults.history.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does one fault after the other to a cluster, chosen by a seed, and repairs each. Afterwards the
 * cluster has to be {@linkplain Cluster#heal healed}.
 */
public final class Nemesis implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Nemesis.class);
  private static final long SHORTEST_MILLIS = 300;
  private static final int MOST_CALLS_IN_PEACE = 600;

  /** After which there is a fault also when clients do not get anywhere. */
  private static final int LONGEST_CALM_MILLIS = 10_000;

  private final Cluster cluster;
  private final Random random;
  private final Duration longest;
  private final Progress progress;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopping = lock.newCondition();
  private final List<String> done = new ArrayList<>();
  private final Map<Node, Thread> starting = new HashMap<>();
  private boolean isStopped;

  /**
   * One that may begin.
   *
   * @param longest how long a fault lasts at most
   * @param progress of the clients, who are left in peace for some calls between two faults
   */
  public Nemesis(Cluster cluster, Random random, Duration longest, Progress progress) {
    this.cluster = cluster;
    this.random = random;
    this.longest = longest;
    this.progress = progress;
  }

  /** One fault and its end. */
  private record Fault(String name, Runnable begin, Runnable end) {}

  @Override
  public void run() {
    try {
      trouble();
    } finally {
      starting.values().forEach(Nemesis::join);
    }
  }

  private void trouble() {
    while (isCalm(random.nextInt(MOST_CALLS_IN_PEACE))) {
      var faults = new ArrayList<Fault>(List.of(choose()));
      if (random.nextInt(4) == 0) {
        faults.add(choose());
      }
      faults.forEach(this::begin);
      boolean goesOn = lasts(SHORTEST_MILLIS + random.nextInt((int) longest.toMillis()));
      faults.forEach(fault -> fault.end().run());
      if (!goesOn) {
        return;
      }
    }
  }

  private void begin(Fault fault) {
    LOG.info("fault: {}", fault.name());
    synchronized (done) {
      done.add("%d %s".formatted(System.nanoTime(), fault.name()));
    }
    fault.begin().run();
  }

  /** What was done so far, each with its time. */
  public List<String> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }

  /** No fault begins any more; the present one ends early. */
  public void stop() {
    lock.lock();
    try {
      isStopped = true;
      stopping.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for so many calls; false when there is nothing to be done any more. */
  private boolean isCalm(int calls) {
    long until = progress.count() + calls;
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_CALM_MILLIS);
    boolean goesOn = lasts(SHORTEST_MILLIS);
    while (goesOn && progress.count() < until && System.nanoTime() < deadline) {
      goesOn = lasts(SHORTEST_MILLIS / 10);
    }
    return goesOn;
  }

  /** Whether there is still something to be done after that time. */
  private boolean lasts(long millis) {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (left > 0 && !isStopped) {
        left = stopping.awaitNanos(left);
      }
      return !isStopped;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Fault choose() {
    var node = any();
    boolean shared = node.database() != null;
    int which = random.nextInt(shared ? 12 : 5);
    return switch (which) {
      case 0, 1 ->
          // One that is alone is missed at once, and takes its time to start.
          shared
              ? new Fault("kill -9 " + node.name(), node::kill, () -> restoreMeanwhile(node))
              : new Fault("kill -9 " + node.name(), () -> restart(node), () -> {});
      case 2 -> new Fault("pause " + node.name(), node::pause, node::resume);
      case 3 -> cut("clients of " + node.name(), node.clients());
      case 4 -> cut("clients of " + node.name(), node.clients());
      case 5, 6 ->
          new Fault("kill -9 the database", cluster::killDatabase, cluster::restoreDatabase);
      case 7 ->
          new Fault(
              "kill -9 the database and " + node.name(),
              () -> {
                cluster.killDatabase();
                node.kill();
              },
              () -> {
                cluster.restoreDatabase();
                restoreMeanwhile(node);
              });
      default -> cut("database of " + node.name(), databaseOf(node));
    };
  }

  /** A start takes its time, in which the others are not left in peace. */
  private void restoreMeanwhile(Node node) {
    var thread = new Thread(() -> cluster.restore(node), "start of " + node.name());
    starting.put(node, thread);
    thread.start();
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void restart(Node node) {
    node.kill();
    cluster.restore(node);
  }

  /** One that does not just start, if there is any: for that one fault at a time is enough. */
  private Node any() {
    starting.values().removeIf(thread -> !thread.isAlive());
    var nodes = new ArrayList<>(cluster.nodes());
    nodes.removeAll(starting.keySet());
    var chosen = random.nextInt(cluster.nodes().size());
    if (nodes.isEmpty()) {
      var node = cluster.nodes().get(chosen);
      join(starting.remove(node));
      return node;
    }
    return nodes.get(chosen % nodes.size());
  }

  private static TcpProxy databaseOf(Node node) {
    var proxy = node.database();
    if (proxy == null) {
      throw new IllegalStateException(node.name() + " shares no database");
    }
    return proxy;
  }

  private Fault cut(String whom, TcpProxy network) {
    var direction = Direction.values()[random.nextInt(2)];
    var delay = Duration.ofMillis(5 + random.nextInt(300));
    return switch (random.nextInt(11)) {
      case 0 -> flow("stall " + whom + " " + direction, network, direction, Flow.HOLD);
      case 1 ->
          new Fault(
              "stall " + whom,
              () -> {
                network.set(Direction.TO_SERVER, Flow.HOLD);
                network.set(Direction.TO_CLIENT, Flow.HOLD);
              },
              network::heal);
      case 2, 3 -> flow("lose " + whom + " " + direction, network, direction, Flow.DROP);
      case 4 -> flow("delay " + whom + " " + direction, network, direction, new Flow.Delay(delay));
      case 5 -> flow("tear " + whom + " " + direction, network, direction, Flow.TEAR);
      case 6 -> new Fault("reset " + whom, network::resetAll, network::heal);
      case 9, 10 ->
          flow(
              "tear now and then " + whom + " " + direction,
              network,
              direction,
              new Flow.Flaky(5 + random.nextInt(40)));
      case 7 -> new Fault("orphan the server, " + whom, network::orphanServer, network::heal);
      default -> new Fault("orphan the clients, " + whom, network::orphanClients, network::heal);
    };
  }

  private static Fault flow(String name, TcpProxy network, Direction direction, Flow flow) {
    return new Fault(name, () -> network.set(direction, flow), network::heal);
  }
}
