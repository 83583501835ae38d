package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.TableOperations.DroppedTable;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.indexes.TableIndex;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.catalog.rules.NameRules;
import io.propolis.catalog.rules.TableRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Indexes of tables and the tables that hold their data. */
public final class IndexOperations {
  /** Key of a change's details. */
  private static final String INDEX = "index";

  private final Context context;

  IndexOperations(Context context) {
    this.context = context;
  }

  /** Sorted by name; empty for an unknown table. */
  public List<TableIndex> of(TableName name) {
    return context
        .store()
        .read(tx -> tx.tables().find(name).map(tx.indexes()::of).orElse(List.of()));
  }

  public Optional<TableIndex> find(TableName name, String index) {
    return context
        .store()
        .read(tx -> tx.tables().find(name).flatMap(table -> tx.indexes().find(table, index)));
  }

  /**
   * Adds an index and makes the table that holds its data; both or neither.
   *
   * @param indexTable absent when the index names a table that stands, or none
   * @throws CatalogException NOT_FOUND for the table and for the named table of the data;
   *     ALREADY_EXISTS for the index; INVALID when the table to make exists
   */
  public TableIndex add(TableIndex requested, @Nullable Table indexTable) {
    NameRules.checkFilled(Entity.INDEX, requested.name());
    long now = context.clock().millis();
    var index =
        requested.withCreatedAt(now).withParameters(withDdlTime(requested.parameters(), now));
    if (find(index.table(), index.name()).isPresent()) {
      throw alreadyExists(Entity.INDEX, index.qualifiedName());
    }
    var tables = new TableOperations(context);
    if (indexTable == null) {
      return context.store().write(tx -> insert(tx, index, existing(tx, index)));
    }
    if (tables.find(indexTable.name()).isPresent()) {
      throw invalid(
          Entity.INDEX,
          "Unable to add index %s: the index table %s already exists"
              .formatted(index.qualifiedName(), indexTable.name()));
    }
    tables.create(
        indexTable,
        FileStatistics.Mode.UPDATE,
        (tx, stored) -> insert(tx, index, Optional.of(stored)));
    return index;
  }

  private static Optional<Table> existing(Transaction tx, TableIndex index) {
    var name = index.indexTable();
    return name == null
        ? Optional.empty()
        : Optional.of(tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name)));
  }

  private TableIndex insert(Transaction tx, TableIndex index, Optional<Table> indexTable) {
    var table =
        tx.tables().lock(index.table()).orElseThrow(() -> notFound(Entity.TABLE, index.table()));
    tx.indexes().insert(table, indexTable, index);
    log(tx, ChangeKind.CREATE_INDEX, table, index);
    return index;
  }

  private static Map<String, String> withDdlTime(Map<String, String> parameters, long now) {
    var changed = new LinkedHashMap<>(parameters);
    changed.put(TableRules.LAST_DDL_TIME, Long.toString(now / 1000));
    return changed;
  }

  /** Replaces the parameters, and nothing else, as in Hive. Throws NOT_FOUND. */
  public void alter(TableName name, String index, Map<String, String> parameters) {
    context
        .store()
        .<Void>write(
            tx -> {
              var table = tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
              var changed =
                  require(tx, table, index)
                      .withParameters(withDdlTime(parameters, context.clock().millis()));
              tx.indexes().update(table, changed);
              log(tx, ChangeKind.ALTER_INDEX, table, changed);
              return null;
            });
  }

  private static TableIndex require(Transaction tx, Table table, String index) {
    return tx.indexes()
        .find(table, index)
        .orElseThrow(() -> notFound(Entity.INDEX, table.name() + "." + index));
  }

  /** Drops the index with the table that holds its data. Throws NOT_FOUND. */
  public void drop(TableName name, String index, DropData data) {
    var dropped =
        context
            .store()
            .write(
                tx -> {
                  var table =
                      tx.tables().lock(name).orElseThrow(() -> notFound(Entity.TABLE, name));
                  return drop(tx, table, require(tx, table, index));
                });
    if (data.removes()) {
      dropped.ifPresent(table -> table.removeFiles(context, data));
    }
  }

  /** Drops the indexes of a table that is about to go; returns the tables that held their data. */
  List<DroppedTable> dropAll(Transaction tx, Table table) {
    var dropped = new ArrayList<DroppedTable>();
    for (var index : tx.indexes().of(table)) {
      drop(tx, table, index).ifPresent(dropped::add);
    }
    return dropped;
  }

  private Optional<DroppedTable> drop(Transaction tx, Table table, TableIndex index) {
    tx.indexes().delete(table, index.name());
    log(tx, ChangeKind.DROP_INDEX, table, index);
    return Optional.ofNullable(index.indexTable())
        .flatMap(tx.tables()::lock)
        .map(data -> new TableOperations(context).drop(tx, data));
  }

  private void log(Transaction tx, ChangeKind kind, Table table, TableIndex index) {
    tx.changes().append(context.tableChange(kind, table, Map.of(INDEX, index.name())));
  }
}
