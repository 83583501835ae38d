package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.asked;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Optional;
import java.util.stream.Stream;

/** What people say of databases and tables beside what these are. */
final class TableSettings {
  private static final String DATABASE = "DatabaseName";
  private static final String TABLE = "TableName";
  private static final String CATALOG = FileCatalogs.ID;

  /** As operations of column statistics write it. */
  private static final String STATISTICS_CATALOG = "CatalogID";

  private TableSettings() {}

  /** What requests about each database begin with. */
  private static Stream<ObjectNode> databases(GlueClient glue) {
    return FileCatalogs.names(glue)
        .map(catalog -> FileCatalogs.in(CATALOG, catalog))
        .flatMap(
            in ->
                glue.all("GetDatabases", in, "DatabaseList").stream()
                    .map(each -> in.deepCopy().put(DATABASE, each.path("Name").asText())));
  }

  /** Tables as they are shown. */
  static Stream<JsonNode> tables(GlueClient glue) {
    return databases(glue).flatMap(of -> glue.all("GetTables", of, "TableList").stream());
  }

  /** What tells a table from others in the end of its ARN. */
  static String path(JsonNode table) {
    var catalog = catalog(table);
    var name = table.path(DATABASE).asText() + "/" + table.path("Name").asText();
    return catalog.isEmpty() ? name : catalog + "/" + name;
  }

  private static String catalog(JsonNode table) {
    return FileCatalogs.name(table.path(CATALOG).asText(FileCatalogs.OWN));
  }

  /**
   * What requests about a table begin with.
   *
   * @param member that names the catalog
   */
  private static ObjectNode of(String member, JsonNode table) {
    return FileCatalogs.in(member, catalog(table))
        .put(DATABASE, table.path(DATABASE).asText())
        .put(TABLE, table.path("Name").asText());
  }

  /** Functions of databases. */
  record Functions() implements Reading {
    private static final String INPUT = "FunctionInput";

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var database = named.deepCopy();
      database.remove(INPUT);
      var request =
          database.deepCopy().put("FunctionName", named.path(INPUT).path("FunctionName").asText());
      return glue.find("GetUserDefinedFunction", request)
          .map(reply -> described(database, reply.path("UserDefinedFunction")));
    }

    private static ObjectNode described(ObjectNode database, JsonNode function) {
      var request = database.deepCopy();
      request.set(INPUT, asked(function, "UserDefinedFunction", "UserDefinedFunctionInput"));
      return request;
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return databases(glue)
          .flatMap(
              of ->
                  glue
                      .all(
                          "GetUserDefinedFunctions",
                          of.deepCopy().put("Pattern", ".*"),
                          "UserDefinedFunctions")
                      .stream()
                      .map(each -> described(of, each)));
    }
  }

  /** Optimizers of Iceberg tables. */
  record Optimizers() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var request = named.deepCopy();
      request.put(CATALOG, named.path(CATALOG).asText(FileCatalogs.OWN));
      return glue.find("GetTableOptimizer", request)
          .map(reply -> reply.path("TableOptimizer").path("configuration"))
          .map(configuration -> request.set("TableOptimizerConfiguration", configuration));
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return tables(glue)
          .filter(
              table ->
                  table.path("Parameters").path("table_type").asText().equalsIgnoreCase("ICEBERG"))
          .flatMap(
              table ->
                  Stream.of("compaction", "retention", "orphan_file_deletion")
                      .map(type -> of(CATALOG, table).put("Type", type)));
    }
  }

  /** How statistics of tables are computed. */
  record Statistics() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return glue.find("GetColumnStatisticsTaskSettings", named)
          .map(reply -> reply.path("ColumnStatisticsTaskSettings"))
          .map(settings -> described(named, settings));
    }

    private static ObjectNode described(ObjectNode named, JsonNode settings) {
      var request =
          asked(
              settings,
              "ColumnStatisticsTaskSettings",
              ApiKind.input("CreateColumnStatisticsTaskSettings"));
      request.remove(STATISTICS_CATALOG);
      request.setAll(named);
      var schedule = settings.path("Schedule").path("ScheduleExpression");
      return schedule.isMissingNode() ? request : request.put("Schedule", schedule.asText());
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return tables(glue).map(table -> of(STATISTICS_CATALOG, table));
    }
  }

  /** Partition indexes of tables. */
  record Indexes() implements Reading {
    private static final String INDEX = "PartitionIndex";
    private static final String NAME = "IndexName";

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var table = named.deepCopy();
      table.remove(INDEX);
      return glue.find("GetPartitionIndexes", table).stream()
          .flatMap(reply -> described(table, reply))
          .filter(each -> each.path(INDEX).path(NAME).equals(named.path(INDEX).path(NAME)))
          .findFirst();
    }

    private static Stream<ObjectNode> described(ObjectNode table, JsonNode reply) {
      var all = Stream.<ObjectNode>builder();
      for (var each : reply.path("PartitionIndexDescriptorList")) {
        var request = table.deepCopy();
        var index = request.putObject(INDEX).put(NAME, each.path(NAME).asText());
        var keys = index.putArray("Keys");
        each.path("Keys").forEach(key -> keys.add(key.path("Name").asText()));
        all.add(request);
      }
      return all.build();
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return tables(glue)
          .filter(table -> !table.path("PartitionKeys").isEmpty())
          .map(table -> of(CATALOG, table))
          .flatMap(table -> described(table, glue.call("GetPartitionIndexes", table)));
    }
  }
}
