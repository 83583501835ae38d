package io.propolis.faults.catalog;

import io.propolis.faults.catalog.Command.Alter;
import io.propolis.faults.catalog.Command.CompareAndSet;
import io.propolis.faults.catalog.Command.Rename;
import io.propolis.faults.catalog.Command.SetStatistics;
import io.propolis.faults.history.Operation;
import io.propolis.faults.history.Outcome.Seen;
import io.propolis.faults.linear.LinearizabilityChecker;
import io.propolis.faults.linear.Verdict;
import io.propolis.faults.linear.Verdict.Linearizable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a history of objects of the catalog: each key alone, which is quick, and then all
 * together, so that nobody ever sees half of what was done at once.
 */
public final class CatalogCheck {
  private static final int BUDGET = 100_000;

  private CatalogCheck() {}

  /** The first verdict that is not good. */
  public static Verdict check(CatalogState initial, List<Operation<Command>> operations) {
    var seen = seen(operations);
    var relevant = operations.stream().filter(each -> matters(each, seen)).toList();
    if (relevant.stream().noneMatch(each -> each.call() instanceof Rename)) {
      var model = new CatalogModel(initial);
      for (var key : Projection.keys(relevant)) {
        var verdict = LinearizabilityChecker.check(model, Projection.of(relevant, key), BUDGET);
        if (!(verdict instanceof Linearizable)) {
          return verdict;
        }
      }
    }
    return LinearizabilityChecker.check(new CatalogModel(initial), relevant, BUDGET);
  }

  private static Set<String> seen(List<Operation<Command>> operations) {
    var seen = new HashSet<String>();
    for (var operation : operations) {
      if (operation.outcome() instanceof Seen answer) {
        seen.addAll(answer.values().values());
      }
      if (operation.call() instanceof CompareAndSet swap) {
        seen.add(swap.expected());
      }
    }
    return seen;
  }

  /**
   * Whether an operation can help to explain another. One that nobody was told of does so only by
   * what it wrote: a value that replaced another and that nobody saw explains nothing.
   */
  private static boolean matters(Operation<Command> operation, Set<String> seen) {
    var call = operation.call();
    if (operation.isKnown()) {
      return true;
    }
    return call instanceof Alter || call instanceof SetStatistics
        ? call.given().values().stream().anyMatch(seen::contains)
        : call.writes();
  }
}
