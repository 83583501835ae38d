package io.propolis.thrift.expression;

import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A side of a comparison. */
sealed interface Operand {
  /**
   * A column, read as a type that may not be its own.
   *
   * @param cast whether the type is not the column's own
   */
  record Key(String name, String type, boolean cast) implements Operand {
    Predicate typed(Predicate predicate) {
      return new Predicate.Typed(name, type, predicate);
    }
  }

  /** A constant; null is SQL's. */
  record Value(@Nullable Literal literal) implements Operand {}

  /** What cannot be evaluated here. */
  record Open(String what) implements Operand {}

  Set<String> TEXTS = Set.of("string", "varchar", "char");
  List<String> INTEGERS = List.of("tinyint", "smallint", "int", "bigint");
  BigInteger DECIMAL_WORD = BigInteger.TEN.pow(16);

  /** Casts that change no value, by function: the type that comes of them. */
  Map<String, String> CASTS =
      Map.of(
          "UDFToShort", "smallint",
          "UDFToInteger", "int",
          "UDFToLong", "bigint",
          "UDFToDouble", "double",
          "UDFToString", "string",
          "GenericUDFToString", "string",
          "GenericUDFToDate", "date",
          "GenericUDFTimestamp", "timestamp",
          "GenericUDFToVarchar", "varchar",
          "GenericUDFToDecimal", "decimal");

  static Operand of(@Nullable Object node) throws UnreadableExpressionException {
    if (!(node instanceof HiveObject object)) {
      throw new UnreadableExpressionException("a value stands where an expression must");
    }
    return switch (object.simpleName()) {
      case "ExprNodeColumnDesc" -> key(object);
      case "ExprNodeConstantDesc" -> constant(object);
      case "ExprNodeGenericFuncDesc" -> function(object);
      default -> new Open(object.simpleName());
    };
  }

  static Key key(HiveObject column) throws UnreadableExpressionException {
    var name = column.text("column");
    if (name == null) {
      throw new UnreadableExpressionException("a column has no name");
    }
    return new Key(name, type(column), false);
  }

  private static String type(HiveObject node) {
    var typeInfo = node.object("typeInfo");
    var type = typeInfo == null ? null : typeInfo.text("typeName");
    return type == null ? "string" : type;
  }

  private static Operand function(HiveObject node) throws UnreadableExpressionException {
    var function = node.object("genericUDF");
    var arguments = node.list("children");
    if (function == null || arguments.isEmpty()) {
      return new Open("a function without arguments");
    }
    var udfClass = function.text("udfClassName");
    var name =
        udfClass == null
            ? function.simpleName()
            : udfClass.substring(udfClass.lastIndexOf('.') + 1);
    var to = CASTS.get(name);
    // One step: a column read as another type; casts of casts are left open.
    if (to != null
        && arguments.get(0) instanceof HiveObject argument
        && argument.simpleName().equals("ExprNodeColumnDesc")
        && keepsValues(base(type(argument)), to)) {
      return new Key(key(argument).name(), to, true);
    }
    return new Open("the function " + name.replace("GenericUDF", ""));
  }

  private static boolean keepsValues(String from, String to) {
    if (TEXTS.contains(from)) {
      return to.equals("double")
          || to.equals("date")
          || to.equals("timestamp")
          || !from.equals("char") && to.equals("string");
    }
    int width = INTEGERS.indexOf(from);
    if (width >= 0) {
      return INTEGERS.indexOf(to) >= width
          || to.equals("decimal")
          || to.equals("double") && width < 3;
    }
    return from.equals("date") && to.equals("timestamp");
  }

  private static String base(String type) {
    int parameters = type.indexOf('(');
    return parameters < 0 ? type : type.substring(0, parameters);
  }

  private static Operand constant(HiveObject constant) {
    var value = constant.get("value");
    return value instanceof List<?> ? new Open("a list") : value(value);
  }

  /** A constant as Hive keeps it; open when it is none that compares with values of keys. */
  static Operand value(@Nullable Object value) {
    if (value == null) {
      return new Value(null);
    }
    var literal = literal(value);
    return literal == null ? new Open("a constant of an unusual type") : new Value(literal);
  }

  private static @Nullable Literal literal(Object value) {
    if (value instanceof String text) {
      return new Literal.Text(text);
    } else if (value instanceof Boolean truth) {
      return new Literal.Text(truth.toString());
    } else if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number) ? new Literal.Number(new BigDecimal(value.toString())) : null;
    } else if (value instanceof Number number) {
      return new Literal.Number(BigDecimal.valueOf(number.longValue()));
    } else if (value instanceof LocalDate date) {
      return new Literal.Date(date);
    } else if (value instanceof LocalDateTime time) {
      return new Literal.Timestamp(time);
    }
    return value instanceof HiveObject object ? ofHive(object) : null;
  }

  private static @Nullable Literal ofHive(HiveObject object) {
    return switch (object.simpleName()) {
      case "HiveChar", "HiveVarchar" -> {
        var text = object.text("value");
        yield text == null ? null : new Literal.Text(text.stripTrailing());
      }
      case "HiveDecimal" -> new Literal.Number(decimal(object));
      case "Date" ->
          object.get("localDate") instanceof LocalDate date ? new Literal.Date(date) : null;
      case "Timestamp" ->
          object.get("localDateTime") instanceof LocalDateTime time
              ? new Literal.Timestamp(time)
              : null;
      default -> null;
    };
  }

  /** Three words of sixteen digits, and where the point is. */
  private static BigDecimal decimal(HiveObject decimal) {
    var digits =
        BigInteger.valueOf(decimal.number("fast2"))
            .multiply(DECIMAL_WORD)
            .add(BigInteger.valueOf(decimal.number("fast1")))
            .multiply(DECIMAL_WORD)
            .add(BigInteger.valueOf(decimal.number("fast0")));
    int sign = Long.signum(decimal.number("fastSignum"));
    // Hive has 38 digits; more would make the number's text long without end.
    int scale = (int) Math.max(0, Math.min(38, decimal.number("fastScale")));
    return new BigDecimal(digits.multiply(BigInteger.valueOf(sign)), scale);
  }
}
