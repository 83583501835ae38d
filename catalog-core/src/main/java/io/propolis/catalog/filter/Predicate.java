package io.propolis.catalog.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A filter over named values. A comparison with a value that is null, or that is not of the key's
 * type, is neither true nor false, as in SQL. What cannot be evaluated at all leaves the answer
 * open.
 */
public sealed interface Predicate {
  /** Matches everything. */
  Predicate ALL = new And(List.of());

  /**
   * All of them; one alone is itself, and those that are conjunctions become a part of this one.
   */
  static Predicate all(List<Predicate> operands) {
    if (operands.size() == 1) {
      return operands.get(0);
    }
    // Loops, not streams: engines nest alternatives by the hundred, and streams cost stack.
    var flat = new ArrayList<Predicate>(operands.size());
    for (var operand : operands) {
      if (operand instanceof And nested) {
        flat.addAll(nested.operands());
      } else {
        flat.add(operand);
      }
    }
    return new And(flat);
  }

  /** Any of them, as {@link #all}. */
  static Predicate any(List<Predicate> operands) {
    if (operands.size() == 1) {
      return operands.get(0);
    }
    var flat = new ArrayList<Predicate>(operands.size());
    for (var operand : operands) {
      if (operand instanceof Or nested) {
        flat.addAll(nested.operands());
      } else {
        flat.add(operand);
      }
    }
    return new Or(flat);
  }

  /** True when all operands are; an empty conjunction is true. */
  record And(List<Predicate> operands) implements Predicate {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** True when an operand is; an empty disjunction is false. */
  record Or(List<Predicate> operands) implements Predicate {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  record Not(Predicate operand) implements Predicate {}

  record Comparison(String key, Operator operator, Literal value) implements Predicate {}

  /** Both ends included. */
  record Between(String key, Literal low, Literal high) implements Predicate {}

  /** The values of the keys, taken together, are one of the tuples. */
  record In(List<String> keys, List<List<Literal>> tuples) implements Predicate {
    public In {
      keys = List.copyOf(keys);
      tuples = tuples.stream().map(List::copyOf).toList();
    }
  }

  /** The pattern matches the whole value; a value on which the dialects differ may match. */
  record Like(String key, String pattern, Dialect dialect) implements Predicate {}

  /** How a pattern is meant. */
  enum Dialect {
    /** {@code %}, {@code _} and backslash escapes. */
    SQL,
    /** As SQL, or as the regular expression that clients up to Hive 3 send: nobody can tell. */
    SQL_OR_REGEX
  }

  record IsNull(String key) implements Predicate {}

  /**
   * The operand with one key read as another type than the table's (a cast). Within it, the marker
   * of the null partition is SQL's null for every type.
   */
  record Typed(String key, String type, Predicate operand) implements Predicate {}

  /** The same for all values; null is SQL's unknown. */
  record Constant(@Nullable Boolean value) implements Predicate {}

  /**
   * May be true or false for any value.
   *
   * @param what names what cannot be evaluated, for messages
   */
  record Undecidable(String what) implements Predicate {}

  enum Operator {
    EQUAL,
    /** {@code <=>}: as EQUAL, but false instead of unknown for null. */
    NULL_SAFE_EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    /** The operator that a sign means: {@code =}, {@code ==}, {@code <=>}, {@code <>}, … */
    public static Operator of(String sign) {
      return switch (sign) {
        case "=", "==" -> EQUAL;
        case "<=>" -> NULL_SAFE_EQUAL;
        case "!=", "<>" -> NOT_EQUAL;
        case "<" -> LESS;
        case "<=" -> LESS_OR_EQUAL;
        case ">" -> GREATER;
        case ">=" -> GREATER_OR_EQUAL;
        default -> throw new IllegalArgumentException("Not an operator: " + sign);
      };
    }

    /** The operator that means the same with its sides exchanged. */
    public Operator flipped() {
      return switch (this) {
        case EQUAL, NULL_SAFE_EQUAL, NOT_EQUAL -> this;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }

    boolean accepts(int comparison) {
      return switch (this) {
        case EQUAL, NULL_SAFE_EQUAL -> comparison == 0;
        case NOT_EQUAL -> comparison != 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }
  }
}
