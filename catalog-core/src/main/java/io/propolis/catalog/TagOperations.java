package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.resource.Resource;
import io.propolis.catalog.model.resource.ResourceKey;
import io.propolis.catalog.model.resource.ResourceKind;
import io.propolis.catalog.model.resource.Taggable;
import io.propolis.catalog.rules.TagRules;
import io.propolis.catalog.store.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Tags of databases, tables and resources. A table's tags go by its id and so need not follow it to
 * another name.
 */
public final class TagOperations {
  private final Context context;

  TagOperations(Context context) {
    this.context = context;
  }

  /** Sorted by key. Throws NOT_FOUND for what is tagged. */
  public Map<String, String> of(Taggable tagged) {
    return context.store().read(tx -> tx.tags().of(Lookup.reading(tx).subject(tagged)));
  }

  /** Tags of many resources without a parent, by name, without those that have none. */
  public Map<String, Map<String, String>> ofAll(ResourceKind kind, Collection<String> names) {
    var subjects = new HashMap<String, String>();
    names.forEach(name -> subjects.put(subject(ResourceKey.of(kind, name)), name));
    var byName = new HashMap<String, Map<String, String>>();
    context
        .store()
        .read(tx -> tx.tags().ofAll(subjects.keySet()))
        .forEach((subject, tags) -> byName.put(subjects.get(subject), tags));
    return byName;
  }

  /**
   * Adds tags and replaces those with the same keys. Throws NOT_FOUND for what is tagged; INVALID
   * for tags that break {@link TagRules}.
   */
  public void add(Taggable tagged, Map<String, String> tags) {
    TagRules.check(tags);
    context
        .store()
        .<Void>write(
            tx -> {
              var subject = Lookup.holding(tx).subject(tagged);
              var keys = new HashSet<>(tx.tags().of(subject).keySet());
              keys.addAll(tags.keySet());
              TagRules.checkCount(keys.size());
              tx.tags().put(subject, tags);
              return null;
            });
  }

  /** Removes tags; absent keys are passed over. Throws NOT_FOUND for what is tagged. */
  public void remove(Taggable tagged, Collection<String> keys) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.tags().delete(Lookup.holding(tx).subject(tagged), keys);
              return null;
            });
  }

  /** Gives tags to what the transaction has just made. */
  static void attach(Transaction tx, String subject, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      TagRules.check(tags);
      TagRules.checkCount(tags.size());
      tx.tags().put(subject, tags);
    }
  }

  /** With the tags of what belongs to the table. */
  static void dropped(Transaction tx, Table table) {
    var settings = subject(StatisticsSettingsOperations.key(table));
    tx.tags().deleteAll(List.of(subject(table), settings));
  }

  static void dropped(Transaction tx, DatabaseName database) {
    tx.tags().deleteAll(List.of(subject(database)));
  }

  static void renamed(Transaction tx, DatabaseName before, DatabaseName after) {
    if (!before.equals(after)) {
      tx.tags().move(subject(before), subject(after));
    }
  }

  static String subject(ResourceKey key) {
    var type = key.kind().arnType().orElseThrow();
    var parent = key.parent().isEmpty() ? "" : key.parent() + "/";
    return type + "/" + parent + key.name();
  }

  static String subject(DatabaseName database) {
    return "database/" + database.catalog() + "/" + database.name();
  }

  private static String subject(Table table) {
    return "table/" + table.id();
  }

  static String subjectOfCatalog(String name) {
    return "catalog/" + name;
  }

  /** How things are found: to read their tags, or to hold them while the tags change. */
  private record Lookup(
      Function<TableName, Optional<Table>> tables,
      Function<DatabaseName, Optional<Database>> databases,
      Function<ResourceKey, Optional<Resource>> resources,
      Function<String, Optional<CatalogDefinition>> catalogs) {
    static Lookup reading(Transaction tx) {
      return new Lookup(
          tx.tables()::find, tx.databases()::find, tx.resources()::find, tx.catalogs()::find);
    }

    static Lookup holding(Transaction tx) {
      return new Lookup(
          tx.tables()::lock, tx.databases()::lock, tx.resources()::lock, tx.catalogs()::find);
    }

    String subject(Taggable tagged) {
      if (tagged instanceof Taggable.OfTable table) {
        return tables
            .apply(table.name())
            .map(TagOperations::subject)
            .orElseThrow(() -> notFound(Entity.TABLE, table.name()));
      }
      if (tagged instanceof Taggable.OfDatabase database) {
        require(databases.apply(database.name()), Entity.DATABASE, database.name());
        return TagOperations.subject(database.name());
      }
      if (tagged instanceof Taggable.OfResource resource) {
        var key = resource.key();
        return resources
            .apply(key)
            .map(each -> TagOperations.subject(key))
            .orElseThrow(() -> ResourceOperations.notFound(key));
      }
      var catalog = ((Taggable.OfCatalog) tagged).name();
      require(catalogs.apply(catalog), Entity.CATALOG, catalog);
      return subjectOfCatalog(catalog);
    }

    private static void require(Optional<?> found, Entity entity, Object name) {
      if (found.isEmpty()) {
        throw notFound(entity, name);
      }
    }
  }
}
