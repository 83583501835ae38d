package io.propolis.bench;

import java.util.Arrays;
import java.util.Locale;

/** Measured values of one thing, in any one unit. */
public record Samples(double[] sorted) {
  public static Samples of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no samples");
    }
    var sorted = values.clone();
    Arrays.sort(sorted);
    return new Samples(sorted);
  }

  public double min() {
    return sorted[0];
  }

  public double max() {
    return sorted[sorted.length - 1];
  }

  /** The middle value, or the mean of the two in the middle. */
  public double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** "median (min - max) unit". */
  public String show(String unit) {
    return String.format(Locale.ROOT, "%.3g %s (%.3g - %.3g)", median(), unit, min(), max());
  }
}
