package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.asked;
import static io.propolis.server.api.ApiKind.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.server.api.ApiKind.Reading;
import java.util.Optional;
import java.util.stream.Stream;

/** What people say of databases and tables beside what these are. */
final class TableSettings {
  private static final String DATABASE = "DatabaseName";
  private static final String TABLE = "TableName";
  private static final String CATALOG = "CatalogId";

  /** The catalog that requests without a name mean. */
  private static final String DEFAULT_CATALOG = "hive";

  private TableSettings() {}

  private static Stream<String> databases(GlueClient glue) {
    return glue.all("GetDatabases", object(), "DatabaseList").stream()
        .map(each -> each.path("Name").asText());
  }

  /** Tables as they are shown. */
  private static Stream<JsonNode> tables(GlueClient glue) {
    return databases(glue)
        .flatMap(name -> glue.all("GetTables", object().put(DATABASE, name), "TableList").stream());
  }

  private static ObjectNode of(JsonNode table) {
    return object()
        .put(DATABASE, table.path(DATABASE).asText())
        .put(TABLE, table.path("Name").asText());
  }

  /** Functions of databases. */
  record Functions() implements Reading {
    private static final String INPUT = "FunctionInput";

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var request =
          object()
              .put(DATABASE, named.path(DATABASE).asText())
              .put("FunctionName", named.path(INPUT).path("FunctionName").asText());
      return glue.find("GetUserDefinedFunction", request)
          .map(reply -> described(reply.path("UserDefinedFunction")));
    }

    private static ObjectNode described(JsonNode function) {
      var request = object().put(DATABASE, function.path(DATABASE).asText());
      request.set(INPUT, asked(function, "UserDefinedFunction", "UserDefinedFunctionInput"));
      return request;
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return databases(glue)
          .map(name -> object().put(DATABASE, name).put("Pattern", ".*"))
          .flatMap(
              request ->
                  glue.all("GetUserDefinedFunctions", request, "UserDefinedFunctions").stream())
          .map(Functions::described);
    }
  }

  /** Optimizers of Iceberg tables. */
  record Optimizers() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var request = named.deepCopy().put(CATALOG, DEFAULT_CATALOG);
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
                      .map(type -> of(table).put("Type", type)));
    }
  }

  /** How statistics of tables are computed. */
  record Statistics() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return glue.find("GetColumnStatisticsTaskSettings", named)
          .map(reply -> reply.path("ColumnStatisticsTaskSettings"))
          .map(Statistics::described);
    }

    private static ObjectNode described(JsonNode settings) {
      var request =
          asked(
              settings,
              "ColumnStatisticsTaskSettings",
              ApiKind.input("CreateColumnStatisticsTaskSettings"));
      request.remove("CatalogID");
      var schedule = settings.path("Schedule").path("ScheduleExpression");
      return schedule.isMissingNode() ? request : request.put("Schedule", schedule.asText());
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return tables(glue).map(TableSettings::of);
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
          .map(TableSettings::of)
          .flatMap(table -> described(table, glue.call("GetPartitionIndexes", table)));
    }
  }
}
