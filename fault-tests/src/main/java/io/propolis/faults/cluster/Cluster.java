package io.propolis.faults.cluster;

import io.propolis.compat.harness.DatabaseServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Nodes over one database: several over a shared one, or one with an embedded one. */
public final class Cluster implements AutoCloseable {
  /** Three JVMs, a database and the tests share a small machine, and no JVM lives for long. */
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final List<Node> nodes;
  private final @Nullable DatabaseServer database;
  private volatile boolean databaseIsUp = true;

  private Cluster(Path folder, List<Node> nodes, @Nullable DatabaseServer database) {
    this.folder = folder;
    this.nodes = List.copyOf(nodes);
    this.database = database;
  }

  /** One node that owns an embedded database; its logs and data are in the folder. */
  public static Cluster embedded(Path folder, Duration lockTimeout) {
    return embedded(folder, lockTimeout, List.of());
  }

  /** The same with further flags. */
  public static Cluster embedded(Path folder, Duration lockTimeout, List<String> further) {
    var own = new ArrayList<>(List.of("--locks.timeout=" + lockTimeout.toMillis() + "ms"));
    own.addAll(further);
    var flags = flags(own);
    var node = new Node("node-1", folder.resolve("node-1"), flags, null);
    return started(new Cluster(folder, List.of(node), null));
  }

  /** Several nodes over one database server, which is closed with them. */
  public static Cluster shared(
      Path folder, Duration lockTimeout, DatabaseServer database, int count) {
    return shared(folder, lockTimeout, database, count, name -> List.of());
  }

  /** The same with further flags of each node by its name. */
  public static Cluster shared(
      Path folder,
      Duration lockTimeout,
      DatabaseServer database,
      int count,
      Function<String, List<String>> further) {
    var nodes = new ArrayList<Node>();
    IntStream.rangeClosed(1, count)
        .forEach(
            number -> {
              var proxy = TcpProxy.to(database::port);
              var name = "node-" + number;
              var own =
                  new ArrayList<>(
                      List.of(
                          "--locks.timeout=" + lockTimeout.toMillis() + "ms",
                          "--store.url=" + database.url(proxy.port()),
                          "--store.user=" + database.user()));
              own.addAll(further.apply(name));
              nodes.add(new Node(name, folder.resolve(name), flags(own), proxy));
            });
    return started(new Cluster(folder, nodes, database));
  }

  private static List<String> flags(List<String> own) {
    return Stream.concat(JVM.stream(), own.stream()).toList();
  }

  private static Cluster started(Cluster cluster) {
    try {
      // The first one makes the tables.
      cluster.nodes.get(0).start();
      cluster.nodes.stream().skip(1).parallel().forEach(Node::start);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Where logs are. */
  public Path folder() {
    return folder;
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** The database server, if the nodes share one. */
  public Optional<DatabaseServer> database() {
    return Optional.ofNullable(database);
  }

  /** Kills the database server. */
  public void killDatabase() {
    if (database != null) {
      databaseIsUp = false;
      database.kill();
    }
  }

  /** Starts it again if it was killed. */
  public void restoreDatabase() {
    if (database == null || databaseIsUp) {
      return;
    }
    until(START_LIMIT, database::restart);
    databaseIsUp = true;
  }

  /** Starts a node again if it is dead; its database must be there. */
  public void restore(Node node) {
    node.resume();
    if (!node.isAlive()) {
      until(START_LIMIT, node::start);
    }
  }

  /** Undoes every fault: the network passes everything, whoever was paused or killed runs. */
  public void heal() {
    restoreDatabase();
    for (var node : nodes) {
      node.clients().heal();
      var behind = node.database();
      if (behind != null) {
        behind.heal();
      }
    }
    nodes.parallelStream().forEach(this::restore);
  }

  /** A start may meet what the last life has left behind, as a port or a lock that is not free. */
  private static void until(Duration limit, Runnable start) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        start.run();
        return;
      } catch (IllegalStateException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    nodes.forEach(Node::close);
    if (database != null) {
      database.close();
    }
  }
}
