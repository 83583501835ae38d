package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.functionNotFound;
import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.change.ChangedObjects.OfFunction;
import io.propolis.catalog.rules.NameRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** User-defined functions. */
public final class FunctionOperations {
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
    check(requested);
    var function = requested.withCreatedAt(context.clock().millis());
    return context
        .store()
        .write(
            tx -> {
              var database =
                  tx.databases()
                      .find(function.database())
                      .orElseThrow(() -> notFound(Entity.DATABASE, function.database()));
              RemoteDatabases.requireLocal(database, "Create function in");
              tx.functions().insert(function);
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.CREATE_FUNCTION,
                          function.database(),
                          Map.of(Change.FUNCTION, function.name())),
                      new OfFunction(null, function));
              return function;
            });
  }

  /** Replaces the function; another name renames it. Throws NOT_FOUND, ALREADY_EXISTS, INVALID. */
  public void alter(DatabaseName database, String name, Function changed) {
    check(changed);
    var folded = Names.fold(name);
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.functions()
                      .find(database, folded)
                      .orElseThrow(() -> functionNotFound(database + "." + folded));
              if (!changed.database().equals(database)
                  && tx.databases().find(changed.database()).isEmpty()) {
                throw invalid(
                    Entity.FUNCTION,
                    "Database %s of function %s does not exist"
                        .formatted(changed.database(), changed.name()));
              }
              var next = changed.withCreatedAt(current.createdAt());
              tx.functions().update(database, folded, next);
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.ALTER_FUNCTION,
                          changed.database(),
                          Map.of(
                              Change.FUNCTION,
                              changed.name(),
                              Change.RENAMED_FROM,
                              current.name())),
                      new OfFunction(current, next));
              return null;
            });
  }

  private static void check(Function function) {
    NameRules.checkFunction(function.name());
    if (function.className() == null || function.className().isBlank()) {
      throw invalid(Entity.FUNCTION, "Function " + function.name() + " names no class");
    }
  }

  /** Throws NOT_FOUND. */
  public void drop(DatabaseName database, String name) {
    var folded = Names.fold(name);
    context
        .store()
        .<Void>write(
            tx -> {
              var function =
                  tx.functions()
                      .find(database, folded)
                      .orElseThrow(() -> functionNotFound(database + "." + folded));
              tx.functions().delete(database, folded);
              tx.changes()
                  .append(
                      context.databaseChange(
                          ChangeKind.DROP_FUNCTION, database, Map.of(Change.FUNCTION, folded)),
                      new OfFunction(function, null));
              return null;
            });
  }
}
