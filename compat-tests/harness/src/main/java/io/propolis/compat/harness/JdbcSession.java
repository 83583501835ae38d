package io.propolis.compat.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** One connection to an engine through its own JDBC driver, with results as text. */
final class JdbcSession implements SqlEngine {

  private final Connection connection;

  private JdbcSession(Connection connection) {
    this.connection = connection;
  }

  static JdbcSession open(String url) {
    try {
      return new JdbcSession(DriverManager.getConnection(url));
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot connect to " + url, e);
    }
  }

  @Override
  public List<String> query(String sql) {
    try (var statement = connection.createStatement()) {
      var rows = new ArrayList<String>();
      if (statement.execute(sql)) {
        try (var results = statement.getResultSet()) {
          while (results.next()) {
            rows.add(row(results));
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new SqlFailedException(sql, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("Cannot close the connection", e);
    }
  }

  private static String row(ResultSet results) throws SQLException {
    var columns = new StringJoiner("|");
    for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
      columns.add(String.valueOf(results.getString(i)));
    }
    return columns.toString();
  }
}
