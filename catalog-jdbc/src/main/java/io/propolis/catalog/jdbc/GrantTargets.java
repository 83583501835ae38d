package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.access.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the rows that resources of grants are, some at a time, in four statements at most. */
final class GrantTargets {
  private static final String DATABASES =
      "SELECT id, catalog_name, name FROM catalog_databases WHERE catalog_name IN ";
  private static final String TABLES =
      """
      SELECT t.id, d.catalog_name, d.name, t.name
      FROM catalog_tables t JOIN catalog_databases d ON d.id = t.database_id
      WHERE d.catalog_name IN\s""";
  private static final String CONNECTORS = "SELECT name FROM data_connectors WHERE name IN ";
  private static final String PARTITIONS =
      "SELECT id, table_id, values_hash FROM table_partitions WHERE table_id IN ";

  /** The row a resource is; of the ids, only that of the row itself is given, and its table's. */
  record Target(
      Resource resource, @Nullable Long database, @Nullable Long table, @Nullable Long partition) {
    /** 32 bytes that stand for the resource, whatever it is called. */
    byte[] key() {
      return Hashes.sha256(
          Json.Texts.write(
              List.of(
                  resource.kind().name(),
                  id(database),
                  id(table),
                  id(partition),
                  resource instanceof Resource.OfColumn column ? column.column() : "",
                  resource instanceof Resource.OfConnector connector ? connector.name() : "")));
    }

    private static String id(@Nullable Long id) {
      return id == null ? "" : id.toString();
    }
  }

  private record PartitionId(long table, String valuesHash) {
    static PartitionId of(long table, List<String> values) {
      return new PartitionId(table, PartitionKey.hex(PartitionKey.hash(values)));
    }
  }

  private final Sql sql;

  GrantTargets(Sql sql) {
    this.sql = sql;
  }

  /** Those that exist. */
  Map<Resource, Target> find(Collection<Resource> resources) {
    return find(resources, "");
  }

  /** The same; partitions among them stay until the transaction ends. */
  Map<Resource, Target> hold(Collection<Resource> resources) {
    return find(resources, sql.dialect().forShare());
  }

  private Map<Resource, Target> find(Collection<Resource> resources, String ending) {
    var targets = new HashMap<Resource, Target>();
    Sql.forChunks(
        Set.copyOf(resources),
        chunk -> {
          var databases = databases(present(chunk, GrantTargets::database));
          var tables = tables(present(chunk, GrantTargets::table));
          var partitions = partitions(chunk, tables, ending);
          var connectors = connectors(present(chunk, GrantTargets::connector));
          for (var resource : chunk) {
            var target = target(resource, databases, tables, partitions);
            var connector = connector(resource);
            if (target != null && (connector == null || connectors.contains(connector))) {
              targets.put(resource, target);
            }
          }
        });
    return targets;
  }

  private static <T> Set<T> present(
      List<Resource> resources, Function<Resource, @Nullable T> part) {
    var parts = new HashSet<T>();
    for (var resource : resources) {
      var found = part.apply(resource);
      if (found != null) {
        parts.add(found);
      }
    }
    return parts;
  }

  private static @Nullable DatabaseName database(Resource resource) {
    return resource instanceof Resource.OfDatabase of ? of.name() : null;
  }

  private static @Nullable TableName table(Resource resource) {
    if (resource instanceof Resource.OfTable of) {
      return of.name();
    }
    if (resource instanceof Resource.OfPartition of) {
      return of.table();
    }
    return resource instanceof Resource.OfColumn of ? of.table() : null;
  }

  private static @Nullable String connector(Resource resource) {
    return resource instanceof Resource.OfConnector of ? of.name() : null;
  }

  private static @Nullable List<String> values(Resource resource) {
    if (resource instanceof Resource.OfPartition of) {
      return of.values();
    }
    return resource instanceof Resource.OfColumn of ? of.partition() : null;
  }

  private static @Nullable Target target(
      Resource resource,
      Map<DatabaseName, Long> databases,
      Map<TableName, Long> tables,
      Map<PartitionId, Long> partitions) {
    var databaseName = database(resource);
    if (databaseName != null) {
      var database = databases.get(databaseName);
      return database == null ? null : new Target(resource, database, null, null);
    }
    var tableName = table(resource);
    if (tableName == null) {
      return new Target(resource, null, null, null);
    }
    var table = tables.get(tableName);
    var values = values(resource);
    if (table == null || values == null) {
      return table == null ? null : new Target(resource, null, table, null);
    }
    var partition = partitions.get(PartitionId.of(table, values));
    return partition == null ? null : new Target(resource, null, table, partition);
  }

  // All names of each part are asked for, in whatever combination: that may find others too.

  private Map<DatabaseName, Long> databases(Set<DatabaseName> names) {
    var found = new HashMap<DatabaseName, Long>();
    if (!names.isEmpty()) {
      var catalogs = names.stream().map(DatabaseName::catalog).distinct().toList();
      var own = names.stream().map(DatabaseName::name).distinct().toList();
      var parameters = new ArrayList<Object>(catalogs);
      parameters.addAll(own);
      sql.list(
              DATABASES + in(catalogs) + " AND name IN " + in(own),
              row -> Map.entry(new DatabaseName(row.text(2), row.text(3)), row.number(1)),
              parameters)
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  private Map<TableName, Long> tables(Set<TableName> names) {
    var found = new HashMap<TableName, Long>();
    if (!names.isEmpty()) {
      var catalogs = names.stream().map(n -> n.database().catalog()).distinct().toList();
      var databases = names.stream().map(n -> n.database().name()).distinct().toList();
      var own = names.stream().map(TableName::name).distinct().toList();
      var parameters = new ArrayList<Object>(catalogs);
      parameters.addAll(databases);
      parameters.addAll(own);
      sql.list(
              TABLES
                  + in(catalogs)
                  + " AND d.name IN "
                  + in(databases)
                  + " AND t.name IN "
                  + in(own),
              row ->
                  Map.entry(
                      new DatabaseName(row.text(2), row.text(3)).table(row.text(4)), row.number(1)),
              parameters)
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  private Set<String> connectors(Set<String> names) {
    return names.isEmpty()
        ? Set.of()
        : Set.copyOf(sql.list(CONNECTORS + in(names), row -> row.text(1), List.copyOf(names)));
  }

  private Map<PartitionId, Long> partitions(
      List<Resource> chunk, Map<TableName, Long> tables, String ending) {
    var hashes = new HashMap<String, byte[]>();
    var ids = new HashSet<Long>();
    for (var resource : chunk) {
      var values = values(resource);
      var name = table(resource);
      var table = name == null ? null : tables.get(name);
      if (values != null && table != null) {
        var hash = PartitionKey.hash(values);
        hashes.put(PartitionKey.hex(hash), hash);
        ids.add(table);
      }
    }
    var found = new HashMap<PartitionId, Long>();
    if (!ids.isEmpty()) {
      var parameters = new ArrayList<Object>(ids);
      parameters.addAll(hashes.values());
      sql.list(
              PARTITIONS + in(ids) + " AND values_hash IN " + in(hashes.values()) + ending,
              row ->
                  Map.entry(
                      new PartitionId(row.number(2), PartitionKey.hex(row.bytes(3))),
                      row.number(1)),
              parameters)
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  private static String in(Collection<?> values) {
    return Sql.placeholders(values.size());
  }
}
