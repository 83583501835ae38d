package io.propolis.inference;

/** What in the paths a partition key was read from; each key stands for one level of folders. */
public enum KeySource {
  /** {@code key=value} folders. */
  HIVE,
  /** One folder of a date split over several, such as {@code 2024/05/31}. */
  DATE_PART,
  /** One folder per day, {@code yyyy-MM-dd} or {@code yyyyMMdd}. */
  DATE,
  /** Folders whose key somebody has named ({@link LayoutInference#withKeys}). */
  NAMED,
  /** Folders known by their position alone. */
  POSITION
}
