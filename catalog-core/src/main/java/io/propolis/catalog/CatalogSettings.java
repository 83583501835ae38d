package io.propolis.catalog;

import java.time.Duration;

/**
 * What an operator decides about the catalog.
 *
 * @param warehouse root folder of databases that give no location of their own
 * @param lockTimeout how long a lock lives without a heartbeat
 */
public record CatalogSettings(String warehouse, Duration lockTimeout) {
  /** Hive's {@code metastore.txn.timeout}. */
  public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(300);

  public static CatalogSettings withWarehouse(String warehouse) {
    return new CatalogSettings(warehouse, DEFAULT_LOCK_TIMEOUT);
  }
}
