package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Column;
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
import org.jspecify.annotations.Nullable;

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

  /** All that differs beside types, in words, one line each. */
  static List<String> others(Table before, Table after) {
    var changes = new ArrayList<String>();
    about(before.layout().columns(), after.layout().columns(), changes);
    about(before.partitionKeys(), after.partitionKeys(), changes);
    state(before.parameters(), after.parameters(), changes);
    values(
        "parameter",
        Written.owned(before.parameters()),
        Written.owned(after.parameters()),
        changes);
    var measured = measured(before);
    if (!before.parameters().containsKey("objectCount")
        && !after.parameters().containsKey("objectCount")) {
      changed(
          "bytes", before.parameters().get("sizeKey"), after.parameters().get("sizeKey"), changes);
    } else if (!measured.equals(measured(after))) {
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
    changed("input format", one.inputFormat(), other.inputFormat(), changes);
    changed("SerDe", one.serDe().library(), other.serDe().library(), changes);
    values("SerDe parameter", one.serDe().parameters(), other.serDe().parameters(), changes);
    return changes;
  }

  /** What else is said of columns that stay what they are, and their order. */
  private static void about(List<Column> before, List<Column> after, List<String> changes) {
    Map<String, Column> old = new LinkedHashMap<>();
    before.forEach(column -> old.put(column.name(), column));
    var stay = new ArrayList<String>();
    for (var column : after) {
      var was = old.get(column.name());
      if (was != null) {
        stay.add(column.name());
        var noun = "column " + column.name() + ": ";
        changed(noun + "comment", was.comment(), column.comment(), changes);
        values(noun + "parameter", was.parameters(), column.parameters(), changes);
      }
    }
    old.keySet().retainAll(stay);
    if (!List.copyOf(old.keySet()).equals(stay)) {
      changes.add("columns in another order");
    }
  }

  /** Who crawls the table, and whether its data is there. */
  private static void state(
      Map<String, String> before, Map<String, String> after, List<String> changes) {
    changed(
        "crawler",
        before.get(CrawlerParameters.UPDATED_BY),
        after.get(CrawlerParameters.UPDATED_BY),
        changes);
    if (before.containsKey(CrawlerParameters.DEPRECATED_BY)
        && !after.containsKey(CrawlerParameters.DEPRECATED_BY)) {
      changes.add("not deprecated any more: its data is there again");
    }
    changed("rows", before.get("recordCount"), after.get("recordCount"), changes);
    changed(
        "bytes of a row", before.get("averageRecordSize"), after.get("averageRecordSize"), changes);
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
      changed(noun + " " + key, before.get(key), after.get(key), changes);
    }
  }

  private static void changed(
      String what, @Nullable String old, @Nullable String now, List<String> changes) {
    if (!Objects.equals(old, now)) {
      changes.add(
          "%s: %s -> %s"
              .formatted(
                  what,
                  old == null ? "none" : Kept.shortened(old),
                  now == null ? "none" : Kept.shortened(now)));
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
