package io.propolis.catalog;

import java.time.Duration;

/**
 * What protects the server and the lake from their clients; the names in brackets are Hive's.
 *
 * @param partitionLimit how many whole partitions one request may read, or a negative number for
 *     any ({@code metastore.limit.partition.request})
 * @param trash how long dropped data is meant to be kept in the trash of the server's user; zero
 *     deletes it at once. The catalog moves data there and never empties it ({@code
 *     fs.trash.interval})
 * @param storage whether a drop is refused that storage would not let the server finish ({@code
 *     metastore.authorization.storage.checks})
 */
public record Safeguards(int partitionLimit, Duration trash, StorageChecks storage) {
  /** Whether permissions are looked at before a drop. */
  public enum StorageChecks {
    ON,
    OFF
  }

  /** No limit, no trash, no checks: Hive's own defaults. */
  public static final Safeguards NONE = new Safeguards(-1, Duration.ZERO, StorageChecks.OFF);

  boolean hasTrash() {
    return !trash.isZero();
  }
}
