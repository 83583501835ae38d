package io.propolis.catalog.store;

import io.propolis.catalog.model.Lock;
import java.util.List;
import java.util.Optional;

/** Locks of the metastore protocol: rows, shared by all nodes. */
public interface Locks {
  /**
   * Nobody else requests, grants or releases locks before this transaction ends. Always called
   * before the other methods of a writing transaction.
   */
  void serialise();

  /** Stores a lock and returns it with its id; ids grow with each request. */
  Lock insert(Lock lock);

  Optional<Lock> find(long id);

  /** All locks, by id. */
  List<Lock> all();

  /** Replaces state and times of the lock with that id. */
  void update(Lock lock);

  /** Absent ids are passed over. */
  void delete(long id);
}
