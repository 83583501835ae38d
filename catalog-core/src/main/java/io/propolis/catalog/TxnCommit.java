package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.conflict;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.TxnLife.Announcement;
import io.propolis.catalog.TxnOperations.Replay;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.Compaction;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.catalog.rules.PartitionRules;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The commit of one transaction. */
public final class TxnCommit {
  /** Keys that a commit may set on a table begin with it. */
  private static final String META_KEY = "_meta";

  /** Up to which event of the source a replicated object is. */
  private static final String REPLICATED_UP_TO = "repl.last.id";

  /**
   * What to commit.
   *
   * @param txn of the source when it is a replay
   * @param policy of the replay, absent when it is none
   * @param conflicts whether the rows it changed may have been changed by others meanwhile
   * @param replayedWrites what a replay wrote
   * @param announced false for transactions of replication itself
   */
  public record Request(
      long txn,
      @Nullable String policy,
      Conflicts conflicts,
      List<WrittenComponent> replayedWrites,
      @Nullable KeyValue keyValue,
      @Nullable Progress progress,
      boolean announced) {
    public Request {
      replayedWrites = List.copyOf(replayedWrites);
    }

    /** A transaction that is neither replayed nor says anything with its commit. */
    public static Request of(long txn) {
      return new Request(txn, null, Conflicts.ABORT, List.of(), null, null, true);
    }
  }

  /** Whoever has locked what it changes exclusively knows that nobody else changed it. */
  public enum Conflicts {
    ABORT,
    EXCLUDED_BY_LOCK
  }

  /** A parameter of a table that is set together with the commit. */
  public record KeyValue(long tableId, String key, String value) {}

  /** How far replication has come with a database, a table of it or some of its partitions. */
  public record Progress(
      DatabaseName database, @Nullable String table, List<List<String>> partitions, long event) {
    public Progress {
      partitions = List.copyOf(partitions);
    }
  }

  private final Context context;
  private final Request request;
  private final TxnLife life;

  TxnCommit(Context context, Request request) {
    this.context = context;
    this.request = request;
    this.life = new TxnLife(context);
  }

  /** The conflict because of which it was aborted instead; empty when it is committed. */
  Optional<CatalogException> run(Transaction tx) {
    if (request.progress() != null) {
      record(tx, request.progress());
    }
    var policy = request.policy();
    var id = own(tx, policy);
    if (id == null) {
      return Optional.empty();
    }
    var found = tx.txns().lock(List.of(id)).stream().findFirst().orElse(null);
    if (found != null && found.state() == Txn.State.COMMITTED) {
      return Optional.empty();
    }
    var txn = life.requireOpen(found, id);
    if (txn.kind() != Txn.Kind.READ_ONLY) {
      var conflict = publish(tx, txn);
      if (conflict.isPresent()) {
        life.abort(tx, List.of(txn), "write conflict", Announcement.LOGGED);
        return conflict;
      }
    }
    tx.txns().end(List.of(id), Txn.State.COMMITTED, null);
    life.release(tx, List.of(id));
    if (txn.kind() == Txn.Kind.MATER_VIEW_REBUILD) {
      tx.rebuilds().deleteOf(List.of(id));
    }
    if (policy != null) {
      tx.txns().deleteReplayed(List.of(id));
    }
    if (request.keyValue() != null) {
      set(tx, request.keyValue());
    }
    if (request.announced() && txn.kind() != Txn.Kind.READ_ONLY) {
      tx.changes()
          .append(
              context.txnChange(ChangeKind.COMMIT_TXN, TxnLife.details(List.of(id), txn.kind())));
    }
    return Optional.empty();
  }

  /** The transaction here; null when it replays one and has ended. */
  private @Nullable Long own(Transaction tx, @Nullable String policy) {
    return policy == null
        ? Long.valueOf(request.txn())
        : TxnOperations.target(tx, new Replay(policy, List.of(request.txn())));
  }

  /** Makes what the transaction wrote known as committed, unless another was first. */
  private Optional<CatalogException> publish(Transaction tx, Txn txn) {
    var written = tx.writtenComponents().of(List.of(txn.id()));
    boolean publishesCompaction = txn.kind().compacts() || txn.kind() == Txn.Kind.SOFT_DELETE;
    if (written.isEmpty() && request.replayedWrites().isEmpty() && !publishesCompaction) {
      return Optional.empty();
    }
    long mark = tx.txns().lockHighWaterMark();
    if (request.policy() == null
        && request.conflicts() == Conflicts.ABORT
        && !publishesCompaction) {
      var conflict = lostTo(tx, txn, written, mark);
      if (conflict.isPresent()) {
        return conflict;
      }
    }
    if (publishesCompaction) {
      publishCompactions(tx, txn, mark);
    }
    if (written.stream().anyMatch(component -> component.operation() == Operation.COMPACT)) {
      tx.writtenComponents().delete(txn.id(), Operation.COMPACT);
    }
    tx.writtenComponents().commit(txn.id(), mark);
    tx.writtenComponents()
        .insert(
            request.replayedWrites().stream()
                .map(
                    write ->
                        new WrittenComponent(
                            txn.id(),
                            write.database(),
                            write.table(),
                            write.partition(),
                            write.operation(),
                            write.writeId(),
                            mark))
                .toList());
    return Optional.empty();
  }

  /**
   * Two transactions overlap when one began before the other committed. Of those that change the
   * same rows the first to commit wins, for the other cannot have seen its changes.
   */
  private static Optional<CatalogException> lostTo(
      Transaction tx, Txn txn, List<WrittenComponent> written, long mark) {
    var changed =
        written.stream().filter(component -> component.operation().changesRows()).toList();
    if (changed.isEmpty()) {
      return Optional.empty();
    }
    for (var other : tx.writtenComponents().committedSince(txn.id(), tables(changed))) {
      if (other.txn() != txn.id() && other.operation().changesRows()) {
        for (var own : changed) {
          if (own.isSamePlace(other)) {
            return Optional.of(lost(txn, mark, own, other));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static CatalogException lost(
      Txn txn, long mark, WrittenComponent own, WrittenComponent other) {
    return conflict(
        Entity.TRANSACTION,
        "Aborting [%s,%d] due to a write conflict on %s committed by [%s,%d] %s/%s"
            .formatted(
                TxnLife.name(txn.id()),
                mark,
                own.place(),
                TxnLife.name(other.txn()),
                other.commit(),
                letter(own.operation()),
                letter(other.operation())));
  }

  private static String letter(Operation operation) {
    return operation.name().substring(0, 1).toLowerCase(Locale.ROOT);
  }

  static Set<TableName> tables(Collection<WrittenComponent> written) {
    var tables = new LinkedHashSet<TableName>();
    for (var component : written) {
      if (component.table() != null) {
        tables.add(TableName.of(component.database(), component.table()));
      }
    }
    return tables;
  }

  private void publishCompactions(Transaction tx, Txn txn, long mark) {
    for (var compaction : tx.compactions().of(txn.id())) {
      if (!compaction.state().isFinal()) {
        tx.compactions()
            .update(compaction.with(compaction.work().committed(mark, context.clock().millis())));
        tx.changes()
            .append(
                context.nameChange(
                    ChangeKind.COMMIT_COMPACTION_EVENT,
                    compaction.request().tableName(),
                    details(compaction, txn)));
      }
    }
  }

  private static Map<String, String> details(Compaction compaction, Txn txn) {
    var details = TxnLife.details(List.of(txn.id()), txn.kind());
    details.put(Change.COMPACTION, Long.toString(compaction.id()));
    details.put(Change.COMPACTION_TYPE, compaction.request().kind().name());
    if (compaction.request().partition() != null) {
      details.put(Change.COMPACTION_PARTITION, compaction.request().partition());
    }
    return details;
  }

  private void set(Transaction tx, KeyValue keyValue) {
    if (!keyValue.key().startsWith(META_KEY)) {
      throw invalid(
          Entity.TRANSACTION,
          "A commit sets parameters that begin with %s, not %s"
              .formatted(META_KEY, keyValue.key()));
    }
    var table =
        tx.tables()
            .name(keyValue.tableId())
            .flatMap(tx.tables()::lock)
            .orElseThrow(() -> notFound(Entity.TABLE, "id " + keyValue.tableId()));
    if (table.parameter(keyValue.key()).isEmpty()) {
      throw invalid(
          Entity.TRANSACTION,
          "Table %s has no parameter %s to set".formatted(table.name(), keyValue.key()));
    }
    var stored = context.update(tx, table, table.withParameter(keyValue.key(), keyValue.value()));
    tx.changes().append(context.tableChange(ChangeKind.ALTER_TABLE, stored, Map.of()));
  }

  private void record(Transaction tx, Progress progress) {
    var event = Long.toString(progress.event());
    var name = progress.database();
    var database = tx.databases().lock(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
    tx.databases().update(name, database.withParameters(with(database.parameters(), event)));
    tx.changes().append(context.databaseChange(ChangeKind.ALTER_DATABASE, name, Map.of()));
    if (progress.table() == null) {
      return;
    }
    var tableName = name.table(progress.table());
    var table = tx.tables().lock(tableName).orElseThrow(() -> notFound(Entity.TABLE, tableName));
    var stored = context.update(tx, table, table.withParameter(REPLICATED_UP_TO, event));
    tx.changes().append(context.tableChange(ChangeKind.ALTER_TABLE, stored, Map.of()));
    var values = progress.partitions().stream().map(v -> PartitionRules.values(stored, v)).toList();
    if (!values.isEmpty()) {
      var partitions = tx.partitions().findAll(stored, values);
      tx.partitions()
          .update(
              stored,
              partitions.stream().map(p -> p.withParameters(with(p.parameters(), event))).toList());
      tx.changes().append(context.partitionChange(ChangeKind.ALTER_PARTITION, stored, values));
    }
  }

  private static Map<String, String> with(Map<String, String> parameters, String event) {
    var changed = new LinkedHashMap<>(parameters);
    changed.put(REPLICATED_UP_TO, event);
    return changed;
  }
}
