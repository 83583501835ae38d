package io.propolis.glue.operations;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.glue.translate.Statistics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.ColumnError;
import software.amazon.awssdk.services.glue.model.ColumnStatisticsError;
import software.amazon.awssdk.services.glue.model.ErrorDetail;

/** What requests and answers about column statistics have in common: an entry for each column. */
final class StatisticsEntries {
  private StatisticsEntries() {}

  /** Statistics that can be put, and those of columns that the table has not. */
  record Sent(List<ColumnStatistics> known, List<ColumnStatisticsError> errors) {}

  static Sent sent(
      Table table, List<software.amazon.awssdk.services.glue.model.ColumnStatistics> entries) {
    var columns =
        Stream.concat(table.layout().columns().stream(), table.partitionKeys().stream())
            .map(Column::name)
            .map(Names::fold)
            .collect(Collectors.toSet());
    // The last of two for the same column wins, as it would if they came one after the other.
    var known = new LinkedHashMap<String, ColumnStatistics>();
    var errors = new ArrayList<ColumnStatisticsError>();
    for (var entry : entries) {
      if (columns.contains(Names.fold(entry.columnName()))) {
        var statistics = Statistics.statistics(entry);
        known.put(statistics.column(), statistics);
      } else {
        errors.add(
            ColumnStatisticsError.builder()
                .columnStatistics(entry)
                .error(missing(entry.columnName()))
                .build());
      }
    }
    return new Sent(List.copyOf(known.values()), errors);
  }

  /** An error for each column that has no statistics. */
  static List<ColumnError> absent(Collection<String> asked, Collection<ColumnStatistics> found) {
    var present = found.stream().map(ColumnStatistics::column).collect(Collectors.toSet());
    return asked.stream()
        .filter(column -> !present.contains(Names.fold(column)))
        .map(column -> ColumnError.builder().columnName(column).error(missing(column)).build())
        .toList();
  }

  private static ErrorDetail missing(String column) {
    return Failures.notFound("Column statistics not found: " + column);
  }
}
