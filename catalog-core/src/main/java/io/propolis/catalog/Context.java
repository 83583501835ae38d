package io.propolis.catalog;

import io.propolis.catalog.cache.CatalogCache;
import io.propolis.catalog.files.LakeFiles;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.catalog.store.Tables.Author;
import io.propolis.catalog.store.Transaction;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every operation needs. */
record Context(
    CatalogStore store,
    LakeFiles files,
    Clock clock,
    CatalogSettings settings,
    CatalogCache cache,
    KeptStatistics statistics,
    Caller caller) {
  /** So that most changes of a table cost no statement for it. */
  private static final int VERSIONS_FORGOTTEN_AT_ONCE = 16;

  Author author() {
    return new Author(caller.user(), clock.millis());
  }

  /**
   * The table as it is now, held until the transaction ends; read only when it is not as the cache
   * knows it.
   */
  Optional<Table> lock(Transaction tx, TableName name) {
    var known = cache.known(name);
    return known.isPresent() ? tx.tables().lock(known.get()) : tx.tables().lock(name);
  }

  /**
   * Stores a changed table as its next version. Of its earlier versions the oldest go, some at
   * once, when there are more than are to be kept.
   */
  Table update(Transaction tx, Table current, Table changed) {
    var stored = tx.tables().update(current, changed, ChangeKind.ALTER_TABLE, author());
    long oldest = stored.version() - settings.keptVersions();
    if (oldest > 0 && stored.version() % VERSIONS_FORGOTTEN_AT_ONCE == 0) {
      tx.tables().forgetVersionsBefore(stored, oldest);
    }
    return stored;
  }

  Change catalogChange(ChangeKind kind, String catalog) {
    return catalogChange(kind, catalog, Map.of());
  }

  Change catalogChange(ChangeKind kind, String catalog, Map<String, String> details) {
    return new Change(
        0,
        clock.millis(),
        caller.user(),
        kind,
        catalog,
        null,
        null,
        null,
        null,
        List.of(),
        details);
  }

  /** A change of a transaction: of no database in particular. */
  Change txnChange(ChangeKind kind, Map<String, String> details) {
    return new Change(
        0,
        clock.millis(),
        caller.user(),
        kind,
        Names.DEFAULT_CATALOG,
        null,
        null,
        null,
        null,
        List.of(),
        details);
  }

  /** A change that concerns the name of a table, which may not exist (yet). */
  Change nameChange(ChangeKind kind, TableName name, Map<String, String> details) {
    return new Change(
        0,
        clock.millis(),
        caller.user(),
        kind,
        name.database().catalog(),
        name.database().name(),
        name.name(),
        null,
        null,
        List.of(),
        details);
  }

  Change databaseChange(ChangeKind kind, DatabaseName name, Map<String, String> details) {
    return new Change(
        0,
        clock.millis(),
        caller.user(),
        kind,
        name.catalog(),
        name.name(),
        null,
        null,
        null,
        List.of(),
        details);
  }

  Change tableChange(ChangeKind kind, Table table, Map<String, String> details) {
    return new Change(
        0,
        clock.millis(),
        caller.user(),
        kind,
        table.name().database().catalog(),
        table.name().database().name(),
        table.name().name(),
        table.id(),
        table.version(),
        List.of(),
        details);
  }

  Change partitionChange(ChangeKind kind, Table table, List<List<String>> partitions) {
    return partitionChange(kind, table, partitions, Map.of());
  }

  Change partitionChange(
      ChangeKind kind, Table table, List<List<String>> partitions, Map<String, String> details) {
    return new Change(
        0,
        clock.millis(),
        caller.user(),
        kind,
        table.name().database().catalog(),
        table.name().database().name(),
        table.name().name(),
        table.id(),
        table.version(),
        partitions,
        details);
  }
}
