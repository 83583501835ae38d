package io.propolis.catalog.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A predicate compiled for the keys of one table. Safe for use by several threads. */
public final class PartitionMatcher {
  private final Node root;

  private PartitionMatcher(Node root) {
    this.root = root;
  }

  /**
   * Compiles the predicate.
   *
   * @throws io.propolis.catalog.CatalogException INVALID when it names a key the table has not
   */
  public static PartitionMatcher compile(Predicate predicate, List<Column> keys) {
    return new PartitionMatcher(new Compiler(keys).compile(predicate));
  }

  /** True when the predicate is certainly true for these values. */
  public boolean matches(List<String> values) {
    return root.evaluate(values) == Truth.TRUE;
  }

  private enum Truth {
    FALSE,
    UNKNOWN,
    TRUE;

    static Truth of(boolean value) {
      return value ? TRUE : FALSE;
    }

    Truth not() {
      return switch (this) {
        case FALSE -> TRUE;
        case UNKNOWN -> UNKNOWN;
        case TRUE -> FALSE;
      };
    }
  }

  private interface Node {
    Truth evaluate(List<String> values);
  }

  private record Compiler(List<Column> keys) {
    Node compile(Predicate predicate) {
      if (predicate instanceof Predicate.And and) {
        return all(and.operands().stream().map(this::compile).toList());
      } else if (predicate instanceof Predicate.Or or) {
        return any(or.operands().stream().map(this::compile).toList());
      } else if (predicate instanceof Predicate.Not not) {
        var operand = compile(not.operand());
        return values -> operand.evaluate(values).not();
      } else if (predicate instanceof Predicate.Comparison comparison) {
        return comparison(comparison.key(), comparison.operator(), comparison.value());
      } else if (predicate instanceof Predicate.Between between) {
        return all(
            List.of(
                comparison(between.key(), Predicate.Operator.GREATER_OR_EQUAL, between.low()),
                comparison(between.key(), Predicate.Operator.LESS_OR_EQUAL, between.high())));
      } else if (predicate instanceof Predicate.In in) {
        return in(in);
      } else if (predicate instanceof Predicate.Like like) {
        return like(like);
      } else if (predicate instanceof Predicate.IsNull isNull) {
        int index = index(isNull.key());
        return values -> Truth.of(values.get(index).equals(PartitionNames.NULL_VALUE));
      }
      throw new AssertionError(predicate);
    }

    private Node in(Predicate.In in) {
      var tuples = new ArrayList<Node>(in.tuples().size());
      for (var tuple : in.tuples()) {
        if (tuple.size() != in.keys().size()) {
          throw invalid(
              Entity.REQUEST,
              "IN list has %d values for %d keys".formatted(tuple.size(), in.keys().size()));
        }
        var parts = new ArrayList<Node>(tuple.size());
        for (int i = 0; i < tuple.size(); i++) {
          parts.add(comparison(in.keys().get(i), Predicate.Operator.EQUAL, tuple.get(i)));
        }
        tuples.add(all(parts));
      }
      return any(tuples);
    }

    private Node comparison(String key, Predicate.Operator operator, Literal literal) {
      int index = index(key);
      var type = KeyType.of(keys.get(index).type());
      var expected = type.value(literal.text());
      boolean nullSafe = operator == Predicate.Operator.NULL_SAFE_EQUAL;
      boolean meansNull = literal.text().equals(PartitionNames.NULL_VALUE);
      return values -> {
        var stored = values.get(index);
        if (meansNull && stored.equals(PartitionNames.NULL_VALUE)) {
          return Truth.of(operator.accepts(0));
        }
        var actual = type.value(stored);
        if (actual == null || expected == null) {
          return nullSafe ? Truth.FALSE : Truth.UNKNOWN;
        }
        return Truth.of(operator.accepts(compare(actual, expected)));
      };
    }

    private Node like(Predicate.Like like) {
      int index = index(like.key());
      var sql = sqlPattern(like.pattern());
      var regex = regexPattern(like.pattern());
      return values -> {
        var value = values.get(index);
        return Truth.of(
            sql.matcher(value).matches() || (regex != null && regex.matcher(value).matches()));
      };
    }

    private int index(String key) {
      for (int i = 0; i < keys.size(); i++) {
        if (keys.get(i).name().equalsIgnoreCase(key)) {
          return i;
        }
      }
      throw invalid(Entity.COLUMN, key + " is not a partitioning key for the table");
    }
  }

  private static Node all(List<Node> operands) {
    return values -> {
      var result = Truth.TRUE;
      for (var operand : operands) {
        var truth = operand.evaluate(values);
        if (truth == Truth.FALSE) {
          return Truth.FALSE;
        }
        result = truth == Truth.UNKNOWN ? Truth.UNKNOWN : result;
      }
      return result;
    };
  }

  private static Node any(List<Node> operands) {
    return values -> {
      var result = Truth.FALSE;
      for (var operand : operands) {
        var truth = operand.evaluate(values);
        if (truth == Truth.TRUE) {
          return Truth.TRUE;
        }
        result = truth == Truth.UNKNOWN ? Truth.UNKNOWN : result;
      }
      return result;
    };
  }

  @SuppressWarnings("unchecked") // both sides were parsed by the same KeyType
  private static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }

  private static Pattern sqlPattern(String like) {
    var regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        regex.append(Pattern.quote(String.valueOf(like.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static @Nullable Pattern regexPattern(String like) {
    try {
      return Pattern.compile(like, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      return null; // then it was meant as SQL's LIKE
    }
  }
}
