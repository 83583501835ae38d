package io.propolis.catalog.store;

import io.propolis.catalog.model.Lock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Locks of the metastore protocol: rows, shared by all nodes. */
public interface Locks {
  /**
   * Nobody else requests or grants locks before this transaction ends. Called before a lock is
   * inserted or granted.
   */
  void serialise();

  /** Stores a lock and returns it with its id; ids grow with each request. */
  Lock insert(Lock lock);

  /** The same for a lock whose id is not asked for before the transaction has committed. */
  LongSupplier insertLater(Lock lock);

  Optional<Lock> find(long id);

  /**
   * The locks on the databases and tables of the given components, by id, each with those of its
   * components alone that concern these.
   */
  List<Lock> touching(Collection<Lock.Component> components);

  /**
   * What a listing is narrowed to; an absent part narrows nothing.
   *
   * @param transaction 0 for locks without one
   */
  record Filter(
      @Nullable String database,
      @Nullable String table,
      @Nullable String partition,
      @Nullable Long transaction) {
    public static final Filter NONE = new Filter(null, null, null, null);
  }

  /** The locks with the components that pass the filter, by id. */
  List<Lock> all(Filter filter);

  /** Replaces state, times and blockage of the lock with that id. */
  void update(Lock lock);

  /**
   * A sign of life of a lock without transaction whose last one came after {@code silentSince}.
   * False when there is no such lock.
   */
  boolean heartbeat(long id, long at, long silentSince);

  /** Absent ids are passed over. */
  void delete(long id);

  /**
   * The same, but what a transaction has acquired stays. Whether it is known that there was one to
   * remove, to be asked for when the transaction has committed: false also when the database's
   * answer was lost.
   */
  BooleanSupplier deleteUnlessOfTransaction(long id);

  /** Removes the locks of these transactions. */
  void deleteOf(Collection<Long> transactions);

  /** Removes locks without transaction whose last heartbeat is not after {@code silentSince}. */
  void deleteSilent(long silentSince);
}
