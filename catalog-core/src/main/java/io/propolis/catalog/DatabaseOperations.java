package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.alreadyExists;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangedObjects.OfDatabase;
import io.propolis.catalog.model.change.ChangedObjects.OfFunction;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.rules.NameRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Databases. */
public final class DatabaseOperations {
  /** What a drop does when the database is not empty. */
  public enum Contents {
    /** Refuse with NOT_EMPTY. */
    MUST_BE_EMPTY,
    /** Drop tables and functions too. */
    CASCADE
  }

  private final Context context;

  DatabaseOperations(Context context) {
    this.context = context;
  }

  /** Sorted; empty for an unknown catalog. */
  public List<String> names(String catalog) {
    return context.cache().now().databases(catalog).names();
  }

  public List<Database> all(String catalog) {
    return context.cache().now().databases(catalog).databases();
  }

  public Optional<Database> find(DatabaseName name) {
    return context.cache().now().database(name);
  }

  /** Throws NOT_FOUND. */
  public Database require(DatabaseName name) {
    return find(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
  }

  /**
   * Makes the database and its folder; location and owner are filled when absent. Throws NOT_FOUND
   * for the catalog and the connector, ALREADY_EXISTS, INVALID.
   */
  public Database create(Database requested) {
    return create(requested, Map.of());
  }

  /** The same for a database with tags. Throws INVALID for them, too. */
  public Database create(Database requested, Map<String, String> tags) {
    NameRules.checkDatabase(Entity.DATABASE, requested.name().name());
    var database = withDefaults(requested);
    var exists = find(database.name()).isPresent();
    if (exists) {
      throw alreadyExists(Entity.DATABASE, database.name());
    }
    var folder = new MadeFolder(context.files(), database.location());
    try {
      context
          .store()
          .<Void>write(
              tx -> {
                RemoteDatabases.requireConnector(tx, database);
                tx.databases().insert(database);
                tx.changes()
                    .append(
                        context.databaseChange(
                            ChangeKind.CREATE_DATABASE, database.name(), Map.of()),
                        new OfDatabase(null, database));
                TagOperations.attach(tx, TagOperations.subject(database.name()), tags);
                return null;
              });
    } catch (RuntimeException e) {
      folder.undo(e);
      throw e;
    }
    return database;
  }

  Database createDefault(CatalogDefinition catalog) {
    return create(
        Database.named(new DatabaseName(catalog.name(), Names.DEFAULT_DATABASE))
            .withDescription("Default Hive database")
            .withOwner("public", OwnerType.ROLE)
            .withLocation(externalWarehouse(catalog.name()).orElse(catalog.location()))
            .withManagedLocation(
                externalWarehouse(catalog.name()).isPresent() ? catalog.location() : null));
  }

  /**
   * Replaces description, location, owner and parameters; a new name renames it with its tables. A
   * remote database stays what it is.
   */
  public Database alter(DatabaseName name, Database changed) {
    NameRules.checkDatabase(Entity.DATABASE, changed.name().name());
    boolean renamed = !name.equals(changed.name());
    if (renamed && name.name().equals(Names.DEFAULT_DATABASE)) {
      throw invalid(Entity.DATABASE, "The default database cannot be renamed");
    }
    return context
        .store()
        .write(
            tx -> {
              var current =
                  tx.databases().lock(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
              var next =
                  changed
                      .withCreatedAt(current.createdAt())
                      .withLocation(
                          changed.location() == null
                              ? current.location()
                              : Locations.qualified(changed.location()))
                      .withRemote(current.remote());
              if (renamed) {
                // A change of a table that is under way would log the old name behind the new one.
                tx.tables().lockAll(name);
              }
              tx.databases().update(name, next);
              AcidTables.renamed(tx, name, next.name());
              TagOperations.renamed(tx, name, next.name());
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.ALTER_DATABASE,
                          next.name(),
                          renamed ? Map.of(Change.RENAMED_FROM, name.name()) : Map.of()),
                      new OfDatabase(current, next));
              return next;
            });
  }

  /**
   * Drops the database. Throws NOT_FOUND; NOT_EMPTY when it must be empty and is not; INVALID for
   * the default database of the default catalog.
   */
  public void drop(DatabaseName name, Contents contents, DropData data) {
    if (name.name().equals(Names.DEFAULT_DATABASE)
        && name.catalog().equals(Names.DEFAULT_CATALOG)) {
      throw invalid(Entity.DATABASE, "Can not drop default database in catalog " + name.catalog());
    }
    if (data.removes()) {
      checkRemovable(name);
    }
    var dropped = context.store().write(tx -> drop(tx, name, contents));
    if (data.removes() && dropped.database().remote() == null) {
      var removal = DataRemoval.in(dropped.database(), data, context);
      for (var gone : dropped.tables()) {
        removal.removeTable(gone.table());
        gone.foreign().forEach(removal.of(gone.table())::remove);
      }
      removal.removeDatabaseFolders();
    }
  }

  /** A database that is gone with its tables; the files are still there. */
  record Dropped(Database database, List<DroppedTable> tables) {}

  /** Drops it within a transaction. Throws as {@link #drop(DatabaseName, Contents, DropData)}. */
  Dropped drop(Transaction tx, DatabaseName name, Contents contents) {
    var database = tx.databases().lock(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
    var tables = tx.tables().all(name);
    var gone = new ArrayList<DroppedTable>();
    if (contents == Contents.CASCADE) {
      tables.forEach(table -> gone.add(dropTable(tx, table)));
      dropFunctions(tx, name);
      tx.procedures().deleteAll(name);
      tx.packages().deleteAll(name);
      new SchemaOperations(context).dropAll(tx, name);
    } else {
      requireNone("tables", tables, name);
      requireNone("functions", tx.functions().names(name), name);
      requireNone("stored procedures", tx.procedures().names(name), name);
      requireNone("packages", tx.packages().names(name), name);
      requireNone("schemas", tx.schemas().all(name), name);
    }
    tx.databases().delete(name);
    AcidTables.dropped(tx, name);
    TagOperations.dropped(tx, name);
    tx.changes()
        .append(
            context.databaseChange(ChangeKind.DROP_DATABASE, name, Map.of()),
            new OfDatabase(database, null));
    return new Dropped(database, gone);
  }

  /** Spark and Hive's shell read these words. */
  private static void requireNone(String what, List<?> contents, DatabaseName name) {
    if (!contents.isEmpty()) {
      throw new CatalogException(
          CatalogException.Kind.NOT_EMPTY,
          Entity.DATABASE,
          "Database %s is not empty. One or more %s exist.".formatted(name, what));
    }
  }

  /** Looks at the folders before anything is dropped; the drop itself looks at the rows again. */
  private void checkRemovable(DatabaseName name) {
    if (context.settings().safeguards().storage() == Safeguards.StorageChecks.OFF) {
      return;
    }
    find(name).ifPresent(d -> DataRemoval.check(context, "Database " + name, d.location()));
    for (var table : context.store().read(tx -> tx.tables().all(name))) {
      if (DataRemoval.ownsData(table)) {
        DataRemoval.check(context, "Database with table " + table.name(), table.location());
      }
    }
  }

  /** A table and those of its folders that do not lie in its own. */
  record DroppedTable(Table table, List<String> foreign) {}

  private DroppedTable dropTable(Transaction tx, Table table) {
    var foreign =
        table.isPartitioned() && DataRemoval.ownsData(table)
            ? tx.partitions().foreignLocations(table)
            : List.<String>of();
    tx.tables().delete(table);
    ResourceOperations.dropped(tx, table);
    TagOperations.dropped(tx, table);
    tx.changes()
        .append(
            context.tableChange(ChangeKind.DROP_TABLE, table, Map.of()), new OfTable(table, null));
    return new DroppedTable(table, foreign);
  }

  private void dropFunctions(Transaction tx, DatabaseName name) {
    for (var function : tx.functions().all(name.catalog())) {
      if (function.database().equals(name)) {
        tx.functions().delete(name, function.name());
        tx.changes()
            .append(
                context.databaseChange(
                    ChangeKind.DROP_FUNCTION, name, Map.of(Change.FUNCTION, function.name())),
                new OfFunction(function, null));
      }
    }
  }

  private Database withDefaults(Database requested) {
    var folder = requested.name().name() + ".db";
    var home = catalogFolder(requested.name().catalog());
    var external = externalWarehouse(requested.name().catalog());
    var location =
        requested.location() == null || requested.location().isBlank()
            ? Locations.child(external.orElse(home), folder)
            : Locations.qualified(requested.location());
    var managed =
        requested.managedLocation() == null && external.isPresent()
            ? Locations.child(home, folder)
            : requested.managedLocation();
    return requested
        .withLocation(location)
        .withManagedLocation(managed)
        .withOwner(requested.owner() == null ? context.caller().user() : requested.owner())
        .withCreatedAt(context.clock().millis());
  }

  /** Other catalogs have one folder, as in Hive. */
  private Optional<String> externalWarehouse(String catalog) {
    return catalog.equals(Names.DEFAULT_CATALOG)
        ? Optional.ofNullable(context.settings().externalWarehouse()).map(Locations::qualified)
        : Optional.empty();
  }

  private String catalogFolder(String catalog) {
    var location = new CatalogOperations(context).require(catalog).location();
    return Locations.qualified(location == null ? context.settings().warehouse() : location);
  }
}
