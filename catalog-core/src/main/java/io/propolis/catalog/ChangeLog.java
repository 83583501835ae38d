package io.propolis.catalog;

import io.propolis.catalog.model.Change;
import java.util.List;

/** Reads the log of committed changes. */
public final class ChangeLog {
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
}
