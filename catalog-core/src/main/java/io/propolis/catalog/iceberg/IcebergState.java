package io.propolis.catalog.iceberg;

import io.propolis.catalog.model.Column;
import java.util.List;

/**
 * What a metadata file says of a table.
 *
 * @param metadataLocation the file
 * @param location folder of the table
 * @param columns of the current schema, in Hive's types, names in lower case
 */
public record IcebergState(String metadataLocation, String location, List<Column> columns) {
  public IcebergState {
    columns = List.copyOf(columns);
  }
}
