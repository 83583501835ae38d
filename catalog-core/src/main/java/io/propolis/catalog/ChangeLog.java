package io.propolis.catalog;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.store.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The log of committed changes, and what is kept beside it. */
public final class ChangeLog {
  /** Entries forgotten in one transaction: few enough to hold nobody up. */
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final Context context;

  ChangeLog(Context context) {
    this.context = context;
  }

  /** Position of the newest committed change; 0 before the first. */
  public long position() {
    return context.store().position();
  }

  /** Changes above {@code position}, in order, {@code limit} at most. */
  public List<Change> after(long position, int limit) {
    return context.store().read(tx -> tx.changes().after(position, limit));
  }

  /** The same, those wanted only. */
  public List<Change> after(long position, int limit, ChangeFilter filter) {
    return context.store().read(tx -> tx.changes().after(position, limit, filter));
  }

  /** How many changes above {@code from} and up to {@code until} are wanted. */
  public long count(long from, long until, ChangeFilter filter) {
    return context.store().read(tx -> tx.changes().count(from, until, filter));
  }

  /**
   * The objects that changes were about, by position, as they were then. Large: ask for few at a
   * time.
   */
  public Map<Long, ChangedObjects> objects(Collection<Long> positions) {
    return context.store().read(tx -> tx.changes().objects(positions));
  }

  /**
   * Forgets changes, and reports of writing, that are older than {@code age}: from the oldest on, a
   * bounded number in each of as many transactions as it takes. Positions are never used again.
   * Returns the position of the last change that went, 0 when none did.
   */
  public long forgetOlderThan(Duration age) {
    long time = context.clock().millis() - age.toMillis();
    forget((tx, from) -> tx.reportedWrites().forgetOlder(time, from, FORGOTTEN_AT_ONCE));
    return forget((tx, from) -> tx.changes().forgetOlder(time, from, FORGOTTEN_AT_ONCE));
  }

  private interface Batch {
    long forget(Transaction tx, long from);
  }

  /** Each batch begins where the last ended, so that none passes over what is gone already. */
  private long forget(Batch batch) {
    long last = 0;
    while (true) {
      long from = last;
      long until = context.store().write(tx -> batch.forget(tx, from));
      if (until == from) {
        return last;
      }
      last = until;
    }
  }
}
