package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static java.util.stream.Collectors.joining;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.TxnLife.Announcement;
import io.propolis.catalog.TxnOperations.Opening;
import io.propolis.catalog.TxnOperations.Replay;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.TxnSnapshot;
import io.propolis.catalog.model.acid.WriteId;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Write ids: each transaction that writes to a table gets one, once, ascending per table. Tables go
 * by name; whether such a table exists is not asked.
 */
public final class WriteIdOperations {
  private final Context context;
  private final TxnLife life;

  WriteIdOperations(Context context) {
    this.context = context;
    this.life = new TxnLife(context);
  }

  /** What happens to a write id that a transaction has already. */
  public enum Existing {
    KEPT,
    REPLACED
  }

  /**
   * The write ids of open transactions for a table, new ones where they have none, by transaction.
   * Throws NOT_FOUND; CONFLICT for an aborted transaction; INVALID for a read-only one.
   */
  public List<WriteId> allocate(TableName table, Collection<Long> txns, Existing existing) {
    var ids = new TreeSet<>(txns);
    return context
        .store()
        .write(
            tx -> {
              requireWriting(tx, table, ids);
              if (existing == Existing.REPLACED) {
                tx.writeIds().delete(table, ids);
              }
              return allocate(tx, table, ids, null);
            });
  }

  /**
   * Gives the transactions that replay those of another warehouse the write ids these have there;
   * nothing when one of them is no longer open.
   */
  public List<WriteId> allocateReplayed(TableName table, String policy, List<WriteId> sources) {
    if (sources.isEmpty()) {
      throw invalid(Entity.TRANSACTION, "The request names no source transactions");
    }
    return context
        .store()
        .write(
            tx -> {
              var targets = tx.txns().replayed(policy);
              var ids = new TreeSet<Long>();
              for (var source : sources) {
                var target = targets.get(source.txn());
                if (target != null) {
                  ids.add(target);
                }
              }
              if (ids.size() < sources.size()) {
                return List.<WriteId>of();
              }
              requireWriting(tx, table, ids);
              return allocate(tx, table, ids, sources.get(0).id());
            });
  }

  private void requireWriting(Transaction tx, TableName table, Collection<Long> txns) {
    var found =
        tx.txns().lock(txns).stream().collect(Collectors.toMap(Txn::id, Function.identity()));
    for (var id : txns) {
      if (life.requireOpen(found.get(id), id).kind() == Txn.Kind.READ_ONLY) {
        throw invalid(
            Entity.TRANSACTION,
            "Write ID allocation failed on %s: %s is read-only".formatted(table, TxnLife.name(id)));
      }
    }
  }

  private List<WriteId> allocate(
      Transaction tx, TableName table, Set<Long> txns, @Nullable Long first) {
    var all = new ArrayList<>(tx.writeIds().of(table, txns));
    var without = new TreeSet<>(txns);
    all.forEach(known -> without.remove(known.txn()));
    if (!without.isEmpty()) {
      var fresh = number(without, next(tx, table, without.size(), first));
      tx.writeIds().insert(table, fresh);
      all.addAll(fresh);
      tx.changes()
          .append(
              context.nameChange(
                  ChangeKind.ALLOC_WRITE_ID_EVENT, table, Map.of(Change.WRITE_IDS, text(fresh))));
    }
    return all.stream().sorted(Comparator.comparingLong(WriteId::txn)).toList();
  }

  private static List<WriteId> number(Collection<Long> txns, long first) {
    var ids = List.copyOf(txns);
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new WriteId(ids.get(i), first + i))
        .toList();
  }

  private static String text(List<WriteId> writeIds) {
    return writeIds.stream().map(id -> id.txn() + ":" + id.id()).collect(joining(","));
  }

  /** Reserves {@code count} ids and returns the first: the given one, or the next. */
  private static long next(Transaction tx, TableName table, int count, @Nullable Long given) {
    long highest = lockHighest(tx, table);
    long first = given == null ? highest + 1 : given;
    tx.writeIds().raise(table, first + count - 1);
    if (highest > 0 && first != highest + 1) {
      // What replication brought before belongs to another table of that name.
      tx.writeIds().deleteAll(table);
    }
    return first;
  }

  /** 0 for a table that has none yet, of which several may ask for the first at once. */
  private static long lockHighest(Transaction tx, TableName table) {
    return tx.writeIds()
        .lockHighest(table)
        .or(
            () -> {
              tx.writeIds().prepare(table);
              return tx.writeIds().lockHighest(table);
            })
        .orElseThrow(() -> new IllegalStateException("No counter of write ids of " + table));
  }

  /** What a reader may see of the tables, in their order; without a snapshot, as of now. */
  public List<WriteIdSnapshot> visible(List<TableName> tables, @Nullable TxnSnapshot snapshot) {
    var seen =
        snapshot == null
            ? new TxnOperations(context)
                .unfinished()
                .without(List.of(Txn.Kind.READ_ONLY))
                .snapshot()
            : snapshot;
    return context.store().read(tx -> visible(tx, tables, seen));
  }

  /** What the transaction that has this write id in the first of the tables may see of them. */
  public List<WriteIdSnapshot> visibleTo(List<TableName> tables, long writeId) {
    var unfinished = new TxnOperations(context).unfinished().without(List.of(Txn.Kind.READ_ONLY));
    return context
        .store()
        .read(
            tx -> {
              long reader =
                  tx.writeIds()
                      .txn(tables.get(0), writeId)
                      .orElseThrow(
                          () ->
                              invalid(
                                  Entity.TRANSACTION,
                                  "invalid write id %d for table %s"
                                      .formatted(writeId, tables.get(0))));
              return visible(tx, tables, unfinished.snapshotOf(reader));
            });
  }

  static List<WriteIdSnapshot> visible(
      Transaction tx, List<TableName> tables, TxnSnapshot snapshot) {
    var upTo = tx.writeIds().highestUpTo(tables, snapshot.highWaterMark());
    var highest =
        upTo.size() == tables.stream().distinct().count()
            ? Map.<TableName, Long>of()
            : tx.writeIds().highest(tables);
    var invisible = tx.writeIds().invisible(tables, snapshot);
    var visible = new ArrayList<WriteIdSnapshot>();
    for (var table : tables) {
      // Write ids that nobody remembers belong to transactions that all see.
      long mark = upTo.getOrDefault(table, highest.getOrDefault(table, 0L));
      var hidden =
          invisible.getOrDefault(table, List.of()).stream().filter(id -> id.id() <= mark).toList();
      visible.add(
          new WriteIdSnapshot(
              table,
              mark,
              hidden.stream().map(WriteId::id).toList(),
              hidden.stream()
                  .filter(id -> snapshot.aborted().contains(id.txn()))
                  .map(WriteId::id)
                  .collect(Collectors.toSet())));
    }
    return visible;
  }

  /** The highest ever allocated for a table, 0 when there is none. */
  public long highest(TableName table) {
    return context
        .store()
        .read(tx -> tx.writeIds().highest(List.of(table)).getOrDefault(table, 0L));
  }

  /**
   * Begins the write ids of a table that has none above {@code highest}, when it becomes
   * transactional. Throws ALREADY_EXISTS.
   */
  public void seed(TableName table, long highest) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.writeIds().begin(table, highest);
              return null;
            });
  }

  /** Notes the oldest write ids that an open transaction may still read. */
  public void hold(long txn, Map<TableName, Long> oldest) {
    context
        .store()
        .<Void>write(
            tx -> {
              life.requireOpen(tx, txn);
              tx.writeIds().hold(txn, oldest);
              return null;
            });
  }

  /**
   * Takes over the write ids of a table of another warehouse: those aborted there are aborted here
   * and to be compacted away. Nothing when the table has write ids already.
   *
   * @param partitions names of its partitions, empty for a table without
   */
  public void takeOver(WriteIdSnapshot source, String user, String host, List<String> partitions) {
    context
        .store()
        .<Void>write(
            tx -> {
              if (tx.writeIds().lockHighest(source.table()).isPresent()) {
                return null;
              }
              tx.writeIds().begin(source.table(), source.highWaterMark());
              var aborted = new TreeSet<>(source.aborted());
              if (!aborted.isEmpty()) {
                abortTaken(tx, source.table(), aborted, user, host);
                compact(tx, source.table(), partitions);
              }
              return null;
            });
  }

  private void abortTaken(
      Transaction tx, TableName table, TreeSet<Long> aborted, String user, String host) {
    var operations = new TxnOperations(context);
    var writeIds = List.copyOf(aborted);
    var txns = new ArrayList<Long>();
    while (txns.size() < writeIds.size()) {
      txns.addAll(
          operations.open(
              tx,
              new Opening(
                  writeIds.size() - txns.size(),
                  Txn.Kind.DEFAULT,
                  user,
                  host,
                  null,
                  (Replay) null,
                  true)));
    }
    tx.writeIds()
        .insert(
            table,
            IntStream.range(0, txns.size())
                .mapToObj(i -> new WriteId(txns.get(i), writeIds.get(i)))
                .toList());
    life.abort(tx, tx.txns().lock(txns), "aborted at the source", Announcement.SILENT);
  }

  private void compact(Transaction tx, TableName table, List<String> partitions) {
    var queue = new CompactionOperations(context);
    var places = new ArrayList<@Nullable String>(partitions);
    if (places.isEmpty()) {
      places.add(null);
    }
    for (var partition : places) {
      queue.submit(
          tx,
          new Compaction.Request(
              table.database().name(),
              table.name(),
              partition,
              Compaction.Kind.MAJOR,
              null,
              Map.of(),
              null,
              null,
              null,
              0,
              null));
    }
  }
}
