package io.propolis.catalog.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The current row of a result, by column position from 1. */
final class Row {
  /** Makes a value of a row. */
  interface Mapper<T> {
    T map(Row row) throws SQLException;
  }

  private final ResultSet result;

  Row(ResultSet result) {
    this.result = result;
  }

  String text(int column) throws SQLException {
    return Objects.requireNonNull(result.getString(column), "column " + column);
  }

  @Nullable String textOrNull(int column) throws SQLException {
    return result.getString(column);
  }

  long number(int column) throws SQLException {
    return result.getLong(column);
  }

  @Nullable Long numberOrNull(int column) throws SQLException {
    long value = result.getLong(column);
    return result.wasNull() ? null : value;
  }

  int integer(int column) throws SQLException {
    return result.getInt(column);
  }

  boolean flag(int column) throws SQLException {
    return result.getInt(column) != 0;
  }

  byte[] bytes(int column) throws SQLException {
    return Objects.requireNonNull(result.getBytes(column), "column " + column);
  }

  byte @Nullable [] bytesOrNull(int column) throws SQLException {
    return result.getBytes(column);
  }
}
