package io.propolis.catalog.iceberg;

import io.propolis.catalog.model.Column;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new Iceberg table. Texts are JSON as Iceberg's specification has it.
 *
 * @param formatVersion 1, 2 or 3
 * @param location folder of the table
 * @param partitionSpec none for an unpartitioned table
 * @param sortOrder none for an unsorted one
 */
public record IcebergDefinition(
    int formatVersion,
    String location,
    Schema schema,
    @Nullable String partitionSpec,
    @Nullable String sortOrder,
    Map<String, String> properties) {
  public IcebergDefinition {
    properties = Map.copyOf(properties);
  }

  /** How the schema is given. */
  public sealed interface Schema {
    /** With ids of fields, which are kept. */
    record Json(String json) implements Schema {}

    /** As columns in Hive's types, whose fields are given ids. */
    record Columns(List<Column> columns) implements Schema {
      public Columns {
        columns = List.copyOf(columns);
      }
    }
  }
}
