package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.DropData;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.thrift.translate.ValidLists;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.jspecify.annotations.Nullable;

/** What requests of several nouns have in common. */
final class Requests {
  private static final String STATS_GENERATED = "STATS_GENERATED";
  private static final String DO_NOT_UPDATE_STATS = "DO_NOT_UPDATE_STATS";

  /** Data goes past the trash. */
  private static final String PURGE = "ifPurge";

  private Requests() {}

  static Map<String, String> properties(@Nullable EnvironmentContext context) {
    return context == null || context.getProperties() == null ? Map.of() : context.getProperties();
  }

  static Optional<String> property(@Nullable EnvironmentContext context, String key) {
    return Optional.ofNullable(properties(context).get(key));
  }

  static FileStatistics.Mode fileStatistics(@Nullable EnvironmentContext context) {
    if (property(context, DO_NOT_UPDATE_STATS).filter("true"::equalsIgnoreCase).isPresent()) {
      return FileStatistics.Mode.KEEP;
    }
    return switch (property(context, STATS_GENERATED).orElse("")) {
      case "TASK" -> FileStatistics.Mode.UPDATE_COUNTED;
      case "USER" -> FileStatistics.Mode.UPDATE_SET;
      default -> FileStatistics.Mode.UPDATE;
    };
  }

  /** What a client sees of a table, when it says so; null when it trusts all. Throws INVALID. */
  static @Nullable WriteIdSnapshot writeIds(@Nullable String validWriteIds) {
    return validWriteIds == null || validWriteIds.isEmpty()
        ? null
        : ValidLists.writeIds(validWriteIds);
  }

  /** What a request carries, or INVALID naming what is missing. */
  static <T> T given(Entity entity, String what, @Nullable T value) {
    if (value == null) {
      throw invalid(entity, "The request gives no " + what);
    }
    return value;
  }

  static DropData dropData(boolean deleteData) {
    return dropData(deleteData, null);
  }

  static DropData dropData(boolean deleteData, @Nullable EnvironmentContext context) {
    if (!deleteData) {
      return DropData.KEEP_FILES;
    }
    return property(context, PURGE).filter("true"::equalsIgnoreCase).isPresent()
        ? DropData.PURGE_FILES
        : DropData.DELETE_FILES;
  }

  /** The first {@code max} elements; a negative limit means all. */
  static <T> List<T> first(int max, List<T> all) {
    return max < 0 || max >= all.size() ? all : all.subList(0, max);
  }

  static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
