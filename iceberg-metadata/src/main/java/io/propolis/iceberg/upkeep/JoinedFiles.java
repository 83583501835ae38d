package io.propolis.iceberg.upkeep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PartitionUtil;

/** New Parquet files that hold the rows of others, in their order. */
final class JoinedFiles {
  /** Rows between two looks whether to go on. */
  private static final int ROWS = 10_000;

  private final Table table;
  private final Runnable goOn;
  private final OutputFileFactory names;
  private final List<String> begun = new ArrayList<>();

  JoinedFiles(Table table, Runnable goOn) {
    this.table = table;
    this.goOn = goOn;
    this.names =
        OutputFileFactory.builderFor(table, 0, 0)
            .format(FileFormat.PARQUET)
            .operationId("compaction-" + UUID.randomUUID())
            .build();
  }

  /** Writes the rows of files of one partition into one file. */
  List<DataFile> join(List<FileScanTask> group) {
    var first = group.get(0);
    var output =
        first.spec().isUnpartitioned()
            ? names.newOutputFile()
            : names.newOutputFile(first.spec(), first.file().partition());
    begun.add(output.encryptingOutputFile().location());
    try {
      DataWriter<Record> writer =
          Parquet.writeData(output)
              .forTable(table)
              .withSpec(first.spec())
              .withPartition(first.file().partition())
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        for (var task : group) {
          copy(task, writer);
        }
      }
      return List.of(writer.toDataFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void copy(FileScanTask task, DataWriter<Record> writer) throws IOException {
    long rows = 0;
    try (CloseableIterable<Record> records = read(task)) {
      for (var row : records) {
        if (rows++ % ROWS == 0) {
          goOn.run();
        }
        writer.write(row);
      }
    }
  }

  private CloseableIterable<Record> read(FileScanTask task) {
    // Identity partition values need not stand in the files.
    var constants = PartitionUtil.constantsMap(task, IdentityPartitionConverters::convertConstant);
    var builder =
        Parquet.read(table.io().newInputFile(task.file().location()))
            .project(table.schema())
            .createReaderFunc(
                file -> GenericParquetReaders.buildReader(table.schema(), file, constants))
            .reuseContainers();
    var mapping = table.properties().get(TableProperties.DEFAULT_NAME_MAPPING);
    if (mapping != null) {
      builder.withNameMapping(NameMappingParser.fromJson(mapping));
    }
    return builder.build();
  }

  /** Removes what was written: no table refers to it. */
  void discard() {
    begun.forEach(table.io()::deleteFile);
  }
}
