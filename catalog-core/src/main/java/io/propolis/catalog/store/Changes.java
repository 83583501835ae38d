package io.propolis.catalog.store;

import io.propolis.catalog.model.Change;
import java.util.List;

/** The change log. Positions have no gap and follow the order of commits. */
public interface Changes {
  /** Logs a change; it gets its position when the transaction commits. */
  void append(Change change);

  /** Changes with a position above {@code position}, in order, {@code limit} at most. */
  List<Change> after(long position, int limit);

  /** Position of the newest change that this transaction's snapshot holds. */
  long position();

  /** Forgets changes up to and including {@code position}. Later positions do not change. */
  void forget(long position);
}
