package io.propolis.bench.report;

import java.util.Locale;

/**
 * One promise and what was measured.
 *
 * @param shown what was measured, for people
 * @param bound the value that the promise allows at most or demands at least, in the unit of {@code
 *     measured}
 */
public record Verdict(
    String promise, String shown, double measured, Limit limit, double bound, String unit) {

  /** Which side of the bound is the good one. */
  public enum Limit {
    AT_MOST,
    AT_LEAST;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  public static Verdict atMost(
      double bound, String unit, String promise, double measured, String shown) {
    return new Verdict(promise, shown, measured, Limit.AT_MOST, bound, unit);
  }

  public static Verdict atLeast(
      double bound, String unit, String promise, double measured, String shown) {
    return new Verdict(promise, shown, measured, Limit.AT_LEAST, bound, unit);
  }

  public boolean holds() {
    return limit == Limit.AT_MOST ? measured <= bound : measured >= bound;
  }

  public String line() {
    return String.format(
        Locale.ROOT,
        "%-4s  %-70s %-40s %s %.4g %s",
        holds() ? "ok" : "MISS",
        promise,
        shown,
        limit.words(),
        bound,
        unit);
  }
}
