package io.propolis.catalog;

import io.propolis.catalog.StatisticsOperations.Aggregate;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Transaction;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Tables in memory, never stale: a read first learns the catalog's position and evicts what changed
 * up to there by following the change log. On a store that knows its position without a query, a
 * hit costs no statement at all.
 *
 * <p>A table read at snapshot p is kept only while nobody has followed the log beyond p, so that no
 * change can slip between reading and keeping it.
 */
final class TableCache {
  private static final int MAX_TABLES = 20_000;
  private static final int MAX_CHANGES_FOLLOWED = 1_000;

  private final CatalogStore store;
  private final ConcurrentHashMap<TableName, Table> tables = new ConcurrentHashMap<>();
  private final AggregateCache aggregates = new AggregateCache();
  private final Object following = new Object();
  private volatile long followed;

  TableCache(CatalogStore store) {
    this.store = store;
    this.followed = store.position();
  }

  Optional<Table> find(TableName name) {
    follow(store.position());
    var kept = tables.get(name);
    return kept != null ? Optional.of(kept) : load(name);
  }

  private Optional<Table> load(TableName name) {
    record Loaded(Optional<Table> table, long position) {}
    var loaded = store.read(tx -> new Loaded(tx.tables().find(name), tx.changes().position()));
    loaded.table().ifPresent(table -> keep(table, loaded.position()));
    return loaded.table();
  }

  private void keep(Table table, long position) {
    synchronized (following) {
      if (followed <= position) {
        makeRoom();
        tables.put(table.name(), table);
      }
    }
  }

  /** What was asked for before, or what {@code work} makes of it; as fresh as tables are. */
  Aggregate aggregate(AggregateCache.Request request, Function<Transaction, Aggregate> work) {
    follow(store.position());
    return aggregates.find(request).orElseGet(() -> compute(request, work));
  }

  private Aggregate compute(AggregateCache.Request request, Function<Transaction, Aggregate> work) {
    record Computed(Aggregate aggregate, long position) {}
    var computed =
        store.read(
            tx -> {
              long position = tx.changes().position();
              return new Computed(work.apply(tx), position);
            });
    synchronized (following) {
      if (followed <= computed.position()) {
        aggregates.put(request, computed.aggregate());
      }
    }
    return computed.aggregate();
  }

  private void makeRoom() {
    var names = tables.keySet().iterator();
    for (int excess = tables.size() - MAX_TABLES; excess >= 0 && names.hasNext(); excess--) {
      names.next();
      names.remove();
    }
  }

  private void follow(long position) {
    if (position <= followed) {
      return;
    }
    synchronized (following) {
      if (position <= followed) {
        return;
      }
      var from = followed;
      var changes = store.read(tx -> tx.changes().after(from, MAX_CHANGES_FOLLOWED));
      boolean complete =
          !changes.isEmpty()
              && changes.get(0).position() == from + 1
              && changes.get(changes.size() - 1).position() >= position;
      if (complete) {
        changes.forEach(this::evict);
        followed = changes.get(changes.size() - 1).position();
      } else {
        // Too far behind, or the log was cut meanwhile: start anew.
        tables.clear();
        aggregates.evict(name -> true);
        followed = position;
      }
    }
  }

  private void evict(Change change) {
    switch (change.kind().touched()) {
      case EVERYTHING_BELOW -> evictBelow(change);
      case TABLE -> {
        evictTable(change);
        evictAggregates(change);
      }
      case PARTITIONS -> evictAggregates(change);
      case NOTHING -> {}
    }
  }

  private void evictBelow(Change change) {
    Predicate<TableName> isBelow =
        name ->
            name.database().catalog().equals(change.catalog())
                && (change.database() == null
                    || name.database().name().equals(change.database())
                    || name.database().name().equals(change.details().get(Change.RENAMED_FROM)));
    tables.keySet().removeIf(isBelow);
    aggregates.evict(isBelow);
  }

  private void evictAggregates(Change change) {
    if (change.database() == null || change.table() == null) {
      return;
    }
    var name = new DatabaseName(change.catalog(), change.database()).table(change.table());
    var before = change.details().get(Change.RENAMED_FROM);
    aggregates.evict(each -> each.equals(name) || each.toString().equals(before));
  }

  private void evictTable(Change change) {
    if (change.database() == null || change.table() == null) {
      return;
    }
    tables.remove(new DatabaseName(change.catalog(), change.database()).table(change.table()));
    var id = change.tableId();
    if (change.details().containsKey(Change.RENAMED_FROM) && id != null) {
      tables.values().removeIf(table -> table.id() == id);
    }
  }
}
