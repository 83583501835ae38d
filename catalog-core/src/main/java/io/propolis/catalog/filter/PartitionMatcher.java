package io.propolis.catalog.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A predicate compiled for the keys of one table. Safe for use by several threads. */
public final class PartitionMatcher {
  /** Whether a predicate is true for some values. */
  public enum Verdict {
    NO,
    /** A part of the predicate cannot be evaluated, and the answer depends on it. */
    MAYBE,
    YES
  }

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
    var compiled = keys.stream().map(key -> new Key(key.name(), KeyType.of(key.type()), false));
    return new PartitionMatcher(new Compiler(compiled.toList()).compile(predicate));
  }

  /** True when the predicate may be true for these values. */
  public boolean matches(List<String> values) {
    return (root.evaluate(values) & Truth.TRUE) != 0;
  }

  public Verdict verdict(List<String> values) {
    int truth = root.evaluate(values);
    if ((truth & Truth.TRUE) == 0) {
      return Verdict.NO;
    }
    return truth == Truth.TRUE ? Verdict.YES : Verdict.MAYBE;
  }

  private interface Node {
    int evaluate(List<String> values);
  }

  /**
   * @param strict the marker of the null partition is null; else text keys compare it literally, as
   *     Hive's filters do
   */
  private record Key(String name, KeyType type, boolean strict) {
    @Nullable Comparable<?> value(KeyType as, String text) {
      return strict && text.equals(PartitionNames.NULL_VALUE) ? null : as.value(text);
    }
  }

  private record Compiler(List<Key> keys) {
    Node compile(Predicate predicate) {
      if (predicate instanceof Predicate.And and) {
        return all(and.operands().stream().map(this::compile).toList());
      } else if (predicate instanceof Predicate.Or or) {
        return any(or.operands().stream().map(this::compile).toList());
      } else if (predicate instanceof Predicate.Not not) {
        var operand = compile(not.operand());
        return values -> Truth.not(operand.evaluate(values));
      } else if (predicate instanceof Predicate.Comparison comparison) {
        return comparison(comparison.key(), comparison.operator(), comparison.value());
      } else if (predicate instanceof Predicate.Between between) {
        return all(
            List.of(
                comparison(between.key(), Operator.GREATER_OR_EQUAL, between.low()),
                comparison(between.key(), Operator.LESS_OR_EQUAL, between.high())));
      } else if (predicate instanceof Predicate.In in) {
        return in(in);
      } else if (predicate instanceof Predicate.Like like) {
        return like(like);
      } else if (predicate instanceof Predicate.IsNull isNull) {
        int index = index(isNull.key());
        return values -> Truth.of(values.get(index).equals(PartitionNames.NULL_VALUE));
      } else if (predicate instanceof Predicate.Typed typed) {
        return typed(typed);
      } else if (predicate instanceof Predicate.Constant constant) {
        int truth = constant.value() == null ? Truth.UNKNOWN : Truth.of(constant.value());
        return values -> truth;
      } else if (predicate instanceof Predicate.Undecidable) {
        return values -> Truth.OPEN;
      }
      throw new AssertionError(predicate);
    }

    private Node typed(Predicate.Typed typed) {
      int index = index(typed.key());
      var retyped = new ArrayList<>(keys);
      retyped.set(index, new Key(keys.get(index).name(), KeyType.of(typed.type()), true));
      return new Compiler(retyped).compile(typed.operand());
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
          parts.add(comparison(in.keys().get(i), Operator.EQUAL, tuple.get(i)));
        }
        tuples.add(all(parts));
      }
      return any(tuples);
    }

    private Node comparison(String name, Operator operator, Literal literal) {
      int index = index(name);
      var key = keys.get(index);
      // As SQL does: a text and a number compare as numbers.
      boolean asNumber = key.type() == KeyType.TEXT && literal instanceof Literal.Number;
      var type = asNumber ? KeyType.NUMBER : key.type();
      var expected = key.value(type, literal.text());
      boolean nullSafe = operator == Operator.NULL_SAFE_EQUAL;
      boolean meansNull = literal.text().equals(PartitionNames.NULL_VALUE);
      return values -> {
        var stored = values.get(index);
        if (meansNull && !key.strict() && stored.equals(PartitionNames.NULL_VALUE)) {
          return Truth.of(operator.accepts(0));
        }
        var actual = key.value(type, stored);
        if (actual == null || expected == null) {
          return nullSafe ? Truth.FALSE : Truth.UNKNOWN;
        }
        return Truth.of(operator.accepts(compare(actual, expected)));
      };
    }

    private Node like(Predicate.Like like) {
      int index = index(like.key());
      var key = keys.get(index);
      var pattern = new LikePattern(like.pattern(), like.dialect());
      return values -> {
        var value = values.get(index);
        boolean isNull = key.strict() && value.equals(PartitionNames.NULL_VALUE);
        return isNull ? Truth.UNKNOWN : pattern.matches(value);
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
      int result = Truth.TRUE;
      for (var operand : operands) {
        result = Truth.and(result, operand.evaluate(values));
        if (result == Truth.FALSE) {
          return result;
        }
      }
      return result;
    };
  }

  private static Node any(List<Node> operands) {
    return values -> {
      int result = Truth.FALSE;
      for (var operand : operands) {
        result = Truth.or(result, operand.evaluate(values));
        if (result == Truth.TRUE) {
          return result;
        }
      }
      return result;
    };
  }

  @SuppressWarnings("unchecked") // both sides were parsed by the same KeyType
  private static int compare(Comparable<?> one, Comparable<?> other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
