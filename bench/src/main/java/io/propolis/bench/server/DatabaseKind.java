package io.propolis.bench.server;

import java.util.Arrays;
import java.util.Locale;

/** The database under the catalogs that are compared. */
public enum DatabaseKind {
  /** Embedded in our server: no peer has it. */
  SQLITE,
  MARIADB,
  POSTGRESQL;

  /** As the command line, the tables and the JSON name it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Throws IllegalArgumentException naming those that there are. */
  public static DatabaseKind of(String label) {
    return Arrays.stream(values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No database '%s'; there are sqlite, mariadb, postgresql".formatted(label)));
  }
}
