package io.propolis.catalog.model.acid;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which transactions a reader may see: those up to the mark that are neither open nor aborted
 * (Hive's {@code ValidTxnList}).
 */
public record TxnSnapshot(long highWaterMark, Set<Long> open, Set<Long> aborted) {
  public TxnSnapshot {
    open = Set.copyOf(open);
    aborted = Set.copyOf(aborted);
  }

  public TxnSnapshot(long highWaterMark, Collection<Long> open, Collection<Long> aborted) {
    this(highWaterMark, Set.copyOf(open), Set.copyOf(aborted));
  }

  public boolean isVisible(long txn) {
    return txn <= highWaterMark && !open.contains(txn) && !aborted.contains(txn);
  }

  /** The transactions up to the mark that are not seen, ascending. */
  public Collection<Long> invisible() {
    var all = new TreeSet<>(open);
    all.addAll(aborted);
    return all;
  }
}
