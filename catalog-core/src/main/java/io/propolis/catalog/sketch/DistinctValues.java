package io.propolis.catalog.sketch;

import java.util.Optional;

/** A sketch that counts distinct values and can take in others of its kind. Not thread-safe. */
public sealed interface DistinctValues permits HyperLogLog, FlajoletMartin {
  /** Reads Hive's bytes; empty when they are of another kind, or damaged. */
  static Optional<DistinctValues> read(byte[] bytes) {
    try {
      if (HyperLogLog.isOne(bytes)) {
        return Optional.of(HyperLogLog.read(bytes));
      } else if (FlajoletMartin.isOne(bytes)) {
        return Optional.of(FlajoletMartin.read(bytes));
      }
      return Optional.empty();
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty(); // it ends early
    }
  }

  /** Takes in the values of another; false, with this left as it is, when they do not fit. */
  boolean merge(DistinctValues other);

  /** How many distinct values there are, about; at least 1, as Hive says of nothing but nulls. */
  long estimate();

  /** Hive's bytes. */
  byte[] bytes();
}
