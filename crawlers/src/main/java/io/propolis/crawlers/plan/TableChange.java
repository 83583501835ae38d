package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import io.propolis.crawlers.schema.SparkSchema;
import io.propolis.crawlers.schema.SparkSchema.Changed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a table that a crawler made changes: what the crawler wrote follows the files, what others
 * have written since stays. Of a table that does not tell what the crawler wrote, as older ones and
 * those of Glue's crawlers, all that stands counts as written by it, but for parameters that it
 * does not know and comments.
 */
final class TableChange {
  private final Table before;
  private final Table design;
  private final Written wrote;
  private final ColumnMerge columns;
  private final List<Column> merged;
  private final List<Column> keys;
  private final HandEdits parameters;
  private final HandEdits serDeParameters;
  private final boolean readerIsTheirs;
  private final List<String> kept = new ArrayList<>();
  private final Table after;

  TableChange(Table before, Table design, Columns mode) {
    this.before = before;
    this.design = design;
    this.wrote = Written.in(before).orElseGet(() -> assumed(before, design));
    this.columns = new ColumnMerge(wrote, before.layout().columns(), mode);
    this.merged = columns.of(design.layout().columns());
    this.parameters = new HandEdits("parameter", wrote.parameters());
    this.serDeParameters = new HandEdits("SerDe parameter", wrote.serDeParameters());
    this.readerIsTheirs = !wrote.reader().equals(Written.reader(before.layout()));
    kept.addAll(columns.kept());
    this.keys = keys();
    this.after = merge();
  }

  private static Written assumed(Table before, Table design) {
    var known = Written.owned(before.parameters());
    known
        .keySet()
        .removeIf(
            key ->
                !design.parameters().containsKey(key)
                    && !key.startsWith("spark.sql.")
                    && !key.equals("skip.header.line.count"));
    return Written.of(before.toBuilder().parameters(known).build());
  }

  /** The table as it will be. */
  Table after() {
    return after;
  }

  /** What stays because somebody else wrote it, one line each. */
  List<String> kept() {
    return kept;
  }

  private Table merge() {
    var layout = layout();
    var all = new LinkedHashMap<String, String>();
    before.parameters().forEach((key, value) -> putUnlessDerived(all, key, value));
    var mergedParameters =
        parameters.merged(Written.owned(before.parameters()), Written.owned(design.parameters()));
    all.keySet().retainAll(mergedParameters.keySet());
    all.putAll(mergedParameters);
    design
        .parameters()
        .forEach(
            (key, value) -> {
              if (CrawlerParameters.isDerived(key)
                  && !SparkSchema.holdsColumns(key)
                  && !SparkSchema.holdsKeys(key)) {
                all.put(key, value);
              }
            });
    if (all.containsKey(SparkSchema.PROVIDER)) {
      all.putAll(sparkSchema());
    }
    kept.addAll(parameters.kept());
    kept.addAll(serDeParameters.kept());
    all.putAll(next().asParameters());
    return before.toBuilder().layout(layout).partitionKeys(keys).parameters(all).build();
  }

  private static void putUnlessDerived(Map<String, String> all, String key, String value) {
    if (!CrawlerParameters.isDerived(key) && !Written.isPart(key)) {
      all.put(key, value);
    }
  }

  private StorageLayout layout() {
    var layout = before.layout().withColumns(merged);
    var wanted = design.layout();
    if (readerIsTheirs) {
      if (!Written.reader(before.layout()).equals(Written.reader(wanted))) {
        kept.add(
            "the SerDe and formats are yours (%s, the crawler says %s)"
                .formatted(before.layout().serDe().library(), wanted.serDe().library()));
      }
      return layout;
    }
    var serDe = before.layout().serDe();
    var library = wanted.serDe().library();
    var options = serDeParameters.merged(serDe.parameters(), wanted.serDe().parameters());
    // Tables of other systems have no SerDe.
    return layout
        .withFormats(wanted.inputFormat(), wanted.outputFormat())
        .withSerDe(
            (library == null ? SerDe.NONE : SerDe.of(library, options)).withName(serDe.name()));
  }

  /** Keys are told by their place: their values have no names. */
  private List<Column> keys() {
    var found = new ArrayList<Column>();
    var types = List.copyOf(wrote.keys().values());
    for (int i = 0; i < design.partitionKeys().size(); i++) {
      var stands = before.partitionKeys().get(i);
      var wanted = design.partitionKeys().get(i);
      boolean isTheirs = i >= types.size() || !types.get(i).equals(Written.type(stands));
      if (isTheirs && !stands.type().equalsIgnoreCase(wanted.type())) {
        kept.add(
            "partition key %s is yours (%s, the folders say %s)"
                .formatted(stands.name(), stands.type(), wanted.type()));
      }
      if (!stands.name().equalsIgnoreCase(wanted.name())) {
        kept.add(
            "partition key %s keeps the name you gave to %s"
                .formatted(stands.name(), wanted.name()));
      }
      found.add(
          new Column(
              stands.name(),
              isTheirs ? stands.type() : wanted.type(),
              stands.comment() == null ? wanted.comment() : stands.comment(),
              stands.parameters()));
    }
    return found;
  }

  private Map<String, String> sparkSchema() {
    if (SparkSchema.isElsewhere(design.parameters())) {
      var schema = new LinkedHashMap<>(design.parameters());
      schema
          .keySet()
          .removeIf(key -> !SparkSchema.holdsColumns(key) && !SparkSchema.holdsKeys(key));
      return schema;
    }
    var places = places(before);
    var designed = design.layout().columns();
    var all = new ArrayList<Changed>();
    for (var column : merged) {
      var wanted = columns.design(column);
      boolean isDesigned = wanted != null && isSame(wanted, column);
      all.add(
          Changed.of(
              column,
              isDesigned ? Integer.valueOf(designed.indexOf(wanted)) : null,
              places.get(column.name())));
    }
    for (int i = 0; i < keys.size(); i++) {
      boolean isDesigned = isSame(design.partitionKeys().get(i), keys.get(i));
      all.add(
          Changed.of(
              keys.get(i),
              isDesigned ? Integer.valueOf(designed.size() + i) : null,
              places.get(keys.get(i).name())));
    }
    return SparkSchema.changed(design.parameters(), before.parameters(), all, keys.size());
  }

  private static boolean isSame(Column one, Column other) {
    return one.name().equals(other.name()) && one.type().equalsIgnoreCase(other.type());
  }

  private static Map<String, Integer> places(Table table) {
    var places = new HashMap<String, Integer>();
    table.layout().columns().forEach(c -> places.put(c.name(), places.size()));
    table.partitionKeys().forEach(c -> places.put(c.name(), places.size()));
    return places;
  }

  /**
   * What is kept for the next crawl: what the crawler writes now, and what it last wrote of the
   * rest.
   */
  private Written next() {
    return new Written(
        wrote.location(),
        readerIsTheirs ? wrote.reader() : Written.reader(design.layout()),
        columns.nextTypes(),
        columns.nextComments(),
        columns.nextRenamed(),
        nextKeys(),
        parameters.next(),
        readerIsTheirs ? wrote.serDeParameters() : serDeParameters.next());
  }

  private Map<String, String> nextKeys() {
    var next = new LinkedHashMap<String, String>();
    var types = List.copyOf(wrote.keys().values());
    for (int i = 0; i < keys.size(); i++) {
      boolean isTheirs =
          i < types.size() && !types.get(i).equals(Written.type(before.partitionKeys().get(i)));
      next.put(
          Written.name(design.partitionKeys().get(i).name()),
          isTheirs ? types.get(i) : Written.type(keys.get(i)));
    }
    return next;
  }

  /** Whether anything would be written but the note of what was written. */
  static boolean differs(Table before, Table after) {
    return !before.layout().columns().equals(after.layout().columns())
        || !before.partitionKeys().equals(after.partitionKeys())
        || !withoutNote(before).equals(withoutNote(after))
        || LayoutDifference.of(before.layout(), after.layout());
  }

  private static Map<String, String> withoutNote(Table table) {
    var parameters = new HashMap<>(table.parameters());
    parameters.keySet().removeIf(Written::isPart);
    return parameters;
  }

  /** Glue's warning when new columns cannot be merged, as files are read differently; else null. */
  @Nullable String unmergeable() {
    for (var key : List.of("classification", "compressionType", "delimiter")) {
      var existing = before.parameters().get(key);
      var crawled = design.parameters().get(key);
      boolean isOurs = Objects.equals(after.parameters().get(key), crawled);
      if (isOurs && !known(existing).equals(known(crawled))) {
        return ("Cannot merge new columns into the table %s because the parameter '%s' has changed."
                + " The existing value is '%s', and the crawled value is '%s'.")
            .formatted(before.name(), key, existing, crawled);
      }
    }
    return null;
  }

  /** To say nothing of how files are packed is to say that they are not. */
  private static String known(@Nullable String value) {
    return value == null ? "none" : value;
  }
}
