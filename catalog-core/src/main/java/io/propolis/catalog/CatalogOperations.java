package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.change.ChangedObjects.OfCatalog;
import io.propolis.catalog.rules.NameRules;
import io.propolis.catalog.store.Transaction;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Catalogs: the outermost name space. */
public final class CatalogOperations {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogOperations.class);

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
    return create(requested, Map.of());
  }

  /** The same for a catalog with tags. Throws INVALID for them, too. */
  public CatalogDefinition create(CatalogDefinition requested, Map<String, String> tags) {
    NameRules.checkDatabase(Entity.CATALOG, requested.name());
    if (requested.location() == null || requested.location().isBlank()) {
      throw invalid(Entity.CATALOG, "Catalog " + requested.name() + " needs a location");
    }
    var catalog = requested.withCreatedAt(context.clock().millis());
    context
        .store()
        .write(
            tx -> {
              tx.catalogs().insert(catalog);
              tx.changes()
                  .append(
                      context.catalogChange(ChangeKind.CREATE_CATALOG, catalog.name()),
                      new OfCatalog(null, catalog));
              if (!tags.isEmpty()) {
                TagOperations.attach(tx, TagOperations.subjectOfCatalog(catalog.name()), tags);
              }
              return catalog;
            });
    new DatabaseOperations(context).createDefault(catalog);
    return catalog;
  }

  /** Changes description and location. Throws NOT_FOUND; UNSUPPORTED for another name. */
  public void alter(String name, CatalogDefinition changed) {
    if (!Names.fold(name).equals(changed.name())) {
      throw new CatalogException(
          CatalogException.Kind.UNSUPPORTED,
          Entity.CATALOG,
          "Cannot rename catalog " + name + " to " + changed.name());
    }
    context
        .store()
        .<Void>write(
            tx -> {
              var current =
                  tx.catalogs()
                      .find(changed.name())
                      .orElseThrow(() -> notFound(Entity.CATALOG, name));
              var next = changed.withCreatedAt(current.createdAt());
              tx.catalogs().update(next);
              tx.changes()
                  .append(
                      context.catalogChange(ChangeKind.ALTER_CATALOG, changed.name()),
                      new OfCatalog(current, next));
              return null;
            });
  }

  /**
   * Drops it with its folders when they are empty. Throws NOT_FOUND; NOT_EMPTY while a database
   * other than an empty default stands in it.
   */
  public void drop(String name) {
    var folded = droppable(name);
    var folders =
        context
            .store()
            .write(
                tx -> {
                  var left = new LinkedHashSet<String>();
                  var databases = tx.databases().names(folded);
                  if (databases.equals(List.of(Names.DEFAULT_DATABASE))) {
                    var onlyOne = new DatabaseName(folded, Names.DEFAULT_DATABASE);
                    tx.databases().find(onlyOne).map(Database::location).ifPresent(left::add);
                    tx.databases().delete(onlyOne);
                    TagOperations.dropped(tx, onlyOne);
                  } else if (!databases.isEmpty()) {
                    throw new CatalogException(
                        CatalogException.Kind.NOT_EMPTY,
                        Entity.CATALOG,
                        "Catalog " + name + " is not empty: it has the databases " + databases);
                  }
                  Optional.ofNullable(drop(tx, folded).location()).ifPresent(left::add);
                  return left;
                });
    folders.forEach(this::removeIfEmpty);
  }

  /**
   * Drops it with all that is in it, at once or not at all. Files stay. Throws NOT_FOUND; INVALID
   * for the default catalog.
   */
  public void dropWithContents(String name) {
    var folded = droppable(name);
    var databases = new DatabaseOperations(context);
    context
        .store()
        .<CatalogDefinition>write(
            tx -> {
              for (var each : tx.databases().names(folded)) {
                databases.drop(tx, new DatabaseName(folded, each), Contents.CASCADE);
              }
              return drop(tx, folded);
            });
  }

  private static String droppable(String name) {
    var folded = Names.fold(name);
    if (folded.equals(Names.DEFAULT_CATALOG)) {
      throw invalid(Entity.CATALOG, "The default catalog cannot be dropped: " + name);
    }
    return folded;
  }

  /** Drops a catalog that has no databases. */
  private CatalogDefinition drop(Transaction tx, String name) {
    var catalog = tx.catalogs().find(name).orElseThrow(() -> notFound(Entity.CATALOG, name));
    tx.catalogs().delete(name);
    tx.tags().deleteAll(List.of(TagOperations.subjectOfCatalog(name)));
    tx.changes()
        .append(context.catalogChange(ChangeKind.DROP_CATALOG, name), new OfCatalog(catalog, null));
    return catalog;
  }

  private void removeIfEmpty(String location) {
    try {
      context.files().deleteIfEmpty(Locations.qualified(location));
    } catch (CatalogException e) {
      LOG.warn("Could not remove {}: {}", location, e.getMessage());
    }
  }

  private CatalogDefinition withDefaultLocation(CatalogDefinition catalog) {
    return catalog.location() == null
        ? catalog.withLocation(context.settings().warehouse())
        : catalog;
  }
}
