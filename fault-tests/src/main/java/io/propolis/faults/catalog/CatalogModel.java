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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    var effect = effect(state, call);
    return outcome instanceof Outcome.Unknown || outcome.equals(effect.outcome())
        ? Optional.of(effect.state())
        : Optional.empty();
  }

  @Override
  public boolean isRead(Command call, Outcome outcome) {
    return !call.writes() || outcome instanceof Refused;
  }

  private static Effect effect(CatalogState state, Command call) {
    if (call instanceof CreateContainer) {
      return state.exists()
          ? refused(state, Reason.EXISTS)
          : new Effect(CatalogState.EMPTY, Outcome.OK);
    }
    var refusal = state.exists() ? refusal(state.values(), call) : Reason.ABSENT;
    if (refusal != null) {
      return refused(state, refusal);
    }
    if (call instanceof DropContainer) {
      return new Effect(CatalogState.ABSENT, Outcome.OK);
    }
    return call.writes()
        ? new Effect(new CatalogState(true, after(state.values(), call)), Outcome.OK)
        : new Effect(state, new Seen(seen(state.values(), call)));
  }

  private static Effect refused(CatalogState state, Reason reason) {
    return new Effect(state, new Refused(reason));
  }

  private static @Nullable Reason refusal(Map<String, String> values, Command call) {
    if (call instanceof Create create) {
      return create.values().keySet().stream().anyMatch(values::containsKey) ? Reason.EXISTS : null;
    } else if (call instanceof Rename rename) {
      return !values.containsKey(rename.from())
          ? Reason.ABSENT
          : values.containsKey(rename.to()) ? Reason.EXISTS : null;
    } else if (call instanceof CompareAndSet swap) {
      var value = values.get(swap.key());
      return value == null ? Reason.ABSENT : value.equals(swap.expected()) ? null : Reason.CONFLICT;
    }
    boolean needsAll = call.writes() || call instanceof Get;
    return needsAll && !values.keySet().containsAll(call.keys()) ? Reason.ABSENT : null;
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
