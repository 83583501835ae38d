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
import io.propolis.catalog.model.Table;
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
    return context.store().read(tx -> tx.databases().names(Names.fold(catalog)));
  }

  public List<Database> all(String catalog) {
    return context.store().read(tx -> tx.databases().all(Names.fold(catalog)));
  }

  public Optional<Database> find(DatabaseName name) {
    return context.store().read(tx -> tx.databases().find(name));
  }

  /** Throws NOT_FOUND. */
  public Database require(DatabaseName name) {
    return find(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
  }

  /** Makes the database and its folder; location and owner are filled when absent. */
  public Database create(Database requested) {
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
                tx.databases().insert(database);
                tx.changes()
                    .append(
                        context.databaseChange(
                            ChangeKind.CREATE_DATABASE, database.name(), Map.of()));
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
            .withOwner("public")
            .withLocation(catalog.location()));
  }

  /**
   * Replaces description, location, owner and parameters; a new name renames it with its tables.
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
                              : Locations.qualified(changed.location()));
              tx.databases().update(name, next);
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.ALTER_DATABASE,
                          next.name(),
                          renamed ? Map.of(Change.RENAMED_FROM, name.name()) : Map.of()));
              return next;
            });
  }

  /**
   * Drops the database. Throws NOT_FOUND; NOT_EMPTY when it must be empty and is not; INVALID for
   * the default database.
   */
  public void drop(DatabaseName name, Contents contents, DropData data) {
    if (name.name().equals(Names.DEFAULT_DATABASE)) {
      throw invalid(Entity.DATABASE, "Can not drop default database in catalog " + name.catalog());
    }
    record Dropped(Database database, List<Table> tables, List<String> foreign) {}
    var dropped =
        context
            .store()
            .write(
                tx -> {
                  var database =
                      tx.databases().lock(name).orElseThrow(() -> notFound(Entity.DATABASE, name));
                  var tables = tx.tables().all(name);
                  var foreign = new ArrayList<String>();
                  if (contents == Contents.CASCADE) {
                    tables.forEach(table -> dropTable(tx, table, foreign));
                    dropFunctions(tx, name);
                  } else {
                    requireNone("tables", tables, name);
                    requireNone("functions", tx.functions().names(name), name);
                  }
                  tx.databases().delete(name);
                  tx.changes()
                      .append(context.databaseChange(ChangeKind.DROP_DATABASE, name, Map.of()));
                  return new Dropped(database, tables, foreign);
                });
    if (data == DropData.DELETE_FILES) {
      var removal = new DataRemoval(context, dropped.database());
      dropped.tables().forEach(removal::removeTable);
      dropped.foreign().forEach(removal::remove);
      removal.removeDatabaseFolder();
    }
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

  private void dropTable(Transaction tx, Table table, List<String> foreign) {
    if (table.isPartitioned() && DataRemoval.ownsData(table)) {
      foreign.addAll(tx.partitions().foreignLocations(table));
    }
    tx.tables().delete(table);
    tx.changes().append(context.tableChange(ChangeKind.DROP_TABLE, table, Map.of()));
  }

  private void dropFunctions(Transaction tx, DatabaseName name) {
    for (var function : tx.functions().names(name)) {
      tx.functions().delete(name, function);
      tx.changes()
          .append(
              context.databaseChange(ChangeKind.DROP_FUNCTION, name, Map.of("function", function)));
    }
  }

  private Database withDefaults(Database requested) {
    var location =
        requested.location() == null || requested.location().isBlank()
            ? Locations.child(
                catalogFolder(requested.name().catalog()), requested.name().name() + ".db")
            : Locations.qualified(requested.location());
    return requested
        .withLocation(location)
        .withOwner(requested.owner() == null ? context.caller().user() : requested.owner())
        .withCreatedAt(context.clock().millis());
  }

  private String catalogFolder(String catalog) {
    var location = new CatalogOperations(context).require(catalog).location();
    return location == null ? context.settings().warehouse() : location;
  }
}
