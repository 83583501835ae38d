package io.propolis.iceberg.upkeep;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.formats.FileWriterBuilder;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.jspecify.annotations.Nullable;

/** Files that take the place of others, in the format that the table's writers are to use. */
final class NewFiles {
  /** Of names: what a compaction wrote. */
  static final String PREFIX = "compaction-";

  private final Table table;
  private final SortOrder order;
  private final FileFormat format;
  private final OutputFileFactory names;
  private final long target;
  private final List<String> begun = new ArrayList<>();

  /**
   * Files of a table.
   *
   * @param order that they say they are in
   * @param mark part of their names
   */
  NewFiles(Table table, SortOrder order, String mark) {
    this.table = table;
    this.order = order;
    this.target = CompactionPlan.target(table);
    this.format =
        FileFormat.fromString(
            table
                .properties()
                .getOrDefault(
                    TableProperties.DEFAULT_FILE_FORMAT,
                    TableProperties.DEFAULT_FILE_FORMAT_DEFAULT));
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(format)
            .operationId(PREFIX + mark + "-" + UUID.randomUUID())
            .build();
  }

  /** A writer of the rows of a group. */
  Rows of(FileGroup group) {
    return new Rows(group);
  }

  /** Removes what was written: no table refers to it. */
  void discard() {
    begun.forEach(table.io()::deleteFile);
  }

  /**
   * Writes rows one after the other, into files of the same number of them. What a writer holds
   * tells too little of how large its file will be.
   */
  final class Rows implements Closeable {
    private final FileGroup group;
    private final long most;
    private final List<DataFile> files = new ArrayList<>();
    private @Nullable DataWriter<Record> writer;
    private long written;

    private Rows(FileGroup group) {
      this.group = group;
      long count = group.filesOf(target);
      this.most = Math.max(1, (group.rows() + count - 1) / count);
    }

    void write(Record row) throws IOException {
      if (writer != null && written >= most) {
        close();
      }
      if (writer == null) {
        writer = open();
        written = 0;
      }
      writer.write(row);
      written++;
    }

    private DataWriter<Record> open() throws IOException {
      var spec = group.spec();
      var output =
          spec.isUnpartitioned()
              ? names.newOutputFile()
              : names.newOutputFile(spec, group.partition());
      begun.add(output.encryptingOutputFile().location());
      FileWriterBuilder<DataWriter<Record>, Schema> builder =
          FormatModelRegistry.dataWriteBuilder(format, Record.class, output);
      return builder
          .schema(RowLineage.schema(table))
          .setAll(table.properties())
          .metricsConfig(MetricsConfig.forTable(table))
          .spec(spec)
          .partition(group.partition())
          .sortOrder(order)
          .build();
    }

    @Override
    public void close() throws IOException {
      if (writer != null) {
        var ended = writer;
        writer = null;
        ended.close();
        files.add(ended.toDataFile());
      }
    }

    /** The files that are closed; all when the writer is. */
    List<DataFile> files() {
      return files;
    }
  }
}
