package io.propolis.catalog.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statements whose parameters go beside their text. */
final class BoundStatements {
  private BoundStatements() {}

  /** Prepares the text of statements. */
  interface Preparing {
    PreparedStatement prepare(String text) throws SQLException;
  }

  /** Runs them in one go; the caller closes what comes back. */
  static Statement execute(Preparing preparing, List<SqlStatement> all) throws SQLException {
    var statement = preparing.prepare(joined(all));
    try {
      int index = 1;
      for (var each : all) {
        for (var parameter : each.parameters()) {
          bind(statement, index++, parameter);
        }
      }
      statement.execute();
      return statement;
    } catch (SQLException | RuntimeException | Error e) {
      statement.close();
      throw e;
    }
  }

  private static String joined(List<SqlStatement> all) {
    return all.size() == 1
        ? all.get(0).text()
        : all.stream().map(SqlStatement::text).collect(Collectors.joining(";\n"));
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setNull(index, Types.NULL);
    } else if (value instanceof String text) {
      statement.setString(index, text);
    } else if (value instanceof Long number) {
      statement.setLong(index, number);
    } else if (value instanceof Integer number) {
      statement.setInt(index, number);
    } else if (value instanceof BigDecimal number) {
      statement.setBigDecimal(index, number);
    } else if (value instanceof Double number) {
      statement.setDouble(index, number);
    } else if (value instanceof Boolean flag) {
      statement.setInt(index, flag ? 1 : 0);
    } else if (value instanceof byte[] bytes) {
      statement.setBytes(index, bytes);
    } else if (value instanceof Enum<?> constant) {
      statement.setString(index, constant.name());
    } else if (value instanceof SqlArray array) {
      statement.setArray(index, array.on(statement.getConnection()));
    } else {
      throw new IllegalArgumentException("No SQL type for " + value.getClass());
    }
  }
}
