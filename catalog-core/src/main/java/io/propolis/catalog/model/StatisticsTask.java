package io.propolis.catalog.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run of column statistics is to do.
 *
 * @param columns folded; empty for all that have a type with statistics
 * @param part of the files that is read, above 0 and at most 1
 * @param role and securityConfiguration: what clients said, to be shown again
 */
public record StatisticsTask(
    TableName table,
    List<String> columns,
    double part,
    @Nullable String role,
    @Nullable String securityConfiguration) {
  private static final String SEPARATOR = "\n";

  public StatisticsTask {
    columns = columns.stream().map(Names::fold).toList();
    if (part <= 0 || part > 1) {
      throw new IllegalArgumentException("Not a part of all files: " + part);
    }
  }

  /** The part that a percentage means, as clients give it: absent and 0 for all. */
  public static double part(@Nullable Double percentage) {
    return percentage == null || percentage == 0 ? 1 : percentage / 100;
  }

  /** As the progress of a run, which it begins with. */
  public Map<String, String> asProgress() {
    var progress = new LinkedHashMap<String, String>();
    progress.put("catalog", table.database().catalog());
    progress.put("database", table.database().name());
    progress.put("table", table.name());
    progress.put("columns", String.join(SEPARATOR, columns));
    progress.put("part", Double.toString(part));
    if (role != null) {
      progress.put("role", role);
    }
    if (securityConfiguration != null) {
      progress.put("securityConfiguration", securityConfiguration);
    }
    return progress;
  }

  /** Of the progress of a run. */
  public static StatisticsTask of(Map<String, String> progress) {
    var columns = progress.getOrDefault("columns", "");
    return new StatisticsTask(
        new DatabaseName(
                progress.getOrDefault("catalog", ""), progress.getOrDefault("database", ""))
            .table(progress.getOrDefault("table", "")),
        columns.isEmpty() ? List.of() : List.of(columns.split(SEPARATOR, -1)),
        Double.parseDouble(progress.getOrDefault("part", "1")),
        progress.get("role"),
        progress.get("securityConfiguration"));
  }
}
