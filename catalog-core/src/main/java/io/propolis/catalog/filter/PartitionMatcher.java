package io.propolis.catalog.filter;

import io.propolis.catalog.filter.PredicateCompiler.Compared;
import io.propolis.catalog.filter.PredicateCompiler.Key;
import io.propolis.catalog.filter.PredicateCompiler.Parts;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.PartitionNames;
import java.util.List;

/**
 * A predicate compiled for the keys of one table, to be evaluated on the values of one partition at
 * a time. Safe for use by several threads.
 */
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
    return new PartitionMatcher(PredicateCompiler.compile(predicate, keys, new OnValues()));
  }

  /** True when the predicate may be true for these values. */
  public boolean matches(List<String> values) {
    return (root.evaluate(values) & Truth.TRUE) != 0;
  }

  public Verdict verdict(List<String> values) {
    return verdict(root.evaluate(values));
  }

  static Verdict verdict(int truth) {
    if ((truth & Truth.TRUE) == 0) {
      return Verdict.NO;
    }
    return truth == Truth.TRUE ? Verdict.YES : Verdict.MAYBE;
  }

  private interface Node {
    int evaluate(List<String> values);
  }

  private static final class OnValues implements Parts<Node> {
    @Override
    public Node all(List<Node> operands) {
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

    @Override
    public Node any(List<Node> operands) {
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

    @Override
    public Node not(Node operand) {
      return values -> Truth.not(operand.evaluate(values));
    }

    @Override
    public Node comparison(Compared compared) {
      int index = compared.key().index();
      return values -> compared.of(values.get(index));
    }

    @Override
    public Node like(Key key, LikePattern pattern) {
      int index = key.index();
      return values -> pattern.of(key, values.get(index));
    }

    @Override
    public Node isNull(Key key) {
      int index = key.index();
      return values -> Truth.of(values.get(index).equals(PartitionNames.NULL_VALUE));
    }

    @Override
    public Node constant(int truth) {
      return values -> truth;
    }
  }
}
