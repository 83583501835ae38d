package io.propolis.catalog;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Properties of the cluster, of databases and of tables that Hive 4's tools keep beside them. Those
 * of one thing form a map, named {@code database.table}, {@code database} or "" (the cluster).
 */
public final class PropertyOperations {
  /** The one namespace that Hive's metastore declares. */
  private static final String NAMESPACE = "hms";

  private static final char SEPARATOR = '.';
  private static final Pattern UNESCAPED_DOT = Pattern.compile("(?<!\\\\)\\.");

  /** Database, table and, beyond Hive's tables, one more. */
  private static final int MAP_NAME_PARTS = 3;

  private final Context context;

  PropertyOperations(Context context) {
    this.context = context;
  }

  /** A property's place. */
  private record Place(String map, String property) {
    /** {@code database.table.property}, with fewer parts for databases and the cluster. */
    static Place of(String key) {
      var parts = List.of(UNESCAPED_DOT.split(key));
      if (parts.isEmpty()) {
        return new Place(NAMESPACE, key);
      }
      int named = Math.min(MAP_NAME_PARTS, parts.size() - 1);
      var map =
          named == 0
              ? NAMESPACE
              : NAMESPACE + SEPARATOR + String.join(".", parts.subList(0, named));
      return new Place(map, String.join(".", parts.subList(named, parts.size())));
    }
  }

  /**
   * Sets properties, all or none.
   *
   * @param properties by {@code database.table.property}; a null value removes
   * @throws CatalogException NOT_FOUND for the namespace
   */
  public void set(String namespace, Map<String, String> properties) {
    requireNamespace(namespace);
    var changes = new TreeMap<String, Map<String, String>>();
    properties.forEach(
        (key, value) -> {
          var place = Place.of(key);
          changes.computeIfAbsent(place.map(), map -> new HashMap<>()).put(place.property(), value);
        });
    if (changes.isEmpty()) {
      return;
    }
    context
        .store()
        .<Void>write(
            tx -> {
              var changed = new TreeMap<String, Map<String, String>>();
              tx.propertyMaps()
                  .lock(changes.keySet())
                  .forEach(
                      (key, map) ->
                          changed.put(key, changed(map, changes.getOrDefault(key, Map.of()))));
              tx.propertyMaps().put(changed);
              return null;
            });
  }

  private static Map<String, String> changed(Map<String, String> map, Map<String, String> changes) {
    var changed = new TreeMap<>(map);
    changes.forEach(
        (property, value) -> {
          if (value == null) {
            changed.remove(property);
          } else {
            changed.put(property, value);
          }
        });
    return changed;
  }

  /**
   * Maps by name.
   *
   * @param prefix what the names begin with; "" for all
   * @param selection what is answered of a map; an empty result leaves the map out
   * @throws CatalogException NOT_FOUND for the namespace
   */
  public Map<String, Map<String, String>> select(
      String namespace, String prefix, UnaryOperator<Map<String, String>> selection) {
    requireNamespace(namespace);
    var keys = prefix.isEmpty() ? NAMESPACE : NAMESPACE + SEPARATOR + prefix;
    var selected = new TreeMap<String, Map<String, String>>();
    context
        .store()
        .read(tx -> tx.propertyMaps().startingWith(keys))
        .forEach(
            (key, map) ->
                Optional.of(selection.apply(map))
                    .filter(answer -> !answer.isEmpty())
                    .ifPresent(answer -> selected.put(name(key), answer)));
    return selected;
  }

  /** The cluster's own map bears the name of the namespace, as in Hive. */
  private static String name(String key) {
    int separator = key.indexOf(SEPARATOR);
    return separator < 0 ? key : key.substring(separator + 1);
  }

  private static void requireNamespace(String namespace) {
    if (!namespace.equals(NAMESPACE)) {
      throw new CatalogException(
          Kind.NOT_FOUND,
          Entity.PROPERTIES,
          "no PropertyManager namespace is declared, namespace " + namespace);
    }
  }
}
