package io.propolis.catalog.jdbc;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements of one transaction on one connection and counts them. Once a statement has
 * failed nothing more is run: some databases would refuse it anyway, and all should behave alike.
 */
final class Sql {
  /** Rows or keys of one statement: within every database's limit of parameters. */
  static final int CHUNK = 1000;

  private final Connection connection;
  private final Dialect dialect;
  private final LongAdder statements;
  private @Nullable StatementFailure failed;

  Sql(Connection connection, Dialect dialect, LongAdder statements) {
    this.connection = connection;
    this.dialect = dialect;
    this.statements = statements;
  }

  Dialect dialect() {
    return dialect;
  }

  /** The failure after which the transaction can only be rolled back, if there was one. */
  Optional<StatementFailure> failed() {
    return Optional.ofNullable(failed);
  }

  <T> List<T> list(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, Arrays.asList(parameters));
  }

  <T> List<T> list(String sql, Row.Mapper<T> mapper, List<? extends @Nullable Object> parameters) {
    return run(
        () -> {
          try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            try (var result = statement.executeQuery()) {
              var row = new Row(result);
              var rows = new ArrayList<T>();
              while (result.next()) {
                rows.add(mapper.map(row));
              }
              return rows;
            }
          }
        });
  }

  <T> Optional<T> first(String sql, Row.Mapper<T> mapper, @Nullable Object... parameters) {
    return list(sql, mapper, parameters).stream().findFirst();
  }

  /** Locks the rows that the SELECT finds; nothing to do where a writer is alone. */
  void lock(String select, @Nullable Object... parameters) {
    if (!dialect.forUpdate().isEmpty()) {
      list(select + dialect.forUpdate(), row -> true, parameters);
    }
  }

  /** Returns the number of rows that were found (not: that differ afterwards). */
  int update(String sql, @Nullable Object... parameters) {
    return update(sql, Arrays.asList(parameters));
  }

  int update(String sql, List<? extends @Nullable Object> parameters) {
    return run(
        () -> {
          try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
          }
        });
  }

  /** Inserts one row and returns the id it was given. */
  long insert(String sql, @Nullable Object... parameters) {
    return run(
        () -> {
          try (var statement = connection.prepareStatement(sql, new String[] {"id"})) {
            bind(statement, Arrays.asList(parameters));
            statement.executeUpdate();
            return generatedId(statement);
          }
        });
  }

  /**
   * Inserts rows, {@link #CHUNK} per statement.
   *
   * @param insert the statement up to and with VALUES
   * @param ending what stands behind the rows, may be empty
   */
  void insertRows(
      String insert, List<? extends List<? extends @Nullable Object>> rows, String ending) {
    forChunks(
        rows,
        chunk -> {
          var row = placeholders(chunk.get(0).size());
          var sql = new StringBuilder(insert);
          var parameters = new ArrayList<@Nullable Object>(chunk.size() * chunk.get(0).size());
          for (int i = 0; i < chunk.size(); i++) {
            sql.append(i == 0 ? " " : ", ").append(row);
            parameters.addAll(chunk.get(i));
          }
          update(sql.append(ending).toString(), parameters);
        });
  }

  /** Hands the elements over, {@link #CHUNK} at a time. */
  static <T> void forChunks(Collection<T> elements, Consumer<List<T>> work) {
    var all = List.copyOf(elements);
    for (int from = 0; from < all.size(); from += CHUNK) {
      work.accept(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
  }

  /** {@code (?, ?, ?)}. */
  static String placeholders(int count) {
    return "(" + "?, ".repeat(count - 1) + "?)";
  }

  private <T> T run(Work<T> work) {
    if (failed != null) {
      throw failed;
    }
    statements.increment();
    try {
      return work.run();
    } catch (SQLException e) {
      failed = new StatementFailure(dialect.classify(e), e);
      throw failed;
    }
  }

  private interface Work<T> {
    T run() throws SQLException;
  }

  private static long generatedId(Statement statement) throws SQLException {
    try (var keys = statement.getGeneratedKeys()) {
      if (!keys.next()) {
        throw new SQLException("The database gave no id to an inserted row");
      }
      return keys.getLong(1);
    }
  }

  private static void bind(PreparedStatement statement, List<? extends @Nullable Object> parameters)
      throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      bind(statement, i + 1, parameters.get(i));
    }
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
    } else {
      throw new IllegalArgumentException("No SQL type for " + value.getClass());
    }
  }
}
