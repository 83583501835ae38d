package io.propolis.iceberg;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.iceberg.IcebergDefinition;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.PartitionSpecParser;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SchemaParser;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.SortOrderParser;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;

/** The first metadata of a table. */
final class NewMetadata {
  private static final Set<Integer> VERSIONS = Set.of(1, 2, 3);

  private NewMetadata() {}

  static TableMetadata of(IcebergDefinition definition) {
    int version = definition.formatVersion();
    if (!VERSIONS.contains(version)) {
      throw invalid(
          Entity.TABLE, "Iceberg tables are made in versions 1, 2 and 3, not in " + version);
    }
    var reserved = new TreeSet<>(definition.properties().keySet());
    reserved.retainAll(TableProperties.RESERVED_PROPERTIES);
    if (!reserved.isEmpty()) {
      throw invalid(Entity.TABLE, "Properties that Iceberg keeps to itself: " + reserved);
    }
    // The ids of fields that the client gave are kept: its later updates name fields by them. So
    // this is not TableMetadata.newTableMetadata, which gives new ones.
    var schema = Refusals.of("schema", schema(definition), () -> parsed(definition));
    var spec = spec(definition, schema);
    var order = order(definition, schema);
    return Refusals.of(
        "table",
        definition.location(),
        () ->
            TableMetadata.buildFromEmpty(version)
                .assignUUID()
                .setLocation(Locations.withoutTrailingSlash(definition.location()))
                .setCurrentSchema(schema, schema.highestFieldId())
                .setDefaultPartitionSpec(spec)
                .setDefaultSortOrder(order)
                .setProperties(definition.properties())
                .build());
  }

  private static String schema(IcebergDefinition definition) {
    return definition.schema() instanceof IcebergDefinition.Schema.Json json
        ? json.json()
        : "of columns";
  }

  private static Schema parsed(IcebergDefinition definition) {
    if (definition.schema() instanceof IcebergDefinition.Schema.Columns columns) {
      return CheckedSchema.of(HiveTypes.schema(columns.columns()));
    }
    var json = ((IcebergDefinition.Schema.Json) definition.schema()).json();
    return CheckedSchema.of(SchemaParser.fromJson(json));
  }

  private static PartitionSpec spec(IcebergDefinition definition, Schema schema) {
    var json = definition.partitionSpec();
    return json == null
        ? PartitionSpec.unpartitioned()
        : Refusals.of(
            "partition spec",
            json,
            () -> KnownTransforms.in(PartitionSpecParser.fromJson(schema, json)));
  }

  private static SortOrder order(IcebergDefinition definition, Schema schema) {
    var json = definition.sortOrder();
    return json == null
        ? SortOrder.unsorted()
        : Refusals.of(
            "sort order", json, () -> KnownTransforms.in(SortOrderParser.fromJson(schema, json)));
  }
}
