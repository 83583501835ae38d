package io.propolis.iceberg.upkeep;

import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.formats.ReadBuilder;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.util.PartitionUtil;

/** Rows of a table's files in the table's schema and with their lineage, without deleted ones. */
final class TableRows {
  private TableRows() {}

  /**
   * Of one file. A row is good until the next is asked for; behind its columns it may have others.
   */
  static CloseableIterable<Record> of(Table table, FileScanTask file) {
    var deletes =
        new GenericDeleteFilter(table.io(), file, table.schema(), RowLineage.schema(table));
    ReadBuilder<Record, Schema> reader =
        FormatModelRegistry.readBuilder(
            file.file().format(), Record.class, table.io().newInputFile(file.file().location()));
    reader
        .project(deletes.requiredSchema())
        // Identity partition values need not stand in the files.
        .idToConstant(
            PartitionUtil.constantsMap(file, IdentityPartitionConverters::convertConstant))
        .reuseContainers();
    var mapping = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
    if (mapping != null) {
      reader.withNameMapping(NameMappingParser.fromJson(mapping));
    }
    return deletes.filter(reader.build());
  }
}
