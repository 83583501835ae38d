package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Table;
import io.propolis.crawlers.plan.CrawlPlan.ColumnChange;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.SparkSchema;
import io.propolis.crawlers.schema.Widening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/** What differs between two states of a table. */
final class TableDifference {
  private TableDifference() {}

  /** Columns and keys that differ between the two. */
  static List<ColumnChange> columns(Table before, Table after) {
    Map<String, String> old = types(before);
    Map<String, String> now = types(after);
    var changes = new ArrayList<ColumnChange>();
    now.forEach(
        (name, type) -> {
          if (!type.equals(old.get(name))) {
            changes.add(new ColumnChange(name, old.get(name), type));
          }
        });
    old.forEach(
        (name, type) -> {
          if (!now.containsKey(name)) {
            changes.add(new ColumnChange(name, type, null));
          }
        });
    return changes;
  }

  private static Map<String, String> types(Table table) {
    Map<String, String> types = new LinkedHashMap<>();
    table.layout().columns().forEach(c -> types.put(c.name(), c.type()));
    table.partitionKeys().forEach(c -> types.put(c.name(), c.type()));
    return types;
  }

  /** Parameters, formats and SerDe that differ, in words, one line each. */
  static List<String> others(Table before, Table after) {
    var changes = new ArrayList<String>();
    values(
        "parameter",
        Written.owned(before.parameters()),
        Written.owned(after.parameters()),
        changes);
    var measured = measured(before);
    if (!measured.equals(measured(after))) {
      changes.add(
          "files: %s of %s bytes -> %s of %s bytes"
              .formatted(
                  before.parameters().getOrDefault("objectCount", "?"),
                  before.parameters().getOrDefault("sizeKey", "?"),
                  after.parameters().getOrDefault("objectCount", "?"),
                  after.parameters().getOrDefault("sizeKey", "?")));
    }
    if (!spark(before).equals(spark(after)) && columns(before, after).isEmpty()) {
      changes.add("Spark's schema follows the columns");
    }
    var one = before.layout();
    var other = after.layout();
    if (!Objects.equals(one.serDe().library(), other.serDe().library())) {
      changes.add("SerDe: %s -> %s".formatted(one.serDe().library(), other.serDe().library()));
    }
    values("SerDe parameter", one.serDe().parameters(), other.serDe().parameters(), changes);
    return changes;
  }

  private static Map<String, String> spark(Table table) {
    var schema = new LinkedHashMap<>(table.parameters());
    schema.keySet().removeIf(key -> !SparkSchema.holdsColumns(key));
    return schema;
  }

  private static List<String> measured(Table table) {
    return List.of(
        table.parameters().getOrDefault("objectCount", ""),
        table.parameters().getOrDefault("sizeKey", ""));
  }

  private static void values(
      String noun, Map<String, String> before, Map<String, String> after, List<String> changes) {
    var keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (var key : keys) {
      var old = before.get(key);
      var now = after.get(key);
      if (!Objects.equals(old, now)) {
        changes.add(
            "%s %s: %s -> %s"
                .formatted(
                    noun,
                    key,
                    old == null ? "none" : Kept.shortened(old),
                    now == null ? "none" : Kept.shortened(now)));
      }
    }
  }

  /** Whether a column is gone or its new type does not hold all values of the old one. */
  static boolean loses(Table before, Table after) {
    var now = types(after);
    return before.layout().columns().stream()
        .anyMatch(c -> !now.containsKey(c.name()) || !holds(now.get(c.name()), c.type()));
  }

  private static boolean holds(String wide, String narrow) {
    var from = Primitive.named(narrow);
    var to = Primitive.named(wide);
    return wide.equals(narrow)
        || (from.isPresent()
            && to.isPresent()
            && new Widening().merge("", from.get(), to.get(), "").equals(to.get()));
  }
}
