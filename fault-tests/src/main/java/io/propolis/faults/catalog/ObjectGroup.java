package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.CreateContainer;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.DropContainer;
import io.propolis.faults.catalog.Command.ReadNames;
import io.propolis.faults.catalog.Command.ReadStatistics;
import io.propolis.faults.catalog.Command.SetStatistics;
import io.propolis.faults.client.CatalogClient;
import io.propolis.faults.cluster.Node;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Seen;
import io.propolis.faults.log.ExpectedWrite;
import io.propolis.faults.log.ExpectedWrite.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.ThriftHiveMetastore;
import org.apache.thrift.TException;

/** Objects that stand together, the calls that clients make to them, and the history of these. */
public abstract class ObjectGroup {
  private final String name;
  private final List<Operation<Command>> history = new ArrayList<>();

  ObjectGroup(String name) {
    this.name = name;
  }

  /** What it is called in reports. */
  public String name() {
    return name;
  }

  /** How it is when the first call comes. */
  public abstract CatalogState initial();

  /** The next call of a client. */
  abstract Command choose(CatalogClient client, Random random);

  /** Calls that together read everything. */
  abstract List<Command> reading();

  /** Makes the call. */
  abstract Outcome execute(ThriftHiveMetastore.Iface metastore, Command command) throws TException;

  /** What the notification log calls the object of a key, or of statistics. */
  public abstract String object(String key);

  /** What it calls that which all objects are in; as no other where they are in nothing. */
  public String container() {
    return name;
  }

  /** One call of a client. */
  public void step(CatalogClient client) {
    var command = choose(client, client.random());
    client.call(command, metastore -> execute(metastore, command)).ifPresent(this::record);
  }

  /** All keys, also those of statistics. */
  abstract List<String> keys();

  /**
   * Reads everything from one node, for the history too. Returns the value of each object by the
   * name that the log has for it, no value for one that does not stand; empty when the node did not
   * answer.
   */
  public Optional<Map<String, Optional<String>>> read(CatalogClient client, Node node) {
    var found = new HashMap<String, Optional<String>>();
    keys().forEach(key -> found.put(object(key), Optional.empty()));
    for (var command : reading()) {
      var operation = client.call(node, command, metastore -> execute(metastore, command));
      operation.ifPresent(this::record);
      if (operation.isEmpty() || !operation.get().isKnown()) {
        return Optional.empty();
      }
      if (operation.get().outcome() instanceof Seen seen && !(command instanceof ReadNames)) {
        var suffix = command instanceof ReadStatistics ? Command.STATISTICS : "";
        seen.values().forEach((key, value) -> found.put(object(key + suffix), Optional.of(value)));
      }
    }
    return Optional.of(found);
  }

  /** The calls so far that may have changed something, as the log should tell of them. */
  public List<ExpectedWrite> writes() {
    return history().stream().filter(each -> each.call().writes()).map(this::expected).toList();
  }

  private ExpectedWrite expected(Operation<Command> operation) {
    var call = operation.call();
    var suffix = call instanceof SetStatistics ? Command.STATISTICS : "";
    var given = new HashMap<String, String>();
    call.given().forEach((key, value) -> given.put(object(key + suffix), value));
    Set<String> removed = Set.of();
    if (call instanceof Drop drop) {
      removed = drop.keys().stream().map(this::object).collect(Collectors.toSet());
    } else if (call instanceof DropContainer) {
      removed = Set.of(container());
    }
    return new ExpectedWrite(
        operation.begin(),
        operation.end(),
        ending(operation.outcome()),
        given,
        removed,
        call instanceof CreateContainer ? Set.of(container()) : Set.of(),
        "client %d: %s -> %s".formatted(operation.client(), call, operation.outcome()));
  }

  private static Ending ending(Outcome outcome) {
    if (outcome instanceof Seen) {
      return Ending.DONE;
    }
    return outcome instanceof Refused ? Ending.REFUSED : Ending.UNKNOWN;
  }

  void record(Operation<Command> operation) {
    synchronized (history) {
      history.add(operation);
    }
  }

  /** What was called so far. */
  public List<Operation<Command>> history() {
    synchronized (history) {
      return List.copyOf(history);
    }
  }

  static <T> T any(Random random, List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
