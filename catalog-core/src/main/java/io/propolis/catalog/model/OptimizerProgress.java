package io.propolis.catalog.model;

/**
 * What runs of optimizers tell of themselves, by the names in {@link Run#progress()}: numbers, but
 * for the strategy.
 */
public final class OptimizerProgress {
  /** Of a compaction, as the Glue API calls it. */
  public static final String STRATEGY = "strategy";

  public static final String FILES_COMPACTED = "filesCompacted";
  public static final String BYTES_COMPACTED = "bytesCompacted";
  public static final String FILES_WRITTEN = "filesWritten";

  /** Files that were left as they are, as their deletes are too many to be applied. */
  public static final String FILES_LEFT = "filesLeft";

  public static final String SNAPSHOTS = "snapshotsExpired";
  public static final String DATA_FILES = "dataFilesDeleted";
  public static final String MANIFESTS = "manifestsDeleted";
  public static final String MANIFEST_LISTS = "manifestListsDeleted";
  public static final String ORPHANS = "orphansDeleted";

  private OptimizerProgress() {}
}
