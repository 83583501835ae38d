package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import io.propolis.crawlers.plan.CrawlPlan.ColumnChange;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.SparkSchema;
import io.propolis.crawlers.schema.Widening;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a table that a crawler made changes: what the crawler wrote is replaced, what people added
 * (parameters, comments) stays.
 */
final class TableChange {
  /** Marks a table whose data is gone, with the time in epoch milliseconds. */
  static final String DEPRECATED_BY = "DEPRECATED_BY_CRAWLER";

  private final Table before;
  private final Table design;
  private final Columns mode;

  TableChange(Table before, Table design, Columns mode) {
    this.before = before;
    this.design = design;
    this.mode = mode;
  }

  Table after() {
    var columns = columns();
    return before.toBuilder()
        .layout(
            before
                .layout()
                .withColumns(columns)
                .withFormats(design.layout().inputFormat(), design.layout().outputFormat())
                .withSerDe(design.layout().serDe().withName(before.layout().serDe().name())))
        .partitionKeys(keys())
        .parameters(parameters())
        .build();
  }

  private List<Column> columns() {
    Map<String, Column> known = new LinkedHashMap<>();
    before.layout().columns().forEach(c -> known.put(c.name(), c));
    if (mode == Columns.MERGE_NEW) {
      design.layout().columns().forEach(c -> known.putIfAbsent(c.name(), c));
      return List.copyOf(known.values());
    }
    var columns = new ArrayList<Column>();
    for (var column : design.layout().columns()) {
      columns.add(withComment(column, known.get(column.name())));
    }
    return columns;
  }

  private List<Column> keys() {
    Map<String, Column> known = new LinkedHashMap<>();
    before.partitionKeys().forEach(c -> known.put(c.name(), c));
    return design.partitionKeys().stream().map(k -> withComment(k, known.get(k.name()))).toList();
  }

  private static Column withComment(
      Column column, @org.jspecify.annotations.Nullable Column before) {
    return column.comment() != null || before == null || before.comment() == null
        ? column
        : new Column(column.name(), column.type(), before.comment(), column.parameters());
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<>(before.parameters());
    parameters.keySet().removeIf(TableChange::isCrawlers);
    parameters.putAll(design.parameters());
    if (mode == Columns.MERGE_NEW) {
      var merged = SparkSchema.merged(before.parameters(), design.parameters());
      if (!merged.isEmpty()) {
        parameters.keySet().removeIf(SparkSchema::holdsColumns);
        parameters.putAll(merged);
      }
    }
    return parameters;
  }

  private static boolean isCrawlers(String key) {
    return key.startsWith("spark.sql.sources.")
        || key.equals("skip.header.line.count")
        || key.equals(DEPRECATED_BY);
  }

  /** Whether anything would be written. */
  static boolean differs(Table before, Table after) {
    return !before.layout().columns().equals(after.layout().columns())
        || !before.partitionKeys().equals(after.partitionKeys())
        || !before.parameters().equals(after.parameters())
        || LayoutDifference.of(before.layout(), after.layout());
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
}
