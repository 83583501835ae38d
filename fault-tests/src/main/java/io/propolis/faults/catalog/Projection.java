package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.Alter;
import io.propolis.faults.catalog.Command.CompareAndSet;
import io.propolis.faults.catalog.Command.Create;
import io.propolis.faults.catalog.Command.CreateContainer;
import io.propolis.faults.catalog.Command.Drop;
import io.propolis.faults.catalog.Command.DropContainer;
import io.propolis.faults.catalog.Command.Get;
import io.propolis.faults.catalog.Command.Read;
import io.propolis.faults.catalog.Command.ReadNames;
import io.propolis.faults.catalog.Command.ReadStatistics;
import io.propolis.faults.catalog.Command.SetStatistics;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Seen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A history as one of its keys sees it: each key is an object of its own, and checked alone it
 * takes little time. What a history says about several keys together is lost; of renames, which
 * make two keys one object, there must be none.
 */
final class Projection {
  private Projection() {}

  static Set<String> keys(List<Operation<Command>> operations) {
    var keys = new TreeSet<String>();
    for (var operation : operations) {
      keys.addAll(operation.call().keys());
      if (operation.outcome() instanceof Seen seen) {
        keys.addAll(seen.values().keySet());
      }
    }
    return keys;
  }

  static List<Operation<Command>> of(List<Operation<Command>> operations, String key) {
    return operations.stream().flatMap(each -> of(each, key).stream()).toList();
  }

  private static Optional<Operation<Command>> of(Operation<Command> operation, String key) {
    var call = operation.call();
    boolean several = call.keys().size() > 1;
    if (operation.outcome() instanceof Refused && several) {
      // Which of the keys was the reason nobody knows.
      return Optional.empty();
    }
    var own = own(call, key);
    return own == null
        ? Optional.empty()
        : Optional.of(operation.of(own).ended(own(operation.outcome(), key)));
  }

  private static @Nullable Command own(Command call, String key) {
    if (call instanceof CreateContainer
        || call instanceof DropContainer
        || call instanceof ReadNames) {
      return call;
    }
    if (!call.keys().contains(key)) {
      return null;
    }
    if (call instanceof Create create) {
      return new Create(of(create.values(), key));
    } else if (call instanceof Alter alter) {
      return new Alter(of(alter.values(), key));
    } else if (call instanceof SetStatistics set) {
      return new SetStatistics(of(set.values(), key));
    } else if (call instanceof Drop) {
      return new Drop(Set.of(key));
    } else if (call instanceof Read) {
      return new Read(Set.of(key));
    } else if (call instanceof ReadStatistics) {
      return new ReadStatistics(Set.of(key));
    } else if (call instanceof Get || call instanceof CompareAndSet) {
      return call;
    }
    throw new IllegalArgumentException("Cannot be seen by one key: " + call);
  }

  private static Outcome own(Outcome outcome, String key) {
    return outcome instanceof Seen seen ? new Seen(of(seen.values(), key)) : outcome;
  }

  private static Map<String, String> of(Map<String, String> values, String key) {
    var value = values.get(key);
    return value == null ? Map.of() : Map.of(key, value);
  }
}
