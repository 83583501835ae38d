package io.propolis.catalog.rules;

import io.propolis.catalog.files.LakeFiles;
import io.propolis.catalog.files.LakeFiles.FolderSize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code numFiles} and {@code totalSize}: what Hive's "quick statistics" take from storage. */
public final class FileStatistics {
  /** Whether an operation looks at storage to fill them. */
  public enum Mode {
    UPDATE,
    /** The same, for a client that has counted rows and bytes: its numbers are right. */
    UPDATE_COUNTED,
    /** The same, for a client that has set numbers by hand. */
    UPDATE_SET,
    /** The client asked to leave statistics as they are ({@code DO_NOT_UPDATE_STATS}). */
    KEEP;

    /** Whether what files say goes into the parameters. */
    public boolean updates() {
      return this != KEEP;
    }
  }

  public static final String FILES = "numFiles";
  public static final String BYTES = "totalSize";

  private static final Logger LOG = LoggerFactory.getLogger(FileStatistics.class);

  private FileStatistics() {}

  /**
   * The parameters with fresh statistics, the old ones when storage cannot be asked. Data may have
   * changed: no other statistics are right any more, unless the client has just counted.
   */
  public static Map<String, String> refreshed(
      LakeFiles files, @Nullable String location, Map<String, String> parameters, Mode mode) {
    return refreshed(files::size, location, parameters, mode);
  }

  /**
   * The same.
   *
   * @param sizes asks storage; may throw
   */
  public static Map<String, String> refreshed(
      Function<String, FolderSize> sizes,
      @Nullable String location,
      Map<String, String> parameters,
      Mode mode) {
    if (location == null) {
      return parameters;
    }
    try {
      var size = sizes.apply(location);
      return judged(with(parameters, size.files(), size.bytes()), mode);
    } catch (RuntimeException e) {
      LOG.debug("No file statistics of {}: {}", location, e.getMessage());
      return judged(parameters, mode);
    }
  }

  /** The parameters with the state that statistics have after such an update. */
  public static Map<String, String> judged(Map<String, String> parameters, Mode mode) {
    return switch (mode) {
      case UPDATE, UPDATE_SET -> StatisticsState.without(parameters);
      case UPDATE_COUNTED -> StatisticsState.withBasic(parameters);
      case KEEP -> parameters;
    };
  }

  /** Whether a change of a partition asks for what files say. */
  public static boolean areWanted(
      Map<String, String> current, Map<String, String> requested, Mode mode) {
    return switch (mode) {
      case KEEP -> false;
      case UPDATE_COUNTED, UPDATE_SET -> true;
      case UPDATE -> !areIn(requested) || !areSame(current, requested);
    };
  }

  /** Whether both are in the parameters. */
  public static boolean areIn(Map<String, String> parameters) {
    return parameters.containsKey(FILES) && parameters.containsKey(BYTES);
  }

  /** Whether both are there and say the same. */
  public static boolean areSame(Map<String, String> one, Map<String, String> other) {
    return areIn(one)
        && Objects.equals(one.get(FILES), other.get(FILES))
        && Objects.equals(one.get(BYTES), other.get(BYTES));
  }

  /**
   * The parameters of something that was emptied: no files, no rows, and both known for sure
   * (Hive's {@code COLUMN_STATS_ACCURATE}).
   */
  public static Map<String, String> ofNothing(Map<String, String> parameters) {
    var changed = with(parameters, 0, 0);
    changed.put("numRows", "0");
    changed.put("rawDataSize", "0");
    return StatisticsState.withBasic(StatisticsState.without(changed));
  }

  private static LinkedHashMap<String, String> with(
      Map<String, String> parameters, long files, long bytes) {
    var changed = new LinkedHashMap<>(parameters);
    changed.put(FILES, Long.toString(files));
    changed.put(BYTES, Long.toString(bytes));
    return changed;
  }
}
