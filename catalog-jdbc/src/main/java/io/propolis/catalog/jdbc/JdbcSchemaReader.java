package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.SchemaReader;
import io.propolis.catalog.connections.SourceTable;
import io.propolis.catalog.connections.SourceTable.Kind;
import io.propolis.catalog.connections.SourceTable.SourceColumn;
import io.propolis.catalog.jdbc.ForeignDatabase.Product;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what tables MySQL, MariaDB and PostgreSQL have: one query for the tables, one for all
 * columns, one for all primary keys.
 */
public final class JdbcSchemaReader implements SchemaReader {
  /** How long a server may take for a step; schemas of many tables take their time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String[] KINDS = {
    "TABLE", "VIEW", "PARTITIONED TABLE", "FOREIGN TABLE", "MATERIALIZED VIEW", "BASE TABLE"
  };

  private static final Set<String> OWN_SCHEMAS = Set.of("information_schema", "pg_catalog");

  /** Both databases have these views; only the primary keys' columns are asked for. */
  private static final String PRIMARY_KEYS =
      """
      SELECT k.table_schema, k.table_name, k.column_name
      FROM information_schema.table_constraints c
      JOIN information_schema.key_column_usage k
        ON k.constraint_schema = c.constraint_schema
       AND k.constraint_name = c.constraint_name
       AND k.table_schema = c.table_schema
       AND k.table_name = c.table_name
      WHERE c.constraint_type = 'PRIMARY KEY' AND c.table_schema LIKE ?
      ORDER BY k.table_schema, k.table_name, k.ordinal_position""";

  @Override
  public List<SourceTable> tables(DatabaseAccess access, Selection selection) {
    var database = ForeignDatabase.of(access, selection.database(), PATIENCE);
    if (database.product() == Product.MYSQL && selection.schema() != null) {
      throw invalid(
          Entity.REQUEST,
          "%s has no schemas: the path is database/table, not %s/%s/%s"
              .formatted(database, selection.database(), selection.schema(), selection.table()));
    }
    return database.with(
        connection -> new Reading(connection, database.product(), selection).all());
  }

  /** Schema and name of a table; the schema is empty where there are none. */
  private record Key(String schema, String table) {}

  /** One look at one database. */
  private static final class Reading {
    private final Connection connection;
    private final boolean hasSchemas;
    private final Selection selection;
    private final Pattern schemas;
    private final Pattern names;

    private Reading(Connection connection, Product product, Selection selection) {
      this.connection = connection;
      this.hasSchemas = product == Product.POSTGRESQL;
      this.selection = selection;
      this.schemas = regex(Objects.requireNonNullElse(selection.schema(), "%"));
      this.names = regex(selection.table());
    }

    /** {@code %} stands for any text; the signs that SQL's LIKE knows beside it do not. */
    private static Pattern regex(String pattern) {
      var regex = new StringBuilder();
      for (var part : pattern.split("(?<=%)|(?=%)", -1)) {
        regex.append(part.equals("%") ? ".*" : Pattern.quote(part));
      }
      return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** As patterns of JDBC have it: a superset of what is selected, as escapes differ. */
    private static String like(@Nullable String pattern) {
      return pattern == null || pattern.contains("\\") ? "%" : pattern;
    }

    private @Nullable String schemaPattern() {
      return hasSchemas ? like(selection.schema()) : null;
    }

    List<SourceTable> all() throws SQLException {
      var columns = columns();
      var keys = primaryKeys();
      var tables = new ArrayList<SourceTable>();
      var metadata = connection.getMetaData();
      try (var rows =
          metadata.getTables(
              selection.database(), schemaPattern(), like(selection.table()), KINDS)) {
        while (rows.next()) {
          var key = key(rows);
          if (isSelected(key)) {
            tables.add(
                new SourceTable(
                    selection.database(),
                    hasSchemas ? key.schema() : null,
                    key.table(),
                    kind(rows.getString("TABLE_TYPE")),
                    text(rows.getString("REMARKS")),
                    List.copyOf(columns.getOrDefault(key, new TreeMap<>()).values()),
                    keys.getOrDefault(key, List.of())));
          }
        }
      }
      tables.sort(
          java.util.Comparator.comparing((SourceTable t) -> String.valueOf(t.schema()))
              .thenComparing(SourceTable::name));
      return tables;
    }

    private Key key(ResultSet row) throws SQLException {
      var schema = hasSchemas ? row.getString("TABLE_SCHEM") : "";
      return new Key(Objects.requireNonNullElse(schema, ""), row.getString("TABLE_NAME"));
    }

    private boolean isSelected(Key key) {
      boolean isOwn =
          OWN_SCHEMAS.contains(key.schema()) && !key.schema().equals(selection.schema());
      return !isOwn
          && names.matcher(key.table()).matches()
          && (!hasSchemas || schemas.matcher(key.schema()).matches());
    }

    private static Kind kind(String type) {
      return type.toUpperCase(Locale.ROOT).contains("VIEW") ? Kind.VIEW : Kind.TABLE;
    }

    private static @Nullable String text(@Nullable String remarks) {
      return remarks == null || remarks.isBlank() ? null : remarks;
    }

    private Map<Key, TreeMap<Integer, SourceColumn>> columns() throws SQLException {
      var columns = new HashMap<Key, TreeMap<Integer, SourceColumn>>();
      try (var rows =
          connection
              .getMetaData()
              .getColumns(selection.database(), schemaPattern(), like(selection.table()), "%")) {
        while (rows.next()) {
          var column =
              new SourceColumn(
                  rows.getString("COLUMN_NAME"),
                  rows.getString("TYPE_NAME"),
                  rows.getInt("COLUMN_SIZE"),
                  rows.getInt("DECIMAL_DIGITS"),
                  text(rows.getString("REMARKS")));
          columns
              .computeIfAbsent(key(rows), unused -> new TreeMap<>())
              .put(rows.getInt("ORDINAL_POSITION"), column);
        }
      }
      return columns;
    }

    private Map<Key, List<String>> primaryKeys() throws SQLException {
      var keys = new HashMap<Key, List<String>>();
      try (var statement = connection.prepareStatement(PRIMARY_KEYS)) {
        statement.setString(
            1, hasSchemas ? like(selection.schema()) : exactly(selection.database()));
        try (var rows = statement.executeQuery()) {
          while (rows.next()) {
            var key = new Key(hasSchemas ? rows.getString(1) : "", rows.getString(2));
            keys.computeIfAbsent(key, unused -> new ArrayList<>()).add(rows.getString(3));
          }
        }
      }
      return keys;
    }

    private static String exactly(String database) {
      return database.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
  }
}
