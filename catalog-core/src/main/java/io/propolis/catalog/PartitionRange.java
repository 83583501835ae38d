package io.propolis.catalog;

import java.util.List;
import java.util.function.Predicate;

/**
 * A part of the partitions of a table, in the order of their names: what a page shows.
 *
 * @param after values of a partition, which need not exist: those behind it; empty for the first
 * @param limit how many at most; negative for all
 * @param test which of them, beside what a predicate says; may be asked about others, too
 */
public record PartitionRange(List<String> after, int limit, Predicate<List<String>> test) {
  /** A test that all pass. */
  public static final Predicate<List<String>> ANY = values -> true;

  public PartitionRange {
    after = List.copyOf(after);
  }

  /** The first ones; all when the limit is negative. */
  public static PartitionRange first(int limit) {
    return new PartitionRange(List.of(), limit, ANY);
  }

  /** Whether the test passes all. */
  boolean takesAny() {
    return test == ANY;
  }

  /** Whether there are neither a beginning nor a test. */
  boolean isPlain() {
    return after.isEmpty() && takesAny();
  }
}
