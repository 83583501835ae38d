package io.propolis.catalog.filter;

import java.util.ArrayDeque;

/**
 * How deep the text of a filter is nested, token by token: what parses it costs stack for each
 * level. Counts parentheses, and negations until the group or the operand ends that they stand in.
 */
public final class Nesting {
  /** Deeper than any engine writes, and far from the end of a thread's stack. */
  public static final int MOST = 250;

  /** What a token is to the nesting. */
  public enum Token {
    OPEN,
    CLOSE,
    NOT,
    /** And, or. */
    CONNECTIVE,
    OTHER
  }

  private final ArrayDeque<Integer> outer = new ArrayDeque<>();
  private int depth;

  /** Takes the next token; false when it is nested deeper than {@link #MOST}. */
  public boolean take(Token token) {
    switch (token) {
      case OPEN -> {
        outer.push(depth);
        depth++;
      }
      case CLOSE -> depth = outer.isEmpty() ? 0 : outer.pop();
      case NOT -> depth++;
      case CONNECTIVE -> depth = outer.isEmpty() ? 0 : outer.element() + 1;
      case OTHER -> {}
    }
    return depth <= MOST;
  }
}
