package io.propolis.catalog.jdbc;

import io.propolis.catalog.jdbc.SqlStatement.Asks;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements whose parameters stand in their text as literals of MySQL, for a driver that would
 * write them there in any case: it reads a text for its placeholders and copies each parameter
 * three times, which takes longer than the database needs to insert the rows.
 *
 * <p>A literal cannot be left, whatever the modes and the character set of the session: a text of
 * printable ASCII without quotes and backslashes stands in quotes, any other in hexadecimal digits,
 * two for each byte.
 */
final class LiteralStatements {
  private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

  /** Characters of a text whose digits could be more than a packet takes. */
  private static final int LONG = 1 << 18;

  private LiteralStatements() {}

  /** Whether no parameter becomes much longer as a literal than it is in quotes. */
  static boolean areShort(List<SqlStatement> all) {
    for (var each : all) {
      for (var parameter : each.parameters()) {
        if (parameter instanceof String text && text.length() > LONG && !isPlain(text)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Runs them in one go; the caller closes what comes back. */
  static Statement execute(Connection connection, List<SqlStatement> all) throws SQLException {
    var statement = connection.createStatement();
    try {
      statement.setEscapeProcessing(false);
      // Asked for only when needed: the driver then reads the whole text once more.
      boolean ids = all.stream().anyMatch(each -> each.asks() == Asks.ID);
      statement.execute(
          text(all), ids ? Statement.RETURN_GENERATED_KEYS : Statement.NO_GENERATED_KEYS);
      return statement;
    } catch (SQLException | RuntimeException | Error e) {
      statement.close();
      throw e;
    }
  }

  static String text(List<SqlStatement> all) {
    var text = new StringBuilder(256);
    for (var each : all) {
      if (!text.isEmpty()) {
        text.append(";\n");
      }
      append(text, each);
    }
    return text.toString();
  }

  private static void append(StringBuilder to, SqlStatement statement) {
    var text = statement.text();
    int from = 0;
    for (var parameter : statement.parameters()) {
      int place = placeholder(text, from);
      to.append(text, from, place);
      literal(to, parameter);
      from = place + 1;
    }
    to.append(text, from, text.length());
  }

  /** The next question mark outside of quotes. */
  private static int placeholder(String text, int from) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '?' && !quoted) {
        return i;
      }
    }
    throw new IllegalArgumentException("More parameters than places in " + text);
  }

  private static void literal(StringBuilder to, @Nullable Object value) {
    if (value == null) {
      to.append("NULL");
    } else if (value instanceof String text) {
      literal(to, text);
    } else if (value instanceof Long || value instanceof Integer || value instanceof Double) {
      to.append(value);
    } else if (value instanceof BigDecimal number) {
      to.append(number.toPlainString());
    } else if (value instanceof Boolean flag) {
      to.append(flag ? '1' : '0');
    } else if (value instanceof byte[] bytes) {
      hexadecimal(to, bytes);
    } else if (value instanceof Enum<?> constant) {
      literal(to, constant.name());
    } else {
      throw new IllegalArgumentException("No SQL type for " + value.getClass());
    }
  }

  private static void literal(StringBuilder to, String text) {
    if (isPlain(text)) {
      to.append('\'').append(text).append('\'');
    } else {
      to.append("_utf8mb4 ");
      hexadecimal(to, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '\'' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void hexadecimal(StringBuilder to, byte[] bytes) {
    to.ensureCapacity(to.length() + 3 + 2 * bytes.length);
    to.append("x'");
    for (byte each : bytes) {
      to.append(DIGITS[(each >> 4) & 0xf]).append(DIGITS[each & 0xf]);
    }
    to.append('\'');
  }
}
