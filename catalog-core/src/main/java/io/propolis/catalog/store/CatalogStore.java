package io.propolis.catalog.store;

import io.propolis.catalog.model.Change;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the catalog is kept. An acknowledged write survives kill -9 of process and database.
 *
 * <p>Every method throws {@link io.propolis.catalog.CatalogException} UNAVAILABLE when the database
 * cannot be reached, never a driver's own exception.
 */
public interface CatalogStore extends AutoCloseable {
  /** Runs the work on one consistent snapshot. Writing through the transaction is refused. */
  <T> T read(Function<Transaction, T> work);

  /**
   * Runs the work and commits it, or rolls all of it back when it throws. Deadlocks and
   * serialisation failures are retried from the start: the work must have no effect outside the
   * transaction.
   */
  <T> T write(Function<Transaction, T> work);

  /**
   * The position of the newest committed change: the version of the catalog. Never behind a write
   * that was acknowledged, by any node, before the call began. 0 when nothing has changed yet.
   */
  long position();

  /**
   * Changes with a position above {@code position}, in order, {@code limit} at most: as a
   * transaction of its own, in one round trip where the database allows it.
   */
  List<Change> changesAfter(long position, int limit);

  /**
   * Changes directly behind {@code position} that this process has committed itself and still has
   * at hand, in order and without gap; none when the next one is of somebody else. For the one who
   * follows the log. Costs no statement.
   */
  default List<CommittedChange> ownChangesAfter(long position) {
    return List.of();
  }

  /**
   * The right to change the catalog alone; absent where a process has it for as long as it runs.
   */
  default Optional<SoleRight> soleRight() {
    return Optional.empty();
  }

  /**
   * Removes what nobody needs any more of what the store keeps for itself: in short transactions,
   * by one node at a time.
   */
  void tidy();

  /** Name of the database product, for people ("SQLite 3.50.1"). */
  String product();

  @Override
  void close();
}
