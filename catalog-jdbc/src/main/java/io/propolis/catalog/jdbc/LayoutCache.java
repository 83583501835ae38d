package io.propolis.catalog.jdbc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.propolis.catalog.model.StorageLayout;
import java.util.Optional;

/**
 * Layouts by id and by content. They never change, so that what is here is never stale; only
 * committed ones may enter. Bounded by columns: about 60 MB when full.
 */
final class LayoutCache {
  private static final long MAXIMUM_COLUMNS = 200_000;

  private final Cache<Long, StorageLayout> byId =
      Caffeine.newBuilder()
          .maximumWeight(MAXIMUM_COLUMNS)
          .weigher((Long id, StorageLayout layout) -> 1 + layout.columns().size())
          .executor(Runnable::run)
          .build();
  private final Cache<StorageLayout, Long> ids =
      Caffeine.newBuilder()
          .maximumWeight(MAXIMUM_COLUMNS)
          .weigher((StorageLayout layout, Long id) -> 1 + layout.columns().size())
          .executor(Runnable::run)
          .build();

  Optional<StorageLayout> find(long id) {
    return Optional.ofNullable(byId.getIfPresent(id));
  }

  Optional<Long> idOf(StorageLayout layout) {
    return Optional.ofNullable(ids.getIfPresent(layout));
  }

  void put(long id, StorageLayout layout) {
    byId.put(id, layout);
    ids.put(layout, id);
  }

  void clear() {
    byId.invalidateAll();
    ids.invalidateAll();
  }
}
