package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.Dialect.Part;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type as one parameter: PostgreSQL reads a thousand values much faster than a
 * statement with a thousand parameters, and prepares its text once for any number of them.
 *
 * @param type PostgreSQL's name of the elements' type
 */
record SqlArray(String type, List<? extends @Nullable Object> values) {
  private static final String NUMBERS = "bigint";
  private static final String TEXTS = "text";

  /** Of values that are of one type but for nulls. */
  static SqlArray of(List<? extends @Nullable Object> values) {
    for (var value : values) {
      if (value != null) {
        return new SqlArray(type(value), values);
      }
    }
    return new SqlArray(TEXTS, values);
  }

  /** The type of a column that takes such values. */
  static String type(Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
      return NUMBERS;
    } else if (value instanceof String || value instanceof Enum<?>) {
      return TEXTS;
    } else if (value instanceof byte[]) {
      return "bytea";
    } else if (value instanceof Double) {
      return "float8";
    } else if (value instanceof BigDecimal) {
      return "numeric";
    }
    throw new IllegalArgumentException("No SQL type for " + value.getClass());
  }

  Array on(Connection connection) throws SQLException {
    return connection.createArrayOf(type.equals(NUMBERS) ? "int8" : type, elements());
  }

  private Object[] elements() {
    return switch (type) {
      case NUMBERS -> values.stream().map(SqlArray::number).toArray(Long[]::new);
      case TEXTS -> values.stream().map(SqlArray::text).toArray(String[]::new);
      case "bytea" -> values.toArray(new byte[0][]);
      default -> values.toArray();
    };
  }

  private static @Nullable Long number(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof Boolean flag ? (flag ? 1L : 0L) : (Long) ((Number) value).longValue();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : (String) value;
  }

  /** Characters and bytes, about. */
  long size() {
    long size = 0;
    for (var value : values) {
      size +=
          value instanceof String text ? text.length() : value instanceof byte[] b ? b.length : 0;
    }
    return size;
  }

  /**
   * Rows as one array for each column; a column with one value for all rows is that value.
   *
   * @param insert up to and with VALUES
   */
  static Part inserting(String insert, List<? extends List<? extends @Nullable Object>> rows) {
    var selected = new ArrayList<String>();
    var arrays = new ArrayList<String>();
    var names = new ArrayList<String>();
    var single = new ArrayList<@Nullable Object>();
    var many = new ArrayList<@Nullable Object>();
    for (int column = 0; column < rows.get(0).size(); column++) {
      var values = new ArrayList<@Nullable Object>(rows.size());
      for (var row : rows) {
        values.add(row.get(column));
      }
      var first = values.get(0);
      if (!values.stream().allMatch(value -> same(first, value))) {
        var array = SqlArray.of(values);
        names.add("c" + column);
        selected.add("c" + column);
        arrays.add("?::" + array.type() + "[]");
        many.add(array);
      } else if (first == null) {
        selected.add("NULL");
      } else {
        selected.add("?::" + type(first));
        single.add(first);
      }
    }
    if (many.isEmpty()) {
      names.add("c");
      arrays.add("?::" + NUMBERS + "[]");
      many.add(SqlArray.of(rows.stream().map(row -> 0L).toList()));
    }
    single.addAll(many);
    var into = insert.substring(0, insert.lastIndexOf("VALUES"));
    return new Part(
        "%s SELECT %s FROM unnest(%s) AS rows (%s)"
            .formatted(
                into,
                String.join(", ", selected),
                String.join(", ", arrays),
                String.join(", ", names)),
        single);
  }

  /** Rows as a table {@code given} of these columns. */
  static Part given(List<String> columns, List<? extends List<? extends @Nullable Object>> rows) {
    var arrays = new ArrayList<SqlArray>();
    for (int column = 0; column < columns.size(); column++) {
      int of = column;
      arrays.add(SqlArray.of(rows.stream().map(row -> row.get(of)).toList()));
    }
    var types = arrays.stream().map(array -> "?::" + array.type() + "[]").toList();
    return new Part(
        "unnest(%s) AS given (%s)".formatted(String.join(", ", types), String.join(", ", columns)),
        arrays);
  }

  private static boolean same(@Nullable Object first, @Nullable Object value) {
    return first == null ? value == null : first.equals(value);
  }
}
