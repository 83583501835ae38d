package io.propolis.catalog;

import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.catalog.model.acid.TxnSnapshot;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.store.Compactions;
import io.propolis.catalog.store.Rebuilds.Rebuild;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Materialized views over transactional tables: who rebuilds them, and whether they are stale. */
public final class MaterializationOperations {
  private final Context context;

  MaterializationOperations(Context context) {
    this.context = context;
  }

  /** Lets the transaction rebuild the view; false while another one does. */
  public boolean beginRebuild(TableName view, long txn) {
    return context
        .store()
        .write(
            tx -> {
              var other = tx.rebuilds().find(view);
              if (other.isPresent()) {
                if (other.get().heartbeatAt() > new TxnLife(context).silent()) {
                  return false;
                }
                tx.rebuilds().delete(view);
              }
              tx.rebuilds().insert(new Rebuild(view, txn, context.clock().millis()));
              return true;
            });
  }

  /** A sign of life; false when the transaction does not rebuild the view. */
  public boolean heartbeat(TableName view, long txn) {
    return context
        .store()
        .write(tx -> tx.rebuilds().heartbeat(new Rebuild(view, txn, context.clock().millis())));
  }

  /**
   * What happened to the tables of a view since it was built.
   *
   * @param rowsChanged rows were updated or deleted: to add what is new is not enough
   * @param compacted files that it was built from may have been rewritten
   */
  public record Staleness(boolean rowsChanged, boolean compacted) {
    /** Of a view of which nobody can tell. */
    public static final Staleness UNKNOWN = new Staleness(true, true);
  }

  /**
   * @param built what of each table the view was built from
   * @param now what the asking transaction sees
   */
  public Staleness staleness(List<WriteIdSnapshot> built, TxnSnapshot now) {
    return context.store().read(tx -> staleness(tx, built, now));
  }

  private static Staleness staleness(Transaction tx, List<WriteIdSnapshot> built, TxnSnapshot now) {
    var tables = built.stream().map(WriteIdSnapshot::table).toList();
    var current = WriteIdOperations.visible(tx, tables, now);
    for (int i = 0; i < built.size(); i++) {
      // Commits that are not remembered any more may have changed rows.
      if (!Objects.equals(built.get(i).oldestOpen(), current.get(i).oldestOpen())) {
        return Staleness.UNKNOWN;
      }
    }
    var written = tx.writtenComponents().committedSince(0, tables);
    var changing =
        written.stream()
            .filter(component -> component.operation().changesRows())
            .map(WrittenComponent::txn)
            .collect(Collectors.toSet());
    boolean rowsChanged =
        written.stream().anyMatch(write -> isNewChange(write, changing, built, now));
    boolean compacted = built.stream().anyMatch(table -> isCompacted(tx, table));
    return new Staleness(rowsChanged, compacted);
  }

  private static boolean isNewChange(
      WrittenComponent write, Set<Long> changing, List<WriteIdSnapshot> built, TxnSnapshot now) {
    var writeId = write.writeId();
    return writeId != null
        && changing.contains(write.txn())
        && now.isVisible(write.txn())
        && of(built, write).filter(table -> !table.isVisible(writeId)).isPresent();
  }

  private static Optional<WriteIdSnapshot> of(List<WriteIdSnapshot> built, WrittenComponent write) {
    return built.stream()
        .filter(table -> table.table().name().equals(write.table()))
        .filter(table -> table.table().database().name().equals(write.database()))
        .findFirst();
  }

  private static boolean isCompacted(Transaction tx, WriteIdSnapshot built) {
    return tx.compactions().all(Compactions.Filter.of(built.table(), List.of())).stream()
        .filter(compaction -> compaction.state() != State.DID_NOT_INITIATE)
        .anyMatch(
            compaction ->
                !compaction.state().isFinal()
                    || (compaction.work().highestWriteId() != null
                        && !built.isVisible(compaction.work().highestWriteId())));
  }
}
