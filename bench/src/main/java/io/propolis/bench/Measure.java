package io.propolis.bench;

import java.util.Locale;

/**
 * One promise and what was measured.
 *
 * @param bound the value that the promise allows at most, in the unit of {@code measured}
 */
record Measure(String name, String shown, double measured, double bound, String unit) {
  boolean holds() {
    return measured <= bound;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-4s  %-46s %-44s at most %.4g %s",
        holds() ? "ok" : "OVER",
        name,
        shown,
        bound,
        unit);
  }

  String json() {
    return String.format(
        Locale.ROOT,
        "{\"name\": \"%s\", \"measured\": %.6g, \"bound\": %.6g, \"unit\": \"%s\", \"holds\": %s}",
        name,
        measured,
        bound,
        unit,
        holds());
  }
}
