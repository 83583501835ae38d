package io.propolis.bench.crawl;

import io.propolis.bench.crawl.Shape.Column;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What somebody found in files.
 *
 * @param seconds it took
 * @param bytes read meanwhile by their process, as Linux counts them, and no more than are known to
 *     have been looked at
 * @param types of the columns, in their own words, by name
 */
record FoundSchema(double seconds, long bytes, Map<String, String> types) {
  /** Columns whose type holds their values as what they are. */
  long right(List<Column> truth) {
    return truth.stream().filter(this::isRight).count();
  }

  /** Columns whose type does not, each with what it is and what was found. */
  List<String> wrong(List<Column> truth) {
    return truth.stream()
        .filter(column -> !isRight(column))
        .map(
            column ->
                "%s (%s) as %s"
                    .formatted(
                        column.name(),
                        column.kind().name().toLowerCase(Locale.ROOT),
                        shortened(types.getOrDefault(column.name(), "nothing"))))
        .toList();
  }

  private boolean isRight(Column column) {
    var type = types.get(column.name());
    return type != null && column.kind().isHeldBy(ColumnKind.of(type));
  }

  private static String shortened(String type) {
    return type.length() <= 30 ? type : type.substring(0, 30) + "…";
  }
}
