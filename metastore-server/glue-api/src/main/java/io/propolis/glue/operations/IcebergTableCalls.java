package io.propolis.glue.operations;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.NewTable;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.iceberg.IcebergDefinition;
import io.propolis.catalog.iceberg.IcebergDefinition.Schema;
import io.propolis.catalog.iceberg.IcebergMetadata;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.catalog.rules.TableRules;
import io.propolis.glue.codec.PojoWriter;
import io.propolis.glue.documents.Documents;
import io.propolis.glue.translate.IcebergJson;
import io.propolis.glue.translate.IcebergUpdates;
import io.propolis.glue.translate.Tables;
import io.propolis.glue.wire.GlueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/** Iceberg tables that the server makes and changes for clients of the API. */
final class IcebergTableCalls {
  private static final String INPUT = "OpenTableFormatInput.IcebergInput";
  private static final String CREATION = "CreateIcebergTableInput";
  private static final String UPDATES =
      "UpdateOpenTableFormatInput.UpdateIcebergInput.UpdateIcebergTableInput.Updates";
  private static final String FORMAT_VERSION = "format-version";
  private static final String USUAL_VERSION = "2";

  /** Parameters of a table that say how the catalog has it, not how Iceberg treats it. */
  private static final List<String> OF_THE_CATALOG = List.of(TableRules.EXTERNAL, "table_type");

  private static final List<String> POINTERS =
      List.of(IcebergRules.METADATA_LOCATION, IcebergRules.PREVIOUS_METADATA_LOCATION);

  private static final Pattern ABSOLUTE =
      Pattern.compile("(/|[a-zA-Z][a-zA-Z0-9+.-]*:).*", Pattern.DOTALL);

  private final IcebergJson json;
  private final IcebergMetadata metadata;

  IcebergTableCalls(IcebergJson json, IcebergMetadata metadata) {
    this.json = json;
    this.metadata = metadata;
  }

  /** Makes a table of what the request says of it: a schema of Iceberg's, or columns. */
  void create(Call call, CreateTableRequest request) {
    var iceberg = member(call, request.openTableFormatInput(), "IcebergInput", INPUT);
    var described = iceberg.path(CREATION);
    var input = described.isObject() ? input(request, described) : given(request);
    refuseParts(request, input);
    var database =
        call.session()
            .databases()
            .require(call.database(request.catalogId(), request.databaseName()));
    var table = Tables.created(call, database, input);
    var definition =
        described.isObject()
            ? definition(iceberg, described)
            : definition(iceberg, table, input.parameters());
    call.session().icebergTables(metadata).create(NewTable.of(table), definition);
  }

  private static JsonNode member(Call call, @Nullable SdkPojo holder, String name, String path) {
    var member = holder == null ? null : PojoWriter.member(holder, name, call.unknown());
    if (member == null) {
      throw GlueException.invalidInput(path + " must not be null");
    }
    return member;
  }

  private static TableInput given(CreateTableRequest request) {
    var input = Given.required(request.tableInput(), "TableInput");
    checkName(request.name(), input);
    for (var pointer : POINTERS) {
      if (input.parameters().containsKey(pointer)) {
        throw GlueException.invalidInput(
            "TableInput.Parameters.%s is %s: metadata are made for a table with %s, leave it out"
                .formatted(pointer, input.parameters().get(pointer), INPUT));
      }
    }
    return input;
  }

  private static void checkName(@Nullable String name, TableInput input) {
    if (name != null && !name.equalsIgnoreCase(input.name())) {
      throw GlueException.invalidInput(
          "Name is %s and TableInput.Name is %s: give one".formatted(name, input.name()));
    }
  }

  /** The table beside its schema: what the request has of a TableInput, or nothing but a name. */
  private static TableInput input(CreateTableRequest request, JsonNode described) {
    var given = request.tableInput();
    if (given == null) {
      given = TableInput.builder().name(Given.required(request.name(), "Name")).build();
    }
    given(request.toBuilder().tableInput(given).build());
    if (given.storageDescriptor() != null) {
      throw GlueException.invalidInput(
          "TableInput.StorageDescriptor and %s.%s describe the same: give one"
              .formatted(INPUT, CREATION));
    }
    var location = Documents.required(described, "Location");
    return given.toBuilder()
        .tableType(given.tableType() == null ? "EXTERNAL_TABLE" : given.tableType())
        .storageDescriptor(StorageDescriptor.builder().location(location).build())
        .build();
  }

  /** Iceberg's partition spec takes the place of keys and their indexes. */
  private static void refuseParts(CreateTableRequest request, TableInput input) {
    if (!input.partitionKeys().isEmpty()) {
      throw GlueException.invalidInput(
          "Cannot create partitions in an iceberg table: TableInput.PartitionKeys has %s, use %s.%s.PartitionSpec"
              .formatted(input.partitionKeys().get(0).name(), INPUT, CREATION));
    }
    if (!request.partitionIndexes().isEmpty()) {
      throw GlueException.invalidInput(
          "An iceberg table has no partition indexes: PartitionIndexes has %s"
              .formatted(request.partitionIndexes().get(0).indexName()));
    }
  }

  private IcebergDefinition definition(JsonNode iceberg, JsonNode described) {
    var path = INPUT + "." + CREATION;
    var spec = described.path("PartitionSpec");
    var order = described.path("WriteOrder");
    var properties = Documents.texts(described.path("Properties"));
    return new IcebergDefinition(
        version(iceberg, properties),
        absolute(Documents.required(described, "Location"), path + ".Location"),
        new Schema.Json(json.schema(described.path("Schema"), path + ".Schema").toString()),
        spec.isObject() ? json.partitionSpec(spec, path + ".PartitionSpec").toString() : null,
        order.isObject() ? json.sortOrder(order, path + ".WriteOrder").toString() : null,
        without(properties, List.of(FORMAT_VERSION)));
  }

  private static IcebergDefinition definition(
      JsonNode iceberg, Table table, Map<String, String> parameters) {
    var location = Given.required(table.location(), "TableInput.StorageDescriptor.Location");
    return new IcebergDefinition(
        version(iceberg, parameters),
        absolute(location, "TableInput.StorageDescriptor.Location"),
        new Schema.Columns(table.layout().columns()),
        null,
        null,
        without(without(parameters, OF_THE_CATALOG), List.of(FORMAT_VERSION)));
  }

  private static Map<String, String> without(Map<String, String> properties, List<String> keys) {
    var left = new LinkedHashMap<>(properties);
    left.keySet().removeAll(keys);
    left.values().removeIf(value -> value == null);
    return left;
  }

  private static int version(JsonNode iceberg, Map<String, String> properties) {
    var property = properties.get(FORMAT_VERSION);
    var version = iceberg.path("Version").asText(property == null ? USUAL_VERSION : property);
    if (property != null && !property.equals(version)) {
      throw GlueException.invalidInput(
          "%s.Version is %s and the property %s is %s: give one"
              .formatted(INPUT, version, FORMAT_VERSION, property));
    }
    if (!version.matches("[1-3]")) {
      throw GlueException.invalidInput(
          "%s.Version is %s: it can be 1, 2 and 3".formatted(INPUT, version));
    }
    return Integer.parseInt(version);
  }

  private static String absolute(String location, String path) {
    if (!ABSOLUTE.matcher(location).matches()) {
      throw GlueException.invalidInput("%s is not absolute: %s".formatted(path, location));
    }
    return location;
  }

  /** Changes a table's metadata by what the request says of them. */
  void update(Call call, UpdateTableRequest request, AlterOptions options) {
    if (request.tableInput() != null) {
      throw GlueException.invalidInput(
          "TableInput and UpdateOpenTableFormatInput are two changes: give one");
    }
    var name = Given.required(request.name(), "Name");
    var iceberg =
        member(
            call,
            request.updateOpenTableFormatInput(),
            "UpdateIcebergInput",
            "UpdateOpenTableFormatInput.UpdateIcebergInput");
    var updates = iceberg.path("UpdateIcebergTableInput").path("Updates");
    if (updates.isEmpty()) {
      throw GlueException.invalidInput(UPDATES + " must not be empty");
    }
    call.session()
        .icebergTables(metadata)
        .change(
            call.table(request.catalogId(), request.databaseName(), name),
            IcebergUpdates.of(json, updates, UPDATES),
            options);
  }
}
