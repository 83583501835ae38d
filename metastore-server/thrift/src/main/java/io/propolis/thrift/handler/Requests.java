package io.propolis.thrift.handler;

import io.propolis.catalog.DropData;
import io.propolis.catalog.rules.FileStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.jspecify.annotations.Nullable;

/** What requests of several nouns have in common. */
final class Requests {
  private static final String DO_NOT_UPDATE_STATS = "DO_NOT_UPDATE_STATS";

  private Requests() {}

  static Map<String, String> properties(@Nullable EnvironmentContext context) {
    return context == null || context.getProperties() == null ? Map.of() : context.getProperties();
  }

  static Optional<String> property(@Nullable EnvironmentContext context, String key) {
    return Optional.ofNullable(properties(context).get(key));
  }

  static FileStatistics.Mode fileStatistics(@Nullable EnvironmentContext context) {
    return property(context, DO_NOT_UPDATE_STATS).filter("true"::equalsIgnoreCase).isPresent()
        ? FileStatistics.Mode.KEEP
        : FileStatistics.Mode.UPDATE;
  }

  static DropData dropData(boolean deleteData) {
    return deleteData ? DropData.DELETE_FILES : DropData.KEEP_FILES;
  }

  /** The first {@code max} elements; a negative limit means all. */
  static <T> List<T> first(int max, List<T> all) {
    return max < 0 || max >= all.size() ? all : all.subList(0, max);
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
