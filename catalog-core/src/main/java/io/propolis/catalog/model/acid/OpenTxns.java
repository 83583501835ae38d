package io.propolis.catalog.model.acid;

import io.propolis.catalog.model.acid.Txn.Kind;
import java.util.Collection;
import java.util.List;

/**
 * The transactions that are not committed.
 *
 * @param highWaterMark the newest transaction there is
 * @param unfinished those that are open or aborted, by id
 */
public record OpenTxns(long highWaterMark, List<Txn> unfinished) {
  public OpenTxns {
    unfinished = List.copyOf(unfinished);
  }

  public OpenTxns without(Collection<Kind> kinds) {
    return new OpenTxns(
        highWaterMark, unfinished.stream().filter(txn -> !kinds.contains(txn.kind())).toList());
  }

  /** What may be read by somebody outside any transaction. */
  public TxnSnapshot snapshot() {
    return new TxnSnapshot(highWaterMark, ids(Txn.State.OPEN), ids(Txn.State.ABORTED));
  }

  /** What the transaction {@code reader} may read. */
  public TxnSnapshot snapshotOf(long reader) {
    return new TxnSnapshot(
        reader,
        ids(Txn.State.OPEN).stream().filter(id -> id < reader).toList(),
        ids(Txn.State.ABORTED).stream().filter(id -> id < reader).toList());
  }

  private List<Long> ids(Txn.State state) {
    return unfinished.stream().filter(txn -> txn.state() == state).map(Txn::id).toList();
  }
}
