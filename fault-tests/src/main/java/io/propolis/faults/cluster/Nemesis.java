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
import org.jspecify.annotations.Nullable;

/** Does one fault after the other to a cluster, chosen by a seed, and repairs each. */
public final class Nemesis implements Trouble {
  private static final long SHORTEST_MILLIS = 300;
  private static final int MOST_CALLS_IN_PEACE = 600;

  private final Cluster cluster;
  private final Random random;
  private final Duration longest;
  private final Pace pace;
  private final Map<Node, Thread> starting = new HashMap<>();

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
    this.pace = new Pace(progress);
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
    while (pace.lasts(SHORTEST_MILLIS) && pace.isCalm(random.nextInt(MOST_CALLS_IN_PEACE))) {
      var faults = new ArrayList<Fault>(List.of(choose()));
      if (random.nextInt(4) == 0) {
        faults.add(choose());
      }
      faults.forEach(this::begin);
      boolean goesOn = pace.lasts(SHORTEST_MILLIS + random.nextInt((int) longest.toMillis()));
      faults.forEach(fault -> fault.end().run());
      if (!goesOn) {
        return;
      }
    }
  }

  private void begin(Fault fault) {
    pace.begins(fault.name());
    fault.begin().run();
  }

  @Override
  public List<String> done() {
    return pace.done();
  }

  @Override
  public void stop() {
    pace.stop();
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
