package io.propolis.faults.linear;

import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome.Unknown;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks a history of one object: Wing and Gong's search with Lowe's just-in-time linearization. It
 * walks through the calls and answers in the order of time and keeps all explanations of what was
 * answered so far, each once. A call takes its effect only when an answer needs it, so that there
 * are few explanations at a time; of two in the same state the one is dropped that the other can
 * stand for.
 *
 * <p>A call of unknown outcome never ends: it may take effect at any later time, or never.
 */
public final class LinearizabilityChecker<S, C> {
  private static final int SHOWN_STATES = 5;

  private final Model<S, C> model;
  private final int budget;
  private final Map<Integer, Operation<C>> pending = new HashMap<>();
  private final BitSet unknown = new BitSet();
  private final BitSet reads = new BitSet();
  private final BitSet slots = new BitSet();
  private final Map<Operation<C>, Integer> slotOf = new HashMap<>();
  private Set<Configuration<S>> configurations = new LinkedHashSet<>();

  private LinearizabilityChecker(Model<S, C> model, int budget) {
    this.model = model;
    this.budget = budget;
  }

  /**
   * Checks the operations of one object, in any order.
   *
   * @param budget most explanations to keep or to look at for one answer; beyond it the check ends
   *     undecided
   */
  public static <S, C> Verdict check(Model<S, C> model, List<Operation<C>> operations, int budget) {
    return new LinearizabilityChecker<>(model, budget).run(operations);
  }

  /** A call or an answer; of two at the same time calls come first, for they may overlap. */
  private record Moment<C>(long time, boolean answer, Operation<C> operation) {}

  private Verdict run(List<Operation<C>> operations) {
    configurations.add(new Configuration<>(model.initial(), new BitSet()));
    for (var moment : moments(operations)) {
      if (!moment.answer()) {
        begin(moment.operation());
        continue;
      }
      var before = configurations;
      try {
        configurations = answered(moment.operation());
      } catch (BeyondBudget e) {
        return new Verdict.Undecided(
            "More than %d explanations before %s".formatted(budget, moment.operation()));
      }
      if (configurations.isEmpty()) {
        return new Verdict.Violated(explain(moment.operation(), before));
      }
      end(moment.operation());
    }
    return new Verdict.Linearizable();
  }

  private static <C> List<Moment<C>> moments(List<Operation<C>> operations) {
    var moments = new ArrayList<Moment<C>>(2 * operations.size());
    for (var operation : operations) {
      moments.add(new Moment<>(operation.begin(), false, operation));
      if (operation.isKnown()) {
        moments.add(new Moment<>(operation.end(), true, operation));
      }
    }
    moments.sort(Comparator.<Moment<C>>comparingLong(Moment::time).thenComparing(Moment::answer));
    return moments;
  }

  private void begin(Operation<C> operation) {
    int slot = slots.nextClearBit(0);
    slots.set(slot);
    pending.put(slot, operation);
    slotOf.put(operation, slot);
    if (operation.outcome() instanceof Unknown) {
      unknown.set(slot);
      return;
    }
    reads.set(slot, model.isRead(operation.call(), operation.outcome()));
    var now = new LinkedHashSet<Configuration<S>>();
    for (var configuration : configurations) {
      now.add(
          isWithoutEffect(operation, configuration.state())
              ? configuration.with(configuration.state(), slot)
              : configuration);
    }
    configurations = now;
  }

  /** What leaves the state as it is can take place at once: nobody notices. */
  private boolean isWithoutEffect(Operation<C> operation, S state) {
    return model
        .step(state, operation.call(), operation.outcome())
        .filter(state::equals)
        .isPresent();
  }

  private void end(Operation<C> operation) {
    int slot = slot(operation);
    slotOf.remove(operation);
    pending.remove(slot);
    slots.clear(slot);
    reads.clear(slot);
    var now = new LinkedHashSet<Configuration<S>>();
    configurations.forEach(configuration -> now.add(configuration.without(slot)));
    configurations = withoutCovered(now);
  }

  private int slot(Operation<C> operation) {
    return Optional.ofNullable(slotOf.get(operation)).orElseThrow();
  }

  /** The explanations in which the operation has taken effect. */
  private Set<Configuration<S>> answered(Operation<C> operation) {
    int slot = slot(operation);
    var found = new LinkedHashSet<Configuration<S>>();
    var seen = new HashSet<>(configurations);
    var open = new ArrayDeque<>(configurations);
    while (!open.isEmpty()) {
      var configuration = open.pop();
      if (configuration.done().get(slot)) {
        found.add(configuration);
        continue;
      }
      for (var entry : pending.entrySet()) {
        var next = next(configuration, entry.getKey(), entry.getValue());
        if (next != null && seen.add(next)) {
          open.push(next);
        }
      }
      if (seen.size() > budget) {
        throw new BeyondBudget();
      }
    }
    return found;
  }

  private @Nullable Configuration<S> next(
      Configuration<S> configuration, int slot, Operation<C> operation) {
    if (configuration.done().get(slot)) {
      return null;
    }
    var state = model.step(configuration.state(), operation.call(), operation.outcome());
    if (state.isEmpty() || state.get().equals(configuration.state())) {
      return null;
    }
    var next = configuration.with(state.get(), slot);
    for (var entry : pending.entrySet()) {
      if (!next.done().get(entry.getKey())
          && !unknown.get(entry.getKey())
          && isWithoutEffect(entry.getValue(), next.state())) {
        next.done().set(entry.getKey());
      }
    }
    return next;
  }

  private Set<Configuration<S>> withoutCovered(Set<Configuration<S>> all) {
    var byState = new HashMap<S, List<Configuration<S>>>();
    for (var each : all) {
      var kept = byState.computeIfAbsent(each.state(), state -> new ArrayList<>());
      if (kept.stream().noneMatch(other -> other.covers(each, unknown, reads))) {
        kept.removeIf(other -> each.covers(other, unknown, reads));
        kept.add(each);
      }
    }
    var left = new LinkedHashSet<Configuration<S>>();
    byState.values().forEach(left::addAll);
    return left;
  }

  private String explain(Operation<C> operation, Set<Configuration<S>> before) {
    var states = before.stream().map(Configuration::state).distinct().limit(SHOWN_STATES).toList();
    var text = new StringBuilder("No order of the calls explains this answer:\n  ");
    text.append(operation.line(operation.begin())).append("\npossible before it: ").append(states);
    text.append("\nunder way at its end:");
    pending.values().stream()
        .filter(other -> other != operation)
        .forEach(other -> text.append("\n  ").append(other.line(operation.begin())));
    return text.toString();
  }

  private static final class BeyondBudget extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
