package io.propolis.catalog;

import io.propolis.catalog.files.Locations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decides about the catalog.
 *
 * @param warehouse root folder of databases that give no location of their own, without a trailing
 *     slash
 * @param externalWarehouse root folder of what lies there that the catalog does not own: new
 *     databases without a location lie in it, with their managed tables below {@code warehouse};
 *     null when both lie together
 * @param lockTimeout how long a lock lives without a heartbeat
 * @param safeguards what protects the server and the lake from clients
 * @param workload resource plans, scheduled queries and what Hive's servers report
 * @param changeLog how long changes are remembered
 * @param keptVersions earlier versions of each table that are kept, the newest ones
 * @param cacheSize most bytes that databases, tables and partitions kept in memory take, about
 */
public record CatalogSettings(
    String warehouse,
    @Nullable String externalWarehouse,
    Duration lockTimeout,
    WorkloadSettings workload,
    ChangeLogSettings changeLog,
    Safeguards safeguards,
    int keptVersions,
    long cacheSize) {
  /** Hive's {@code metastore.txn.timeout}. */
  public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofSeconds(300);

  /** Glue's quota is 100,000 of a table; Hive keeps none. */
  public static final int DEFAULT_KEPT_VERSIONS = 1_000;

  public CatalogSettings {
    warehouse = Locations.withoutTrailingSlash(warehouse);
    externalWarehouse =
        externalWarehouse == null ? null : Locations.withoutTrailingSlash(externalWarehouse);
  }

  public CatalogSettings(String warehouse, Duration lockTimeout) {
    this(
        warehouse,
        null,
        lockTimeout,
        WorkloadSettings.DEFAULT,
        ChangeLogSettings.DEFAULT,
        Safeguards.NONE,
        DEFAULT_KEPT_VERSIONS,
        defaultCacheSize());
  }

  /** Null for one warehouse of both. */
  public CatalogSettings withExternalWarehouse(@Nullable String newExternalWarehouse) {
    return new CatalogSettings(
        warehouse,
        newExternalWarehouse,
        lockTimeout,
        workload,
        changeLog,
        safeguards,
        keptVersions,
        cacheSize);
  }

  public CatalogSettings withWorkload(WorkloadSettings newWorkload) {
    return new CatalogSettings(
        warehouse,
        externalWarehouse,
        lockTimeout,
        newWorkload,
        changeLog,
        safeguards,
        keptVersions,
        cacheSize);
  }

  public CatalogSettings withChangeLog(ChangeLogSettings newChangeLog) {
    return new CatalogSettings(
        warehouse,
        externalWarehouse,
        lockTimeout,
        workload,
        newChangeLog,
        safeguards,
        keptVersions,
        cacheSize);
  }

  public CatalogSettings withSafeguards(Safeguards newSafeguards) {
    return new CatalogSettings(
        warehouse,
        externalWarehouse,
        lockTimeout,
        workload,
        changeLog,
        newSafeguards,
        keptVersions,
        cacheSize);
  }

  /** At least 0. */
  public CatalogSettings withKeptVersions(int newKeptVersions) {
    return new CatalogSettings(
        warehouse,
        externalWarehouse,
        lockTimeout,
        workload,
        changeLog,
        safeguards,
        newKeptVersions,
        cacheSize);
  }

  /** In bytes. */
  public CatalogSettings withCacheSize(long newCacheSize) {
    return new CatalogSettings(
        warehouse,
        externalWarehouse,
        lockTimeout,
        workload,
        changeLog,
        safeguards,
        keptVersions,
        newCacheSize);
  }

  /** A third of the memory that this process may use for objects. */
  public static long defaultCacheSize() {
    return Runtime.getRuntime().maxMemory() / 3;
  }

  public static CatalogSettings withWarehouse(String warehouse) {
    return new CatalogSettings(warehouse, DEFAULT_LOCK_TIMEOUT);
  }
}
