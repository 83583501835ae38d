package io.propolis.glue.filter;

import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The partition keys of a table, and what constants mean under each, in AWS's words for errors. */
final class KeyTypes {
  private enum Type {
    INTEGRAL("Integral"),
    DECIMAL("Decimal"),
    DATE("Date"),
    TIMESTAMP("Timestamp"),
    TEXT("String");

    private final String label;

    Type(String label) {
      this.label = label;
    }
  }

  /** Beyond every decimal of Hive's. */
  private static final int MAX_SCALE = 400;

  private record Key(int index, Column column) {}

  private final Map<String, Key> keys = new LinkedHashMap<>();
  private final Map<Key, Type> used = new LinkedHashMap<>();

  KeyTypes(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      keys.put(columns.get(i).name().toLowerCase(Locale.ROOT), new Key(i, columns.get(i)));
    }
  }

  /** InvalidInputException for a key that the table has not, or of a type without expressions. */
  void require(String name) {
    type(name);
  }

  /** InvalidInputException for a key that is no text. */
  void requireText(String name) {
    var type = type(name);
    if (type != Type.TEXT) {
      throw GlueException.invalidInput(type.label + " data type doesn't support operation 'LIKE'");
    }
  }

  /** A constant as the key's type has it. InvalidInputException when it is none. */
  Literal literal(String name, String text) {
    try {
      return literal(type(name), text);
    } catch (NotOfTypeException e) {
      throw GlueException.invalidInput(e.getMessage());
    }
  }

  /** Finds a stored value of a key that fails a test; {@code type} names the test. */
  @FunctionalInterface
  interface Misfits {
    Optional<String> find(int key, Object type, Predicate<String> test);
  }

  /**
   * Throws InvalidStateException when a stored value is not of the type of a key that the
   * expression uses. Null is of all types.
   */
  void checkStored(Misfits misfits) {
    used.forEach(
        (key, type) ->
            misfits
                .find(key.index(), type, value -> isOf(type, value))
                .ifPresent(value -> refuse(type, value)));
  }

  private static boolean isOf(Type type, String value) {
    if (value.equals(PartitionNames.NULL_VALUE)) {
      return true;
    }
    try {
      literal(type, value);
      return true;
    } catch (NotOfTypeException e) {
      return false;
    }
  }

  private static void refuse(Type type, String value) {
    try {
      literal(type, value);
    } catch (NotOfTypeException e) {
      throw new GlueException(GlueError.INVALID_STATE, "For input string: " + e.getMessage(), e);
    }
  }

  private Type type(String name) {
    var key = keys.get(name.toLowerCase(Locale.ROOT));
    if (key == null) {
      throw GlueException.invalidInput("Unknown column '%s'".formatted(name));
    }
    var hiveType = key.column().type().strip().toLowerCase(Locale.ROOT);
    int parameters = hiveType.indexOf('(');
    var word = parameters < 0 ? hiveType : hiveType.substring(0, parameters).strip();
    var type =
        switch (word) {
          case "tinyint", "smallint", "int", "integer", "bigint", "long" -> Type.INTEGRAL;
          case "decimal" -> Type.DECIMAL;
          case "date" -> Type.DATE;
          case "timestamp" -> Type.TIMESTAMP;
          case "string", "char", "varchar" -> Type.TEXT;
          default -> throw GlueException.invalidInput("Unknown type : '%s'".formatted(hiveType));
        };
    if (type != Type.TEXT) {
      used.put(key, type);
    }
    return type;
  }

  private static Literal literal(Type type, String text) throws NotOfTypeException {
    try {
      return switch (type) {
        case INTEGRAL -> new Literal.Number(new BigDecimal(new BigInteger(text.strip())));
        case DECIMAL -> new Literal.Number(decimal(text.strip()));
        case DATE -> new Literal.Date(LocalDate.parse(text.strip()));
        case TIMESTAMP -> new Literal.Timestamp(timestamp(text.strip()));
        case TEXT -> new Literal.Text(text);
      };
    } catch (NumberFormatException | DateTimeException e) {
      throw new NotOfTypeException(
          switch (type) {
            case INTEGRAL -> "\"%s\" is not an integer.".formatted(text);
            case DECIMAL -> text + " is not a decimal.";
            case DATE -> text + " is not a date.";
            case TIMESTAMP ->
                "Timestamp format must be yyyy-mm-dd hh:mm:ss[.fffffffff] %s is not a timestamp."
                    .formatted(text);
            case TEXT -> throw new AssertionError(text);
          },
          e);
    }
  }

  /** Written out, a number of a few characters could fill the memory: 1e999999999. */
  private static BigDecimal decimal(String text) {
    var number = new BigDecimal(text);
    if (Math.abs((long) number.scale()) > MAX_SCALE) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  private static LocalDateTime timestamp(String text) {
    return text.length() == "yyyy-mm-dd".length()
        ? LocalDate.parse(text).atStartOfDay()
        : LocalDateTime.parse(text.replace(' ', 'T'));
  }

  private static final class NotOfTypeException extends Exception {
    private static final long serialVersionUID = 1L;

    NotOfTypeException(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
