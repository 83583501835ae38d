package io.propolis.catalog.filter;

/**
 * The outcomes that a predicate may have, as a set of bits: exactly one when it can be evaluated,
 * several when a part of it cannot. Plain ints, because a million partitions are tested at once.
 */
public final class Truth {
  public static final int FALSE = 1;

  /** SQL's unknown: the outcome of a comparison with null. */
  public static final int UNKNOWN = 2;

  public static final int TRUE = 4;

  /** Whatever. */
  public static final int OPEN = FALSE | UNKNOWN | TRUE;

  private Truth() {}

  static int of(boolean value) {
    return value ? TRUE : FALSE;
  }

  static int not(int truth) {
    return (truth & UNKNOWN) | (truth & FALSE) << 2 | (truth & TRUE) >> 2;
  }

  static int and(int one, int other) {
    int result = (one & other & TRUE) | (one | other) & FALSE;
    boolean unknown =
        (one & UNKNOWN) != 0 && (other & (UNKNOWN | TRUE)) != 0
            || (other & UNKNOWN) != 0 && (one & TRUE) != 0;
    return unknown ? result | UNKNOWN : result;
  }

  static int or(int one, int other) {
    return not(and(not(one), not(other)));
  }
}
