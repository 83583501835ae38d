package io.propolis.catalog;

import io.propolis.catalog.cache.CatalogCache;
import io.propolis.catalog.files.LakeFiles;
import io.propolis.catalog.files.NoFiles;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.store.CatalogStore;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The catalog: one store, the lake's files, and the rules between them. Thread-safe; one per
 * process.
 */
public final class Catalog {
  private final CatalogStore store;
  private final LakeFiles files;
  private final Clock clock;
  private final CatalogSettings settings;
  private final KeptStatistics statistics = KeptStatistics.none();
  private final CatalogCache cache;

  private Catalog(CatalogStore store, LakeFiles files, Clock clock, CatalogSettings settings) {
    this.store = store;
    this.files = files;
    this.clock = clock;
    this.settings = settings;
    this.cache =
        new CatalogCache(
            store, settings.cacheSize(), touched -> statistics.evict(touched::includes));
  }

  /** Opens the catalog over a store, and makes the database {@code default} when it is new. */
  public static Catalog open(
      CatalogStore store, LakeFiles files, Clock clock, CatalogSettings settings) {
    var catalog = new Catalog(store, files, clock, settings);
    if (store.read(tx -> tx.identity().find()).isEmpty()) {
      store.<Void>write(
          tx -> {
            tx.identity().claim(UUID.randomUUID());
            return null;
          });
    }
    var session = catalog.as(Caller.SYSTEM);
    if (session.databases().find(DatabaseName.of(Names.DEFAULT_DATABASE)).isEmpty()) {
      session.databases().createDefault(session.catalogs().require(Names.DEFAULT_CATALOG));
    }
    return catalog;
  }

  /** The operations, done in the name of {@code caller}. Cheap: make one per request. */
  public Session as(Caller caller) {
    return new Session(new Context(store, files, clock, settings, cache, statistics, caller));
  }

  /** The same operations, which leave the lake's files alone whatever is made, moved or dropped. */
  public Session withoutFiles(Caller caller) {
    return new Session(
        new Context(store, new NoFiles(), clock, settings, cache, statistics, caller));
  }

  /**
   * Runs reads of the calling thread, made through sessions of this catalog, that all see it as of
   * one moment or later: the position is asked for once. Nothing may be written within.
   */
  public <T> T asOfOneMoment(Supplier<T> reads) {
    return cache.sharing(reads);
  }

  /**
   * The same for reads that must not wait: the position is asked for now, and after that they are
   * answered from memory. One that cannot be throws {@link
   * io.propolis.catalog.cache.NotInMemoryException}.
   */
  public void fromMemory(Runnable reads) {
    cache.fromMemory(reads);
  }

  /** The same for all nodes on a database, for as long as it stands; another one's is another. */
  public UUID id() {
    return store
        .read(tx -> tx.identity().find())
        .orElseThrow(() -> new IllegalStateException("The catalog was not opened"));
  }

  /** What databases, tables and partitions kept in memory take, in bytes, about. */
  public long cachedBytes() {
    return cache.size();
  }

  public CatalogStore store() {
    return store;
  }

  public LakeFiles files() {
    return files;
  }

  public CatalogSettings settings() {
    return settings;
  }

  public Clock clock() {
    return clock;
  }
}
