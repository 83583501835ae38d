package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.conflict;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.store.Transaction;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How transactions live and die, for all operations that meet one. A transaction whose owner fell
 * silent is dead from that moment, whether or not anybody has noticed: no later sign of life brings
 * it back.
 */
final class TxnLife {
  /** Hive's {@code hive.repl.txn.timeout}: replaying may pause between two dumps. */
  private static final Duration REPLAYED_TIMEOUT = Duration.ofDays(11);

  /** Says to replication that a database has been written to beside it. */
  private static final String INCOMPATIBLE = "repl.incompatible";

  private final Context context;

  TxnLife(Context context) {
    this.context = context;
  }

  /** Locks an open transaction. Throws NOT_FOUND; CONFLICT when it has been aborted. */
  Txn requireOpen(Transaction tx, long id) {
    return requireOpen(tx.txns().lock(List.of(id)).stream().findFirst().orElse(null), id);
  }

  Txn requireOpen(@Nullable Txn txn, long id) {
    if (txn == null) {
      throw new CatalogException(
          Kind.NOT_FOUND, Entity.TRANSACTION, "No such transaction " + name(id));
    }
    if (txn.state() == Txn.State.COMMITTED) {
      throw new CatalogException(
          Kind.NOT_FOUND, Entity.TRANSACTION, "Transaction " + name(id) + " is already committed.");
    }
    if (!txn.isOpen() || isSilent(txn)) {
      throw conflict(Entity.TRANSACTION, "Transaction " + name(id) + " already aborted");
    }
    return txn;
  }

  /** As Hive's clients know it from its messages. */
  static String name(long id) {
    return "txnid:" + id;
  }

  boolean isSilent(Txn txn) {
    return txn.heartbeatAt() <= (txn.kind() == Txn.Kind.REPL_CREATED ? replayedSilent() : silent());
  }

  /** Whose last sign of life is not after this has fallen silent. */
  long silent() {
    return context.clock().millis() - context.settings().lockTimeout().toMillis();
  }

  private long replayedSilent() {
    return context.clock().millis() - REPLAYED_TIMEOUT.toMillis();
  }

  /** Aborts the transactions of owners that fell silent. */
  void abortSilent(Transaction tx) {
    var silent = tx.txns().silent(silent(), replayedSilent());
    if (!silent.isEmpty()) {
      var dead =
          tx.txns().lock(silent).stream().filter(txn -> txn.isOpen() && isSilent(txn)).toList();
      abort(tx, dead, "timed out", Announcement.LOGGED);
    }
  }

  /** Whether the change log gets to know of it: what replication replays is not announced again. */
  enum Announcement {
    LOGGED,
    SILENT
  }

  /** Aborts open transactions that are locked. */
  void abort(Transaction tx, List<Txn> txns, @Nullable String cause, Announcement announcement) {
    if (txns.isEmpty()) {
      return;
    }
    var ids = txns.stream().map(Txn::id).toList();
    tx.writtenComponents().insertFromWriteIds(ids);
    tx.txns().end(ids, Txn.State.ABORTED, cause);
    release(tx, ids);
    tx.rebuilds().deleteOf(ids);
    markIncompatible(tx, ids);
    tx.txns().deleteReplayed(ids);
    if (announcement == Announcement.LOGGED) {
      logAborts(tx, txns);
    }
  }

  /** Gives up what transactions hold that have ended. */
  void release(Transaction tx, Collection<Long> ids) {
    tx.locks().deleteOf(ids);
    tx.writeIds().release(ids);
  }

  private void logAborts(Transaction tx, List<Txn> txns) {
    var writing = txns.stream().filter(txn -> txn.kind() != Txn.Kind.READ_ONLY).toList();
    if (writing.isEmpty()) {
      return;
    }
    var written =
        tx.writtenComponents().of(writing.stream().map(Txn::id).toList()).stream()
            .collect(groupingBy(WrittenComponent::txn));
    for (var txn : writing) {
      var details = details(List.of(txn.id()), txn.kind());
      var databases =
          written.getOrDefault(txn.id(), List.of()).stream()
              .map(WrittenComponent::database)
              .distinct()
              .collect(joining(","));
      details.put(Change.DATABASES, databases);
      tx.changes().append(context.txnChange(ChangeKind.ABORT_TXN, details));
    }
  }

  static Map<String, String> details(Collection<Long> ids, Txn.Kind kind) {
    var details = new LinkedHashMap<String, String>();
    details.put(Change.TXNS, ids.stream().map(String::valueOf).collect(joining(",")));
    details.put(Change.TXN_KIND, kind.name());
    return details;
  }

  /** Replication that loses a transaction can no longer bring its database up to date. */
  private void markIncompatible(Transaction tx, List<Long> ids) {
    for (var policy : tx.txns().policies(ids)) {
      var name = DatabaseName.of(policy.contains(".") ? policy.split("\\.", 2)[0] : policy);
      tx.databases()
          .lock(name)
          .ifPresent(
              database -> {
                var parameters = new LinkedHashMap<>(database.parameters());
                parameters.put(INCOMPATIBLE, "true");
                tx.databases().update(name, database.withParameters(parameters));
                tx.changes()
                    .append(context.databaseChange(ChangeKind.ALTER_DATABASE, name, Map.of()));
              });
    }
  }
}
