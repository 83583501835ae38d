package io.propolis.catalog.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the databases have in common beyond plain SQL. */
final class StandardSql {
  private StandardSql() {}

  /** The ending of an INSERT as PostgreSQL and SQLite write it. */
  static String update(List<String> key, List<String> columns) {
    return columns.stream()
        .map(column -> column + " = excluded." + column)
        .collect(
            Collectors.joining(
                ", ", " ON CONFLICT (" + String.join(", ", key) + ") DO UPDATE SET ", ""));
  }

  /** What the standard's classes of SQLSTATE say. */
  static Failure bySqlState(SQLException exception) {
    if (exception instanceof SQLTransientConnectionException
        || exception instanceof SQLRecoverableException) {
      return Failure.CONNECTION;
    }
    @Nullable String state = exception.getSQLState();
    if (state == null || state.length() < 2) {
      return Failure.OTHER;
    }
    return switch (state.substring(0, 2)) {
      case "08" -> Failure.CONNECTION;
      case "22" -> Failure.VALUE;
      case "40" -> Failure.RETRY;
      default -> Failure.OTHER;
    };
  }
}
