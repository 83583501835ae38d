package io.propolis.faults.catalog;

import static io.propolis.faults.catalog.Command.STATISTICS;

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
import io.propolis.faults.catalog.Command.Rename;
import io.propolis.faults.catalog.Command.SetStatistics;
import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Reason;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Seen;
import io.propolis.faults.linear.Model;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What objects of the catalog do when one client at a time calls them. */
public final class CatalogModel implements Model<CatalogState, Command> {
  private final CatalogState initial;

  /** Of objects whose container stands at first, or does not. */
  public CatalogModel(CatalogState initial) {
    this.initial = initial;
  }

  @Override
  public CatalogState initial() {
    return initial;
  }

  /** What a call comes to in a state. */
  private record Effect(CatalogState state, Outcome outcome) {}

  @Override
  public Optional<CatalogState> step(CatalogState state, Command call, Outcome outcome) {
    var reasons = refusals(state, call);
    if (outcome instanceof Refused refused) {
      return reasons.contains(refused.reason()) ? Optional.of(state) : Optional.empty();
    }
    if (outcome instanceof Seen seen) {
      return reasons.isEmpty() && seen.values().equals(seen(state.values(), call))
          ? Optional.of(after(state, call))
          : Optional.empty();
    }
    return Optional.of(reasons.isEmpty() ? after(state, call) : state);
  }

  @Override
  public boolean isRead(Command call, Outcome outcome) {
    return !call.writes() || outcome instanceof Refused;
  }

  /** All that forbids the call; the server may name any of it. */
  private static Set<Reason> refusals(CatalogState state, Command call) {
    if (call instanceof CreateContainer) {
      return state.exists() ? Set.of(Reason.EXISTS) : Set.of();
    }
    if (!state.exists()) {
      return Set.of(Reason.ABSENT);
    }
    var values = state.values();
    if (call instanceof Create create) {
      return create.keys().stream().anyMatch(values::containsKey)
          ? Set.of(Reason.EXISTS)
          : Set.of();
    } else if (call instanceof Rename rename) {
      var reasons = EnumSet.noneOf(Reason.class);
      if (!values.containsKey(rename.from())) {
        reasons.add(Reason.ABSENT);
      }
      if (values.containsKey(rename.to())) {
        reasons.add(Reason.EXISTS);
      }
      return reasons;
    } else if (call instanceof CompareAndSet swap) {
      var value = values.get(swap.key());
      if (value == null) {
        return Set.of(Reason.ABSENT);
      }
      return value.equals(swap.expected()) ? Set.of() : Set.of(Reason.CONFLICT);
    }
    boolean needsAll = call.writes() || call instanceof Get;
    return needsAll && !values.keySet().containsAll(call.keys()) ? Set.of(Reason.ABSENT) : Set.of();
  }

  private static CatalogState after(CatalogState state, Command call) {
    if (call instanceof CreateContainer) {
      return CatalogState.EMPTY;
    }
    if (call instanceof DropContainer) {
      return CatalogState.ABSENT;
    }
    return call.writes() ? new CatalogState(true, after(state.values(), call)) : state;
  }

  private static Map<String, String> after(Map<String, String> values, Command call) {
    var changed = new HashMap<>(values);
    if (call instanceof Create || call instanceof Alter || call instanceof CompareAndSet) {
      changed.putAll(call.given());
    } else if (call instanceof SetStatistics set) {
      set.values().forEach((key, value) -> changed.put(key + STATISTICS, value));
    } else if (call instanceof Drop drop) {
      drop.keys().forEach(key -> remove(changed, key));
    } else if (call instanceof Rename rename) {
      var statistics = changed.get(rename.from() + STATISTICS);
      remove(changed, rename.from());
      changed.put(rename.to(), rename.value());
      if (statistics != null) {
        changed.put(rename.to() + STATISTICS, statistics);
      }
    }
    return changed;
  }

  private static void remove(Map<String, String> values, String key) {
    values.remove(key);
    values.remove(key + STATISTICS);
  }

  private static Map<String, String> seen(Map<String, String> values, Command call) {
    var seen = new HashMap<String, String>();
    if (call instanceof ReadNames) {
      values.keySet().stream()
          .filter(key -> !key.endsWith(STATISTICS))
          .forEach(key -> seen.put(key, ""));
    } else if (call instanceof ReadStatistics) {
      for (var key : call.keys()) {
        var value = values.get(key + STATISTICS);
        if (value != null) {
          seen.put(key, value);
        }
      }
    } else if (call instanceof Read || call instanceof Get) {
      Set<String> wanted = new HashSet<>(call.keys());
      values.forEach(
          (key, value) -> {
            if (wanted.contains(key)) {
              seen.put(key, value);
            }
          });
    }
    return seen;
  }
}
