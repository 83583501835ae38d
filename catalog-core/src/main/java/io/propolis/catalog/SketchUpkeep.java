package io.propolis.catalog;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.SketchRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds the sketches that the current statistics have and that their new writer does not know. */
final class SketchUpkeep {
  private final Transaction tx;
  private final Table table;

  SketchUpkeep(Transaction tx, Table table) {
    this.tx = tx;
    this.table = table;
  }

  List<ColumnStatistics> withSketches(List<ColumnStatistics> statistics) {
    var current = new ArrayList<ColumnStatistics>();
    openColumns(List.of(statistics))
        .forEach(
            (engine, columns) -> current.addAll(tx.statistics().ofTable(table, columns, engine)));
    return SketchRules.kept(current, statistics);
  }

  /** The same for many partitions, by one question for each engine. */
  Map<List<String>, List<ColumnStatistics>> withSketches(
      Map<List<String>, List<ColumnStatistics>> statistics) {
    var current = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    openColumns(statistics.values())
        .forEach(
            (engine, columns) ->
                tx.statistics()
                    .ofPartitionsWithSketches(table, statistics.keySet(), columns, engine)
                    .forEach(
                        (values, found) ->
                            current
                                .computeIfAbsent(values, each -> new ArrayList<>())
                                .addAll(found)));
    if (current.isEmpty()) {
      return statistics;
    }
    var whole = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    statistics.forEach(
        (values, requested) ->
            whole.put(
                values, SketchRules.kept(current.getOrDefault(values, List.of()), requested)));
    return whole;
  }

  /** By engine, the columns whose sketches depend on what is there. */
  private static Map<String, Set<String>> openColumns(
      Collection<List<ColumnStatistics>> statistics) {
    var open = new HashMap<String, Set<String>>();
    // Mostly the columns of all partitions are the same: those seen last, at each place.
    var seen = new ArrayList<@Nullable ColumnStatistics>();
    for (var ofOne : statistics) {
      for (int i = 0; i < ofOne.size(); i++) {
        var each = ofOne.get(i);
        if (i == seen.size()) {
          seen.add(null);
        }
        var last = seen.get(i);
        if ((last == null || !isOfSameColumn(last, each)) && SketchRules.isOpen(each)) {
          open.computeIfAbsent(each.engine(), engine -> new HashSet<>()).add(each.column());
          seen.set(i, each);
        }
      }
    }
    return open;
  }

  private static boolean isOfSameColumn(ColumnStatistics one, ColumnStatistics other) {
    return one.column().equals(other.column()) && one.engine().equals(other.engine());
  }
}
