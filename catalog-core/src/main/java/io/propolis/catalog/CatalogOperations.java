package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.rules.NameRules;
import java.util.List;
import java.util.Optional;

/** Catalogs: the outermost name space. */
public final class CatalogOperations {
  private final Context context;

  CatalogOperations(Context context) {
    this.context = context;
  }

  public List<String> names() {
    return context.store().read(tx -> tx.catalogs().names());
  }

  public Optional<CatalogDefinition> find(String name) {
    return context
        .store()
        .read(tx -> tx.catalogs().find(Names.fold(name)))
        .map(this::withDefaultLocation);
  }

  /** Throws NOT_FOUND. */
  public CatalogDefinition require(String name) {
    return find(name).orElseThrow(() -> notFound(Entity.CATALOG, name));
  }

  /** Makes the catalog, its folder, and the {@code default} database in it. */
  public CatalogDefinition create(CatalogDefinition requested) {
    NameRules.checkDatabase(Entity.CATALOG, requested.name());
    if (requested.location() == null || requested.location().isBlank()) {
      throw invalid(Entity.CATALOG, "Catalog " + requested.name() + " needs a location");
    }
    var catalog =
        requested
            .withLocation(Locations.qualified(requested.location()))
            .withCreatedAt(context.clock().millis());
    context
        .store()
        .write(
            tx -> {
              tx.catalogs().insert(catalog);
              tx.changes().append(context.catalogChange(ChangeKind.CREATE_CATALOG, catalog.name()));
              return catalog;
            });
    new DatabaseOperations(context).createDefault(catalog);
    return catalog;
  }

  /** Changes description and location. Throws NOT_FOUND; INVALID for another name. */
  public void alter(String name, CatalogDefinition changed) {
    if (!Names.fold(name).equals(changed.name())) {
      throw invalid(Entity.CATALOG, "A catalog cannot be renamed: " + name);
    }
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.catalogs()
                      .find(changed.name())
                      .orElseThrow(() -> notFound(Entity.CATALOG, name));
              tx.catalogs().update(changed.withCreatedAt(current.createdAt()));
              tx.changes().append(context.catalogChange(ChangeKind.ALTER_CATALOG, changed.name()));
              return null;
            });
  }

  /** Throws NOT_FOUND; NOT_EMPTY while a database other than an empty default stands in it. */
  public void drop(String name) {
    var folded = Names.fold(name);
    if (folded.equals(Names.DEFAULT_CATALOG)) {
      throw invalid(Entity.CATALOG, "The default catalog cannot be dropped: " + name);
    }
    context
        .store()
        .<Void>write(
            tx -> {
              if (tx.catalogs().find(folded).isEmpty()) {
                throw notFound(Entity.CATALOG, name);
              }
              var databases = tx.databases().names(folded);
              if (databases.equals(List.of(Names.DEFAULT_DATABASE))) {
                tx.databases()
                    .delete(
                        new io.propolis.catalog.model.DatabaseName(folded, Names.DEFAULT_DATABASE));
              } else if (!databases.isEmpty()) {
                throw new CatalogException(
                    CatalogException.Kind.NOT_EMPTY,
                    Entity.CATALOG,
                    "Catalog " + name + " is not empty: it has the databases " + databases);
              }
              tx.catalogs().delete(folded);
              tx.changes().append(context.catalogChange(ChangeKind.DROP_CATALOG, folded));
              return null;
            });
  }

  private CatalogDefinition withDefaultLocation(CatalogDefinition catalog) {
    return catalog.location() == null
        ? catalog.withLocation(context.settings().warehouse())
        : catalog;
  }
}
