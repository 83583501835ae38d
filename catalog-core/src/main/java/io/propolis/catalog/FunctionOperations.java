package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.functionNotFound;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.rules.NameRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** User-defined functions. */
public final class FunctionOperations {
  private static final String FUNCTION = "function";

  private final Context context;

  FunctionOperations(Context context) {
    this.context = context;
  }

  /** Sorted; empty for an unknown database. */
  public List<String> names(DatabaseName database) {
    return context.store().read(tx -> tx.functions().names(database));
  }

  public List<Function> all(String catalog) {
    return context.store().read(tx -> tx.functions().all(Names.fold(catalog)));
  }

  public Optional<Function> find(DatabaseName database, String name) {
    return context.store().read(tx -> tx.functions().find(database, Names.fold(name)));
  }

  /** Throws NOT_FOUND for the database, ALREADY_EXISTS, INVALID. */
  public Function create(Function requested) {
    NameRules.checkFunction(requested.name());
    var function = requested.withCreatedAt(context.clock().millis());
    return context
        .store()
        .write(
            tx -> {
              if (tx.databases().find(function.database()).isEmpty()) {
                throw notFound(Entity.DATABASE, function.database());
              }
              tx.functions().insert(function);
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.CREATE_FUNCTION,
                          function.database(),
                          Map.of(FUNCTION, function.name())));
              return function;
            });
  }

  /** Replaces the function; another name renames it. Throws NOT_FOUND, ALREADY_EXISTS, INVALID. */
  public void alter(DatabaseName database, String name, Function changed) {
    NameRules.checkFunction(changed.name());
    var folded = Names.fold(name);
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.functions()
                      .find(database, folded)
                      .orElseThrow(() -> functionNotFound(database + "." + folded));
              tx.functions().update(database, folded, changed.withCreatedAt(current.createdAt()));
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.ALTER_FUNCTION,
                          changed.database(),
                          Map.of(FUNCTION, changed.name(), Change.RENAMED_FROM, current.name())));
              return null;
            });
  }

  /** Throws NOT_FOUND. */
  public void drop(DatabaseName database, String name) {
    var folded = Names.fold(name);
    context
        .store()
        .<Void>write(
            tx -> {
              tx.functions().delete(database, folded);
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.DROP_FUNCTION, database, Map.of(FUNCTION, folded)));
              return null;
            });
  }
}
