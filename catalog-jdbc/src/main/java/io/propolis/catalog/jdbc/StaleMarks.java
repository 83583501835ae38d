package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.rules.StatisticsState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which marks of columns in {@code COLUMN_STATS_ACCURATE} of a table's partitions count no more:
 * decided when a partition is read, so that a change of columns writes to none.
 *
 * <p>Changes of a table that end marks are counted from 1. A partition whose parameters mark a
 * column that has ever been ended says, in front of the parameter's value, up to which change its
 * marks are right: {@code @2 {"COLUMN_STATS":…}}. Without that they are as old as the table.
 *
 * @param ended folded names of columns, each with the last change that ended its marks
 */
record StaleMarks(Map<String, Long> ended) {
  /** Of a table whose columns have never changed below statistics of partitions. */
  static final StaleMarks NONE = new StaleMarks(Map.of());

  private static final Json<Map<String, Long>> JSON = Json.of(new TypeReference<>() {});
  private static final String STAMP = "@";
  private static final String OF_COLUMNS = "COLUMN_STATS";
  private static final Pattern STAMPED = Pattern.compile("@(\\d+) (.*)", Pattern.DOTALL);

  StaleMarks {
    ended = Map.copyOf(ended);
  }

  static StaleMarks read(@Nullable String text) {
    return text == null ? NONE : new StaleMarks(JSON.read(text));
  }

  String text() {
    return JSON.canonical().write(ended);
  }

  /** With one change more, which ends the marks of these columns. */
  StaleMarks ending(Collection<String> columns) {
    var more = new LinkedHashMap<>(ended);
    long change = last() + 1;
    columns.forEach(column -> more.put(Names.fold(column), change));
    return new StaleMarks(more);
  }

  private long last() {
    return ended.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /**
   * Whether parameters may have to be stored otherwise than they are: they mark columns, perhaps in
   * escaped letters, or have a value that looks like a stored one.
   */
  static boolean mayConcern(Map<String, String> parameters) {
    var value = parameters.get(StatisticsState.KEY);
    return value != null
        && (value.contains(OF_COLUMNS) || value.contains("\\") || value.startsWith(STAMP));
  }

  /** Parameters as they are stored when the partition is written now. */
  Map<String, String> stored(Map<String, String> parameters) {
    var value = parameters.get(StatisticsState.KEY);
    if (value == null) {
      return parameters;
    }
    boolean isStamped =
        value.startsWith(STAMP)
            || !ended.isEmpty()
                && ended.keySet().stream().anyMatch(StatisticsState.of(parameters)::isOf);
    return isStamped ? with(parameters, STAMP + last() + " " + value) : parameters;
  }

  /** Parameters as they are shown: without marks that count no more. */
  Map<String, String> shown(Map<String, String> stored) {
    var value = stored.get(StatisticsState.KEY);
    if (value == null || ended.isEmpty() && !value.startsWith(STAMP)) {
      return stored;
    }
    var stamped = STAMPED.matcher(value);
    boolean isStamped = stamped.matches();
    long since = isStamped ? Long.parseLong(stamped.group(1)) : 0;
    var parameters = isStamped ? with(stored, stamped.group(2)) : stored;
    var stale =
        ended.entrySet().stream()
            .filter(each -> each.getValue() > since)
            .map(Map.Entry::getKey)
            .toList();
    return StatisticsState.withoutColumns(parameters, stale);
  }

  private static Map<String, String> with(Map<String, String> parameters, String value) {
    var changed = new LinkedHashMap<>(parameters);
    changed.put(StatisticsState.KEY, value);
    return changed;
  }
}
