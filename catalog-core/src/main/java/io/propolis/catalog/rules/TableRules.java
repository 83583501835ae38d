package io.propolis.catalog.rules;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is filled and folded in a table before it is stored. */
public final class TableRules {
  /** Epoch seconds of the last change of definition; clients expect it on every table. */
  public static final String LAST_DDL_TIME = "transient_lastDdlTime";

  /** {@code EXTERNAL=TRUE} in the parameters decides the type, whatever the type says. */
  public static final String EXTERNAL = "EXTERNAL";

  /** A request to leave statistics alone; arrives as a parameter from Iceberg and is never kept. */
  public static final String DO_NOT_UPDATE_STATS = "DO_NOT_UPDATE_STATS";

  private TableRules() {}

  /** Whether the table itself carries the request to leave statistics alone. */
  public static boolean asksToKeepStatistics(Table requested) {
    return "true".equalsIgnoreCase(requested.parameters().get(DO_NOT_UPDATE_STATS));
  }

  /** Checks and completes a new table. */
  public static Table completed(Table requested, Database database, long now) {
    NameRules.checkTable(requested.name().name());
    checkColumns(requested, requested.layout().columns());
    checkColumns(requested, requested.partitionKeys());
    var parameters = new LinkedHashMap<>(requested.parameters());
    parameters.remove(DO_NOT_UPDATE_STATS);
    parameters.computeIfAbsent(LAST_DDL_TIME, key -> Long.toString(now / 1000));
    var type = type(requested.type(), parameters);
    return requested.toBuilder()
        .type(type)
        .parameters(parameters)
        .createdAt(now)
        .location(location(requested, type, database))
        .build();
  }

  /** Checks and completes the new state of a stored table, which keeps its partition keys. */
  public static Table changed(Table current, Table requested, long now) {
    checkSameKeys(current, requested);
    return changedWithKeys(current, requested, now);
  }

  /** The same for a table that may get other keys. */
  public static Table changedWithKeys(Table current, Table requested, long now) {
    NameRules.checkTable(requested.name().name());
    checkColumns(requested, requested.layout().columns());
    checkColumns(requested, requested.partitionKeys());
    var parameters = new LinkedHashMap<>(requested.parameters());
    parameters.remove(DO_NOT_UPDATE_STATS);
    parameters.computeIfAbsent(LAST_DDL_TIME, key -> Long.toString(now / 1000));
    var location = requested.location();
    return requested.toBuilder()
        .type(type(requested.type(), parameters))
        .parameters(parameters)
        .createdAt(requested.createdAt() == 0 ? current.createdAt() : requested.createdAt())
        .location(
            location == null || location.isBlank()
                ? current.location()
                : Locations.qualified(location))
        .build();
  }

  /**
   * Whether a change of a table concerns nothing but its own row: neither its name nor its columns,
   * its folder or its being transactional, which others depend on.
   */
  public static boolean isPlainChange(Table current, Table requested) {
    var location = requested.location();
    return requested.name().equals(current.name())
        && requested.layout().columns().equals(current.layout().columns())
        && requested.partitionKeys().equals(current.partitionKeys())
        && (location == null
            || location.isBlank()
            || Locations.qualified(location).equals(current.location()))
        && !WriteStamps.isTransactional(current)
        && !WriteStamps.isTransactional(requested);
  }

  /**
   * The folder a table of this name gets when it does not say. As in Hive, a character of the name
   * other than letters, digits and underscores stands there as its number between hyphens: {@code
   * a/b} lies in {@code a-47-b}.
   */
  public static String defaultLocation(Database database, TableType type, String table) {
    var folder =
        type == TableType.MANAGED_TABLE && database.managedLocation() != null
            ? database.managedLocation()
            : database.location();
    if (folder == null) {
      throw invalid(Entity.DATABASE, "Database " + database.name() + " has no location");
    }
    return Locations.child(folder, folderName(table));
  }

  private static String folderName(String table) {
    var name = new StringBuilder(table.length());
    for (int i = 0; i < table.length(); i++) {
      char c = table.charAt(i);
      if (Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_') {
        name.append(c);
      } else {
        name.append('-').append((int) c).append('-');
      }
    }
    return name.toString();
  }

  private static TableType type(TableType requested, Map<String, String> parameters) {
    boolean external = "TRUE".equalsIgnoreCase(parameters.get(EXTERNAL));
    return switch (requested) {
      case MANAGED_TABLE, EXTERNAL_TABLE ->
          external ? TableType.EXTERNAL_TABLE : TableType.MANAGED_TABLE;
      case VIRTUAL_VIEW, MATERIALIZED_VIEW, INDEX_TABLE -> requested;
    };
  }

  private static @org.jspecify.annotations.Nullable String location(
      Table requested, TableType type, Database database) {
    var location = requested.location();
    if (location != null && !location.isBlank()) {
      return Locations.qualified(location);
    }
    return type.isView() ? null : defaultLocation(database, type, requested.name().name());
  }

  /** Iceberg has types that Hive has no name for, and the truth about its columns elsewhere. */
  private static void checkColumns(Table table, List<Column> columns) {
    boolean ofHive = !IcebergRules.isIceberg(table);
    for (var column : columns) {
      if (column.name().isBlank()) {
        throw invalid(Entity.COLUMN, "A column has no name, its type is " + column.type());
      }
      if (ofHive) {
        ColumnTypes.check(column);
      }
    }
  }

  /** Whether a change keeps the partition keys, whose types it may change. */
  public static boolean keepsKeys(Table current, Table requested) {
    var before = current.partitionKeys();
    var after = requested.partitionKeys();
    boolean same = before.size() == after.size();
    for (int i = 0; same && i < before.size(); i++) {
      same = before.get(i).name().equalsIgnoreCase(after.get(i).name());
    }
    return same;
  }

  private static void checkSameKeys(Table current, Table requested) {
    if (!keepsKeys(current, requested) && !current.type().isView()) {
      throw invalid(
          Entity.TABLE,
          "partition keys can not be changed: table %s has %s, not %s"
              .formatted(
                  current.name(),
                  names(current.partitionKeys()),
                  names(requested.partitionKeys())));
    }
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }
}
