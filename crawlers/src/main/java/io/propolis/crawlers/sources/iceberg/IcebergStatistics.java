package io.propolis.crawlers.sources.iceberg;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.crawlers.statistics.FolderStatistics;
import io.propolis.crawlers.statistics.FooterColumn;
import io.propolis.crawlers.statistics.FooterColumn.Unit;
import io.propolis.crawlers.statistics.FooterFacts;
import io.propolis.iceberg.IcebergFacts;
import io.propolis.iceberg.IcebergFacts.ColumnOfFile;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What manifests say of a table's rows, as the catalog keeps it: each file is as a footer. */
final class IcebergStatistics {
  private IcebergStatistics() {}

  /**
   * The statistics.
   *
   * @param columns as the catalog has them
   */
  static FolderStatistics of(IcebergFacts facts, List<Column> columns) {
    var units = new HashMap<String, Unit>();
    columns.forEach(column -> units.put(column.name(), unit(column.type())));
    Map<String, List<FooterColumn>> parts = new HashMap<>();
    facts
        .columns()
        .forEach(
            (name, files) -> {
              var unit = units.getOrDefault(Names.fold(name), Unit.NUMBER);
              parts.put(name, files.stream().map(file -> column(file, unit)).toList());
            });
    return new FolderStatistics(facts.files(), facts.bytes(), FooterFacts.of(facts.rows(), parts));
  }

  private static Unit unit(String type) {
    return switch (type) {
      case "date" -> Unit.DAY;
      case "timestamp" -> Unit.MICROSECOND;
      default -> Unit.NUMBER;
    };
  }

  private static FooterColumn column(ColumnOfFile file, Unit unit) {
    return new FooterColumn(
        file.values(), file.nulls(), bound(file.low()), bound(file.high()), -1, -1, unit);
  }

  private static @Nullable Comparable<?> bound(@Nullable Object bound) {
    if (bound instanceof Integer || bound instanceof Long) {
      return ((Number) bound).longValue();
    }
    if (bound instanceof Float || bound instanceof Double) {
      double floating = ((Number) bound).doubleValue();
      return Double.isFinite(floating) ? Double.valueOf(floating) : null;
    }
    return bound instanceof BigDecimal decimal ? decimal : null;
  }
}
