package io.propolis.catalog.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A condition of a WHERE, with its parameters.
 *
 * @param depth how deep it nests, which databases bound
 */
record Condition(String sql, List<Object> parameters, int depth) {
  /** No restriction. */
  static final Condition ALWAYS = new Condition("1 = 1", List.of(), 0);

  static final Condition NEVER = new Condition("1 = 0", List.of(), 0);

  private static final int DEEPEST = 200;
  private static final int MOST_PARAMETERS = 2_000;

  static Condition of(String sql, Object... parameters) {
    return new Condition(sql, List.of(parameters), 1);
  }

  Condition and(Condition other) {
    if (this == NEVER || other == NEVER) {
      return NEVER;
    }
    if (this == ALWAYS) {
      return other;
    }
    return other == ALWAYS ? this : joined(" AND ", other);
  }

  Condition or(Condition other) {
    if (this == ALWAYS || other == ALWAYS) {
      return ALWAYS;
    }
    if (this == NEVER) {
      return other;
    }
    return other == NEVER ? this : joined(" OR ", other);
  }

  /** What is too much for a statement restricts nothing. */
  private Condition joined(String by, Condition other) {
    int newDepth = Math.max(depth, other.depth) + 1;
    if (newDepth > DEEPEST || parameters.size() + other.parameters.size() > MOST_PARAMETERS) {
      return ALWAYS;
    }
    var all = new ArrayList<>(parameters);
    all.addAll(other.parameters);
    return new Condition("(" + sql + by + other.sql + ")", all, newDepth);
  }

  /** The same within a text; what always or never holds stays what it is. */
  Condition within(UnaryOperator<String> text) {
    return this == ALWAYS || this == NEVER
        ? this
        : new Condition(text.apply(sql), parameters, depth + 1);
  }
}
