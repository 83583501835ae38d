package io.propolis.catalog.store;

import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Objects of the control plane, each a document under its key. */
public interface Resources {
  /** Longest name, in characters. */
  int LONGEST_NAME = 400;

  /** Longest name of a parent, in characters. */
  int LONGEST_PARENT = 255;

  Optional<Resource> find(ResourceKey key);

  /** As {@link #find}, and nobody else changes or drops it before this transaction ends. */
  Optional<Resource> lock(ResourceKey key);

  /** Those without a parent that exist, sorted by name, in a constant number of statements. */
  List<Resource> findAll(ResourceKind kind, Collection<String> names);

  /**
   * Resources of one parent, sorted by the code points of their names.
   *
   * @param parent empty for those that have none
   * @param afterName the last one that is passed over; empty for none
   */
  List<Resource> list(ResourceKind kind, String parent, String afterName, int limit);

  /** Throws ALREADY_EXISTS, and INVALID for a name that is too long. */
  void insert(Resource resource);

  /**
   * Replaces document, version and author of the last change.
   *
   * @param expectedVersion the one that is replaced
   * @throws io.propolis.catalog.CatalogException NOT_FOUND; CONFLICT when it has another version
   */
  void update(Resource resource, long expectedVersion);

  /** Whether there was one. */
  boolean delete(ResourceKey key);

  /** Deletes those of a kind that were last changed before a time. */
  void deleteOlderThan(ResourceKind kind, Instant changed);

  /** Deletes all of these kinds that belong to a parent. */
  void deleteOf(Collection<ResourceKind> kinds, String parent);
}
