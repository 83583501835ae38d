package io.propolis.crawlers.statistics;

import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.StatisticsState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl knows of the files of one folder: a partition, or a table without any.
 *
 * @param facts what their footers say; absent unless all of them were read
 */
public record FolderStatistics(long files, long bytes, @Nullable FooterFacts facts) {
  private static final String ROWS = "numRows";
  private static final String RAW_BYTES = "rawDataSize";
  private static final long MICROS = 1_000_000;

  /**
   * Whether what stands is of other files: numbers that engines wrote of these files are at least
   * as good.
   */
  public boolean areNews(Map<String, String> parameters) {
    boolean isSame =
        Long.toString(files).equals(parameters.get(FileStatistics.FILES))
            && Long.toString(bytes).equals(parameters.get(FileStatistics.BYTES));
    return !isSame || (facts != null && !parameters.containsKey(ROWS));
  }

  /** The parameters with these numbers, marked as right when all footers were read. */
  public Map<String, String> in(Map<String, String> parameters) {
    if (!areNews(parameters)) {
      return parameters;
    }
    var changed = new LinkedHashMap<>(StatisticsState.without(parameters));
    changed.remove(ROWS);
    changed.remove(RAW_BYTES);
    changed.put(FileStatistics.FILES, Long.toString(files));
    changed.put(FileStatistics.BYTES, Long.toString(bytes));
    if (facts == null) {
      return changed;
    }
    changed.put(ROWS, Long.toString(facts.rows()));
    return StatisticsState.withBasic(changed);
  }

  /** Those of the columns that footers tell enough of; none unless all were read. */
  public List<ColumnStatistics> columns(List<Column> columns) {
    if (facts == null) {
      return List.of();
    }
    var statistics = new ArrayList<ColumnStatistics>();
    for (var column : columns) {
      var name = Names.fold(column.name());
      var told = facts.columns().get(name);
      if (told != null) {
        data(column.type(), told)
            .ifPresent(
                data ->
                    statistics.add(
                        new ColumnStatistics(
                            name, column.type(), ColumnStatistics.HIVE_ENGINE, 0, data)));
      }
    }
    return statistics;
  }

  /** Empty for types of which statistics tell what footers do not, as lengths of texts. */
  private static Optional<StatisticsData> data(String type, FooterColumn told) {
    boolean isBounded = told.values() == 0 || (told.low() != null && told.high() != null);
    var word = type.toLowerCase(Locale.ROOT).replaceFirst("\\(.*", "").strip();
    if (word.equals("boolean")) {
      return told.trues() < 0
          ? Optional.empty()
          : Optional.of(
              new StatisticsData.BooleanData(
                  told.trues(), told.values() - told.trues(), told.nulls(), Sketches.NONE));
    }
    if (!isBounded) {
      return Optional.empty();
    }
    if (told.values() > 0 && told.unit() != unit(word)) {
      return Optional.empty();
    }
    boolean isWhole =
        told.low() == null || (told.low() instanceof Long && told.high() instanceof Long);
    long distinct = distinct(told);
    return Optional.ofNullable(
        switch (word) {
          case "tinyint", "smallint", "int", "integer", "bigint" ->
              isWhole
                  ? new StatisticsData.LongData(
                      whole(told.low()), whole(told.high()), told.nulls(), distinct, Sketches.NONE)
                  : null;
          case "date" ->
              isWhole
                  ? new StatisticsData.DateData(
                      whole(told.low()), whole(told.high()), told.nulls(), distinct, Sketches.NONE)
                  : null;
          case "timestamp" ->
              isWhole
                  ? new StatisticsData.TimestampData(
                      seconds(told.low()),
                      seconds(told.high()),
                      told.nulls(),
                      distinct,
                      Sketches.NONE)
                  : null;
          case "float", "double" ->
              new StatisticsData.DoubleData(
                  floating(told.low()),
                  floating(told.high()),
                  told.nulls(),
                  distinct,
                  Sketches.NONE);
          case "decimal" ->
              new StatisticsData.DecimalData(
                  exact(told.low()), exact(told.high()), told.nulls(), distinct, Sketches.NONE);
          default -> null;
        });
  }

  private static FooterColumn.Unit unit(String type) {
    return switch (type) {
      case "date" -> FooterColumn.Unit.DAY;
      case "timestamp" -> FooterColumn.Unit.MICROSECOND;
      default -> FooterColumn.Unit.NUMBER;
    };
  }

  /** As many as dictionaries say, else as values there are, and never more than there may be. */
  private static long distinct(FooterColumn told) {
    long most = told.distinct() < 0 ? told.values() : Math.min(told.distinct(), told.values());
    boolean isCountable =
        told.low() instanceof Long
            && told.high() instanceof Long
            && told.unit() != FooterColumn.Unit.MICROSECOND;
    if (!isCountable) {
      return most;
    }
    var range =
        FooterColumn.decimal(told.high())
            .subtract(FooterColumn.decimal(told.low()))
            .add(BigDecimal.ONE);
    return range.min(BigDecimal.valueOf(most)).longValue();
  }

  private static @Nullable Long whole(@Nullable Comparable<?> bound) {
    return (Long) bound;
  }

  private static @Nullable Long seconds(@Nullable Comparable<?> bound) {
    return bound == null ? null : Long.valueOf(Math.floorDiv((Long) bound, MICROS));
  }

  private static @Nullable Double floating(@Nullable Comparable<?> bound) {
    return bound == null ? null : Double.valueOf(FooterColumn.decimal(bound).doubleValue());
  }

  private static @Nullable BigDecimal exact(@Nullable Comparable<?> bound) {
    return bound == null
        ? null
        : FooterColumn.decimal(bound)
            .setScale(Math.max(0, FooterColumn.decimal(bound).scale()), RoundingMode.UNNECESSARY);
  }
}
