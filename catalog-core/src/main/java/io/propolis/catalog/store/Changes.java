package io.propolis.catalog.store;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangedObjects;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The change log. Positions have no gap and follow the order of commits. */
public interface Changes {
  /** Logs a change; its position can be asked for when the transaction has committed. */
  LongSupplier append(Change change);

  /** The same, with the objects that the change was about. */
  LongSupplier append(Change change, ChangedObjects objects);

  /** Changes with a position above {@code position}, in order, {@code limit} at most. */
  List<Change> after(long position, int limit);

  /** The same, those wanted only. */
  List<Change> after(long position, int limit, ChangeFilter filter);

  /** How many changes with a position above {@code from} and up to {@code until} are wanted. */
  long count(long from, long until, ChangeFilter filter);

  /**
   * The objects of changes, by position; nothing for changes without any. They are large: ask for
   * few at a time.
   */
  Map<Long, ChangedObjects> objects(Collection<Long> positions);

  /** Position of the newest change that this transaction's snapshot holds. */
  long position();

  /** Forgets changes up to and including {@code position}. Later positions do not change. */
  void forget(long position);

  /**
   * Forgets the first changes above {@code position} that are older than {@code time} (epoch
   * milliseconds), {@code limit} at most. Returns the position of the last one forgotten, {@code
   * position} when there was none.
   */
  long forgetOlder(long time, long position, int limit);
}
