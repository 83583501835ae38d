package io.propolis.thrift.expression;

import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.filter.Predicate.Undecidable;
import io.propolis.catalog.model.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes predicates of expressions, with what has no counterpart left open. */
final class ExpressionPredicates {
  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "GenericUDFOPEqual", Operator.EQUAL,
          "GenericUDFOPEqualNS", Operator.NULL_SAFE_EQUAL,
          "GenericUDFOPNotEqual", Operator.NOT_EQUAL,
          "GenericUDFOPLessThan", Operator.LESS,
          "GenericUDFOPEqualOrLessThan", Operator.LESS_OR_EQUAL,
          "GenericUDFOPGreaterThan", Operator.GREATER,
          "GenericUDFOPEqualOrGreaterThan", Operator.GREATER_OR_EQUAL);

  /** Objects may be shared, so that a small stream can mean a tree without end. */
  private static final int MAX_NODES = 200_000;

  private static final int MAX_DEPTH = 250;

  private int nodes;

  Predicate predicate(@Nullable Object node) throws UnreadableExpressionException {
    return predicate(node, 0);
  }

  private Predicate predicate(@Nullable Object node, int depth)
      throws UnreadableExpressionException {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new UnreadableExpressionException(
          "it means more than %d nodes or %d levels".formatted(MAX_NODES, MAX_DEPTH));
    }
    if (!(node instanceof HiveObject object)) {
      throw new UnreadableExpressionException("a value stands where a condition must");
    }
    return switch (object.simpleName()) {
      case "ExprNodeGenericFuncDesc" -> function(object, depth);
      case "ExprNodeConstantDesc" -> constant(object);
      case "ExprNodeColumnDesc" -> column(object);
      case "ExprNodeFieldDesc" -> new Undecidable("a field of " + object.text("fieldName"));
      default ->
          throw new UnreadableExpressionException(
              object.simpleName() + " stands where a condition must");
    };
  }

  private static Predicate constant(HiveObject constant) {
    var value = constant.get("value");
    if (value == null || value instanceof Boolean) {
      return new Predicate.Constant((Boolean) value);
    }
    return new Undecidable("a constant that is no boolean");
  }

  private static Predicate column(HiveObject column) throws UnreadableExpressionException {
    var key = Operand.key(column);
    return key.type().equals("boolean")
        ? comparison(key, Operator.EQUAL, new Literal.Text("true"))
        : new Undecidable("the column %s as a condition".formatted(key.name()));
  }

  private Predicate function(HiveObject node, int depth) throws UnreadableExpressionException {
    var function = node.object("genericUDF");
    if (function == null) {
      throw new UnreadableExpressionException("a function is missing");
    }
    var arguments = node.list("children");
    nodes += arguments.size();
    var operator = OPERATORS.get(function.simpleName());
    if (operator != null) {
      return comparison(operator, arguments);
    }
    return switch (function.simpleName()) {
      case "GenericUDFOPAnd" -> new Predicate.And(predicates(arguments, depth));
      case "GenericUDFOPOr" -> new Predicate.Or(predicates(arguments, depth));
      case "GenericUDFOPNot" -> new Predicate.Not(predicate(only(arguments), depth + 1));
      case "GenericUDFOPNull" -> isNull(only(arguments));
      case "GenericUDFOPNotNull" -> new Predicate.Not(isNull(only(arguments)));
      case "GenericUDFIn" -> in(arguments);
      case "GenericUDFBetween" -> between(arguments);
      default ->
          "org.apache.hadoop.hive.ql.udf.UDFLike".equals(function.text("udfClassName"))
              ? like(arguments)
              : undecidable(function);
    };
  }

  private List<Predicate> predicates(List<?> nodes, int depth)
      throws UnreadableExpressionException {
    var predicates = new ArrayList<Predicate>(nodes.size());
    for (var node : nodes) {
      predicates.add(predicate(node, depth + 1));
    }
    return predicates;
  }

  private static @Nullable Object only(List<?> arguments) throws UnreadableExpressionException {
    return arguments.get(checked(arguments, 1) - 1);
  }

  private static int checked(List<?> arguments, int count) throws UnreadableExpressionException {
    if (arguments.size() != count) {
      throw new UnreadableExpressionException(
          "a function has %d arguments instead of %d".formatted(arguments.size(), count));
    }
    return count;
  }

  private static Undecidable undecidable(HiveObject function) {
    var name = function.text("udfName");
    return new Undecidable(
        "the function " + (name == null ? function.simpleName().replace("GenericUDF", "") : name));
  }

  private static Predicate comparison(Operator operator, List<?> arguments)
      throws UnreadableExpressionException {
    checked(arguments, 2);
    var left = Operand.of(arguments.get(0));
    var right = Operand.of(arguments.get(1));
    if (left instanceof Operand.Key key && right instanceof Operand.Value value) {
      return comparison(key, operator, value.literal());
    } else if (left instanceof Operand.Value value && right instanceof Operand.Key key) {
      return comparison(key, operator.flipped(), value.literal());
    }
    return open(left, right);
  }

  /** What stands in the way of a comparison. */
  private static Undecidable open(Operand... operands) {
    for (var operand : operands) {
      if (operand instanceof Operand.Open open) {
        return new Undecidable(open.what());
      }
    }
    return new Undecidable("a comparison that is not one of a key with a constant");
  }

  private static Predicate comparison(
      Operand.Key key, Operator operator, @Nullable Literal literal) {
    boolean nullSafe = operator == Operator.NULL_SAFE_EQUAL;
    if (literal == null) {
      return nullSafe ? isNull(key) : new Predicate.Constant(null);
    }
    if (literal.text().equals(PartitionNames.NULL_VALUE)) {
      return switch (operator) {
        case EQUAL, NULL_SAFE_EQUAL -> isNull(key);
        case NOT_EQUAL -> new Predicate.Not(isNull(key));
        default -> new Predicate.Constant(null);
      };
    }
    return key.typed(new Predicate.Comparison(key.name(), operator, literal));
  }

  private static Predicate isNull(@Nullable Object node) throws UnreadableExpressionException {
    var operand = Operand.of(node);
    if (operand instanceof Operand.Key key) {
      return isNull(key);
    }
    return operand instanceof Operand.Value value
        ? new Predicate.Constant(value.literal() == null)
        : open(operand);
  }

  /** A cast gives null for what it cannot read, too. */
  private static Predicate isNull(Operand.Key key) {
    return key.cast()
        ? new Undecidable("a cast of %s compared with null".formatted(key.name()))
        : new Predicate.IsNull(key.name());
  }

  private static Predicate between(List<?> arguments) throws UnreadableExpressionException {
    checked(arguments, 4);
    var inverted = Operand.of(arguments.get(0));
    var key = Operand.of(arguments.get(1));
    var low = Operand.of(arguments.get(2));
    var high = Operand.of(arguments.get(3));
    if (key instanceof Operand.Key k
        && low instanceof Operand.Value from
        && high instanceof Operand.Value to
        && inverted instanceof Operand.Value flag
        && flag.literal() != null) {
      var between =
          new Predicate.And(
              List.of(
                  comparison(k, Operator.GREATER_OR_EQUAL, from.literal()),
                  comparison(k, Operator.LESS_OR_EQUAL, to.literal())));
      return flag.literal().text().equals("true") ? new Predicate.Not(between) : between;
    }
    return open(key, low, high);
  }

  private static Predicate like(List<?> arguments) throws UnreadableExpressionException {
    checked(arguments, 2);
    var key = Operand.of(arguments.get(0));
    var pattern = Operand.of(arguments.get(1));
    if (key instanceof Operand.Key k && pattern instanceof Operand.Value value) {
      var literal = value.literal();
      return literal == null
          ? new Predicate.Constant(null)
          : k.typed(new Predicate.Like(k.name(), literal.text(), Predicate.Dialect.SQL));
    }
    return open(key, pattern);
  }

  private static Predicate in(List<?> arguments) throws UnreadableExpressionException {
    if (arguments.size() < 2) {
      throw new UnreadableExpressionException("IN has nothing to compare with");
    }
    var keys = keys(arguments.get(0));
    if (keys.isEmpty()) {
      return new Undecidable("IN of what is no key");
    }
    var alternatives = new ArrayList<Predicate>(arguments.size());
    for (var argument : arguments.subList(1, arguments.size())) {
      var values = values(argument, keys.get().size());
      if (values.isEmpty()) {
        return new Undecidable("IN with what is no constant");
      }
      var parts = new ArrayList<Predicate>();
      for (int i = 0; i < keys.get().size(); i++) {
        parts.add(comparison(keys.get().get(i), Operator.EQUAL, values.get().get(i).literal()));
      }
      alternatives.add(parts.size() == 1 ? parts.get(0) : new Predicate.And(parts));
    }
    return new Predicate.Or(alternatives);
  }

  private static Optional<List<Operand.Key>> keys(@Nullable Object node)
      throws UnreadableExpressionException {
    var keys = new ArrayList<Operand.Key>();
    for (var part : struct(node).orElse(java.util.Collections.singletonList(node))) {
      if (!(Operand.of(part) instanceof Operand.Key key)) {
        return Optional.empty();
      }
      keys.add(key);
    }
    return Optional.of(keys);
  }

  /** Constants of a struct, which may be folded into one constant. */
  private static Optional<List<Operand.Value>> values(@Nullable Object node, int count)
      throws UnreadableExpressionException {
    var values = new ArrayList<Operand.Value>();
    if (node instanceof HiveObject constant && constant.get("value") instanceof List<?> folded) {
      for (var each : folded) {
        if (!(Operand.value(each) instanceof Operand.Value value)) {
          return Optional.empty();
        }
        values.add(value);
      }
    } else {
      for (var part : struct(node).orElse(java.util.Collections.singletonList(node))) {
        if (!(Operand.of(part) instanceof Operand.Value value)) {
          return Optional.empty();
        }
        values.add(value);
      }
    }
    if (values.size() != count) {
      throw new UnreadableExpressionException(
          "IN has %d values for %d keys".formatted(values.size(), count));
    }
    return Optional.of(values);
  }

  private static Optional<List<?>> struct(@Nullable Object node) {
    if (!(node instanceof HiveObject call)) {
      return Optional.empty();
    }
    var function = call.object("genericUDF");
    return function != null && function.simpleName().equals("GenericUDFStruct")
        ? Optional.of(call.list("children"))
        : Optional.empty();
  }
}
