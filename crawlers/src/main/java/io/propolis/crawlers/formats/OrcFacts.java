package io.propolis.crawlers.formats;

import io.propolis.crawlers.statistics.FooterColumn;
import io.propolis.crawlers.statistics.FooterColumn.Unit;
import io.propolis.crawlers.statistics.FooterFacts;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import org.apache.orc.OrcProto;
import org.apache.orc.TypeDescription;
import org.jspecify.annotations.Nullable;

/** What an ORC footer says about the values of top-level columns. */
final class OrcFacts {
  private OrcFacts() {}

  static FooterFacts of(OrcProto.Footer footer, TypeDescription schema) {
    long rows = footer.getNumberOfRows();
    var columns = new HashMap<String, List<FooterColumn>>();
    for (int i = 0; i < schema.getChildren().size(); i++) {
      int id = schema.getChildren().get(i).getId();
      if (id < footer.getStatisticsCount() && isSingle(schema.getChildren().get(i))) {
        columns.put(schema.getFieldNames().get(i), List.of(column(footer.getStatistics(id), rows)));
      }
    }
    return FooterFacts.of(rows, columns);
  }

  private static boolean isSingle(TypeDescription type) {
    return type.getCategory().isPrimitive();
  }

  private static FooterColumn column(OrcProto.ColumnStatistics told, long rows) {
    long values = told.getNumberOfValues();
    long trues =
        told.hasBucketStatistics() && told.getBucketStatistics().getCountCount() > 0
            ? told.getBucketStatistics().getCount(0)
            : -1;
    return new FooterColumn(
        values,
        rows - values,
        bound(told, Side.LOW),
        bound(told, Side.HIGH),
        -1,
        trues,
        told.hasDateStatistics()
            ? Unit.DAY
            : told.hasTimestampStatistics() ? Unit.MICROSECOND : Unit.NUMBER);
  }

  private enum Side {
    LOW,
    HIGH
  }

  private static @Nullable Comparable<?> bound(OrcProto.ColumnStatistics told, Side side) {
    boolean isLow = side == Side.LOW;
    if (told.hasIntStatistics() && told.getIntStatistics().hasMinimum()) {
      var of = told.getIntStatistics();
      return Long.valueOf(isLow ? of.getMinimum() : of.getMaximum());
    }
    if (told.hasDateStatistics() && told.getDateStatistics().hasMinimum()) {
      var of = told.getDateStatistics();
      return Long.valueOf(isLow ? of.getMinimum() : of.getMaximum());
    }
    if (told.hasTimestampStatistics() && told.getTimestampStatistics().hasMinimumUtc()) {
      var of = told.getTimestampStatistics();
      return Long.valueOf((isLow ? of.getMinimumUtc() : of.getMaximumUtc()) * 1_000);
    }
    if (told.hasDoubleStatistics() && told.getDoubleStatistics().hasMinimum()) {
      var of = told.getDoubleStatistics();
      double value = isLow ? of.getMinimum() : of.getMaximum();
      return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
    if (told.hasDecimalStatistics() && told.getDecimalStatistics().hasMinimum()) {
      var of = told.getDecimalStatistics();
      return new BigDecimal(isLow ? of.getMinimum() : of.getMaximum());
    }
    return null;
  }
}
