package io.propolis.crawlers.sources.jdbc;

import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.SchemaReader;
import io.propolis.catalog.connections.SchemaReader.Selection;
import io.propolis.catalog.connections.SourceTable;
import io.propolis.catalog.connections.SourceTable.SourceColumn;
import io.propolis.catalog.model.Column;
import io.propolis.crawlers.definition.Glob;
import io.propolis.crawlers.definition.SourceTarget.AdditionalMetadata;
import io.propolis.crawlers.definition.SourceTarget.Jdbc;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.FoundSource.Storage;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.plan.ColumnNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables and views of a database, as it describes them; no row is read. */
public final class JdbcSource {
  /** The parameter with the columns of the primary key, separated by commas. */
  public static final String PRIMARY_KEY = "primaryKey";

  private static final String POSTGRESQL = "postgresql";

  private final SchemaReader reader;
  private final DatabaseAccess database;
  private final Jdbc target;

  public JdbcSource(SchemaReader reader, DatabaseAccess database, Jdbc target) {
    this.reader = reader;
    this.database = database;
    this.target = target;
  }

  /**
   * The tables of the target.
   *
   * @param problems gets one when there are none
   * @throws io.propolis.catalog.CatalogException when the database cannot be read
   */
  public List<FoundSource> read(List<Problem> problems) {
    var classification = classification(database);
    var exclusions = target.exclusions().stream().map(Glob::of).toList();
    var found = new ArrayList<FoundSource>();
    var selection = selection(classification);
    var tables = reader.tables(database, selection);
    for (var table : tables) {
      if (names(table).noneMatch(name -> exclusions.stream().anyMatch(g -> g.matches(name)))) {
        found.add(found(table, classification));
      }
    }
    if (found.isEmpty()) {
      problems.add(
          new Problem(
              target.path(),
              "selects no table of connection %s: %s"
                  .formatted(
                      target.connection(),
                      tables.isEmpty()
                          ? lookedAt(selection)
                          : "Exclusions leave out all %d that it names, such as %s"
                              .formatted(tables.size(), tables.get(0).name()))));
    }
    return found;
  }

  /** That there is nothing, in the terms of the database. */
  private static String lookedAt(Selection selection) {
    var database = "database " + selection.database();
    var schema = selection.schema();
    var table =
        "table or view" + (selection.table().equals("%") ? "" : " " + named(selection.table()));
    if (schema == null || schema.equals("%")) {
      return "%s has no %s".formatted(database, table);
    }
    return schema.contains("%")
        ? "no schema %s of %s has a %s".formatted(named(schema), database, table)
        : "schema %s of %s has no %s".formatted(named(schema), database, table);
  }

  private static String named(String pattern) {
    return (pattern.contains("%") ? "like '%s'" : "'%s'").formatted(pattern);
  }

  /** What an exclusion may be about. */
  private static Stream<String> names(SourceTable table) {
    var parts = table.location().split("\\.", -1);
    var whole = String.join("/", parts);
    return Stream.of(
        table.name(), table.schema() == null ? whole : table.schema() + "/" + table.name(), whole);
  }

  private static String classification(DatabaseAccess database) {
    return database.url().startsWith("jdbc:" + POSTGRESQL) ? POSTGRESQL : "mysql";
  }

  private Selection selection(String classification) {
    var parts = target.path().split("/", -1);
    return switch (parts.length) {
      case 1 -> new Selection(parts[0], null, "%");
      case 2 ->
          classification.equals(POSTGRESQL)
              ? new Selection(parts[0], parts[1], "%")
              : new Selection(parts[0], null, parts[1]);
      default -> new Selection(parts[0], parts[1], parts[2]);
    };
  }

  private FoundSource found(SourceTable table, String classification) {
    boolean hasComments = target.metadata().contains(AdditionalMetadata.COMMENTS);
    var names = new ColumnNames();
    var columns = new ArrayList<Column>();
    var renamed = new LinkedHashMap<String, String>();
    for (var column : table.columns()) {
      var name = names.unique(column.name());
      renamed.put(column.name(), name);
      columns.add(
          new Column(
              name,
              SqlTypes.of(column).hive(),
              hasComments ? column.comment() : null,
              parameters(column, name)));
    }
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("classification", classification);
    parameters.put(FoundSource.CONNECTION, target.connection());
    parameters.put("typeOfData", table.kind().name().toLowerCase(Locale.ROOT));
    parameters.put("compressionType", "none");
    if (!table.primaryKey().isEmpty()) {
      parameters.put(
          PRIMARY_KEY,
          table.primaryKey().stream()
              .map(column -> renamed.getOrDefault(column, column))
              .collect(Collectors.joining(",")));
    }
    var reasons = new ArrayList<String>();
    reasons.add(
        "table: %s %s of connection %s, by path %s"
            .formatted(
                table.kind().name().toLowerCase(Locale.ROOT),
                table.location(),
                target.connection(),
                target.path()));
    for (int i = 0; i < columns.size(); i++) {
      reasons.add(
          "column %s: %s, declared %s"
              .formatted(
                  columns.get(i).name(), columns.get(i).type(), raw(table.columns().get(i))));
    }
    return new FoundSource(
        table.location(),
        table.location(),
        columns,
        List.of(),
        List.of(),
        Storage.NONE,
        parameters,
        hasComments ? table.comment() : null,
        Map.of(),
        reasons);
  }

  private Map<String, String> parameters(SourceColumn column, String name) {
    var parameters = new LinkedHashMap<String, String>();
    if (!name.equalsIgnoreCase(column.name())) {
      parameters.put("originalName", column.name());
    }
    if (target.metadata().contains(AdditionalMetadata.RAWTYPES)) {
      parameters.put("rawType", raw(column));
    }
    return parameters;
  }

  /** As the database would print it, where digits or characters are part of it. */
  private static String raw(SourceColumn column) {
    var type = column.type().toLowerCase(Locale.ROOT);
    boolean isNumber = type.startsWith("decimal") || type.startsWith("numeric");
    boolean isText = type.contains("char") || type.equals("bpchar");
    if (isNumber && column.size() > 0 && column.size() <= 1000) {
      return "%s(%d,%d)".formatted(type, column.size(), column.scale());
    }
    return isText && column.size() > 0 && column.size() < Integer.MAX_VALUE
        ? "%s(%d)".formatted(type, column.size())
        : type;
  }
}
