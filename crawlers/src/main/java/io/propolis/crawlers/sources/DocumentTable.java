package io.propolis.crawlers.sources;

import io.propolis.catalog.model.Column;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.FoundSource.Storage;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.formats.ValueShape;
import io.propolis.crawlers.plan.ColumnNames;
import io.propolis.crawlers.schema.Field;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of documents that declare no types: their values tell them. */
public final class DocumentTable {
  private DocumentTable() {}

  /**
   * The table.
   *
   * @param shape all values that were looked at
   * @param keys fields that come first, the others by name then; none to leave them as they were
   *     found
   * @param origin what it is, for people
   * @param problems gets the types that could not be brought together
   */
  public static FoundSource of(
      String location,
      String name,
      ValueShape shape,
      List<String> keys,
      Map<String, String> parameters,
      String origin,
      List<Problem> problems) {
    var why = shape.reasons();
    var names = new ColumnNames();
    var columns = new ArrayList<Column>();
    var reasons = new ArrayList<String>();
    reasons.add("table: " + origin);
    for (var field : ordered(shape.fields(), keys)) {
      var column = names.unique(field.name());
      columns.add(
          new Column(
              column,
              field.type().hive(),
              null,
              column.equalsIgnoreCase(field.name())
                  ? Map.of()
                  : Map.of("originalName", field.name())));
      reasons.add(
          "column %s: %s, %s"
              .formatted(column, field.type().hive(), why.getOrDefault(field.name(), "")));
    }
    shape.conflicts().forEach(c -> problems.add(new Problem(location, "has a conflict: " + c)));
    if (columns.isEmpty()) {
      problems.add(new Problem(location, "holds no document that could tell columns"));
    }
    var all = new LinkedHashMap<>(parameters);
    all.put("typeOfData", "table");
    all.put("compressionType", "none");
    return new FoundSource(
        location, name, columns, List.of(), List.of(), Storage.NONE, all, null, Map.of(), reasons);
  }

  private static List<Field> ordered(List<Field> fields, List<String> keys) {
    if (keys.isEmpty()) {
      return fields;
    }
    var ordered = new ArrayList<>(fields);
    ordered.sort(
        Comparator.<Field>comparingInt(
                field -> keys.contains(field.name()) ? keys.indexOf(field.name()) : keys.size())
            .thenComparing(Field::name, String.CASE_INSENSITIVE_ORDER));
    return ordered;
  }
}
