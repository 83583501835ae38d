package io.propolis.inference;

/** One {@code key=value} step of a partition name, both sides unescaped and not empty. */
public record PartitionSegment(String key, String value) {

  /** Refuses empty sides: null is {@link PartitionNames#DEFAULT_PARTITION}. */
  public PartitionSegment {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("Partition key is empty in front of value: " + value);
    }
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Partition value is empty for key: " + key);
    }
  }
}
