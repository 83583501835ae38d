package io.propolis.inference;

import org.jspecify.annotations.Nullable;

/** Types of textual values; streams and several files go through {@link TypeAccumulator}. */
public final class TypeInference {

  private TypeInference() {}

  /** The type of the unescaped values of one partition key, in any order. */
  public static TypeDecision ofPartitionValues(Iterable<@Nullable String> values) {
    return of(values, TextSource.PARTITION_VALUE);
  }

  /** The type of the cells of one column of a delimited file, in any order. */
  public static TypeDecision ofCells(Iterable<@Nullable String> cells) {
    return of(cells, TextSource.CELL);
  }

  /** The type of the values, whose order does not matter. */
  public static TypeDecision of(Iterable<@Nullable String> values, TextSource source) {
    var types = new TypeAccumulator(source);
    for (String value : values) {
      types.add(value, "");
    }
    return types.decide();
  }
}
