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
    openColumns(statistics)
        .forEach(
            (engine, columns) -> current.addAll(tx.statistics().ofTable(table, columns, engine)));
    return SketchRules.kept(current, statistics);
  }

  /** The same for many partitions, by one question for each engine. */
  Map<List<String>, List<ColumnStatistics>> withSketches(
      Map<List<String>, List<ColumnStatistics>> statistics) {
    var current = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    openColumns(statistics.values().stream().flatMap(List::stream).toList())
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
  private static Map<String, Set<String>> openColumns(Collection<ColumnStatistics> statistics) {
    var open = new HashMap<String, Set<String>>();
    for (var each : statistics) {
      if (SketchRules.isOpen(each)) {
        open.computeIfAbsent(each.engine(), engine -> new HashSet<>()).add(each.column());
      }
    }
    return open;
  }
}
