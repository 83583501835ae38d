package io.propolis.iceberg.upkeep;

import java.util.ArrayList;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.types.Types.NestedField;

/** Which row one is and when it last changed: what tables from format version 3 on tell of rows. */
final class RowLineage {
  private static final int FIRST_VERSION = 3;

  private RowLineage() {}

  /** Columns of rewritten files: the table's, and behind them those of the lineage it has. */
  static Schema schema(Table table) {
    return isOf(table) ? MetadataColumns.schemaWithRowLineage(table.schema()) : table.schema();
  }

  /**
   * The same columns under ids of no meaning to Iceberg's readers, which would otherwise make up
   * the lineage of rows that lie in no data file.
   */
  static Schema plainSchema(Table table) {
    if (!isOf(table)) {
      return table.schema();
    }
    int last = table.schema().highestFieldId();
    var columns = new ArrayList<NestedField>(table.schema().columns());
    columns.add(plain(MetadataColumns.ROW_ID, last + 1));
    columns.add(plain(MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER, last + 2));
    return new Schema(columns);
  }

  private static NestedField plain(NestedField column, int id) {
    return NestedField.optional(id, column.name(), column.type());
  }

  private static boolean isOf(Table table) {
    return ((HasTableOperations) table).operations().current().formatVersion() >= FIRST_VERSION;
  }
}
