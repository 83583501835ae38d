package io.propolis.iceberg.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.iceberg.ScratchTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.BaseDVFileWriter;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.formats.FileWriterBuilder;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables of format version 3: rows are the same ones after a compaction as before. */
class RowLineageTest {
  private static final Schema SCHEMA =
      new Schema(Types.NestedField.required(1, "id", Types.LongType.get()));
  private static final Runnable ON = () -> {};

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private ScratchTable table;

  @AfterEach
  void close() {
    lake.close();
  }

  private void create(int version, FileFormat format) {
    table =
        ScratchTable.create(
            lake,
            folder.resolve("t"),
            SCHEMA,
            PartitionSpec.unpartitioned(),
            SortOrder.builderFor(SCHEMA).asc("id").build(),
            Map.of("format-version", "" + version, "write.format.default", format.name()));
  }

  private void upgrade() {
    table.open().updateProperties().set("format-version", "3").commit();
  }

  private static Compaction compaction(CompactionStrategy strategy) {
    return new Compaction(strategy, 2, 1, 20_000);
  }

  private static EncryptedOutputFile output(Table to, FileFormat format) {
    var name = format.addExtension(UUID.randomUUID().toString());
    return EncryptedFiles.encryptedOutput(
        to.io().newOutputFile(to.locationProvider().newDataLocation(name)),
        EncryptionKeyMetadata.EMPTY);
  }

  private DataFile append(FileFormat format, long... ids) throws IOException {
    var to = table.open();
    FileWriterBuilder<DataWriter<Record>, Schema> builder =
        FormatModelRegistry.dataWriteBuilder(format, Record.class, output(to, format));
    var writer = builder.schema(to.schema()).spec(to.spec()).build();
    try (writer) {
      for (long id : ids) {
        var row = GenericRecord.create(to.schema());
        row.setField("id", id);
        writer.write(row);
      }
    }
    to.newAppend().appendFile(writer.toDataFile()).commit();
    return writer.toDataFile();
  }

  private void deletePosition(DataFile of, long position) throws IOException {
    var to = table.open();
    FileWriterBuilder<PositionDeleteWriter<Record>, ?> builder =
        FormatModelRegistry.positionDeleteWriteBuilder(
            FileFormat.PARQUET, output(to, FileFormat.PARQUET));
    var writer = builder.metricsConfig(MetricsConfig.forPositionDelete()).spec(to.spec()).build();
    try (writer) {
      writer.write(PositionDelete.<Record>create().set(of.location(), position));
    }
    to.newRowDelta().addDeletes(writer.toDeleteFile()).commit();
  }

  /** One Puffin file with a vector for each of the data files. */
  private List<DeleteFile> deleteByVectors(long position, DataFile... of) throws IOException {
    var to = table.open();
    var files = OutputFileFactory.builderFor(to, 1, 1).format(FileFormat.PUFFIN).build();
    var writer = new BaseDVFileWriter(files, path -> null);
    try (writer) {
      for (var file : of) {
        writer.delete(file.location(), position, to.spec(), null);
      }
    }
    var delta = to.newRowDelta();
    writer.result().deleteFiles().forEach(delta::addDeletes);
    delta.commit();
    return writer.result().deleteFiles();
  }

  private List<FileScanTask> tasks() throws IOException {
    try (var tasks = table.open().newScan().planFiles()) {
      return StreamSupport.stream(tasks.spliterator(), false).toList();
    }
  }

  private long deletes() {
    var now = table.open();
    long count = 0;
    for (var manifest : now.currentSnapshot().deleteManifests(now.io())) {
      count += manifest.existingFilesCount() + manifest.addedFilesCount();
    }
    return count;
  }

  /** Of each id its row's id and the sequence number of its last change. */
  private Map<Long, String> lineage() throws IOException {
    var lineage = new TreeMap<Long, String>();
    for (var task : tasks()) {
      try (var rows = TableRows.of(table.open(), task)) {
        for (var row : rows) {
          lineage.put(
              (Long) row.getField("id"),
              row.getField(MetadataColumns.ROW_ID.name())
                  + "@"
                  + row.getField(MetadataColumns.LAST_UPDATED_SEQUENCE_NUMBER.name()));
        }
      }
    }
    return lineage;
  }

  private List<Object> generics(String column) throws IOException {
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table.open()).build()) {
      return StreamSupport.stream(rows.spliterator(), false)
          .map(row -> row.getField(column))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET,BINPACK",
    "PARQUET,SORT",
    "PARQUET,Z_ORDER",
    "AVRO,BINPACK",
    "AVRO,SORT",
    "ORC,BINPACK",
    "ORC,SORT"
  })
  void rowsStayWhoTheyAre(FileFormat format, CompactionStrategy strategy) throws IOException {
    create(3, format);
    var one = append(format, 5, 1, 9);
    var two = append(format, 4, 8, 2);
    deleteByVectors(1, one, two);
    var before = lineage();
    assertThat(before).isEqualTo(Map.of(5L, "0@1", 9L, "2@1", 4L, "3@2", 2L, "5@2"));

    assertThat(compaction(strategy).apply(table.open(), ON).written()).isEqualTo(1);

    assertThat(lineage()).isEqualTo(before);
    assertThat(deletes()).isZero();
    assertThat(generics("id")).containsExactly(2L, 4L, 5L, 9L);
    append(format, 7);
    compaction(strategy).apply(table.open(), ON);
    assertThat(tasks()).hasSize(1);
    assertThat(lineage()).as("rewritten twice").containsAllEntriesOf(before).hasSize(5);
  }

  @Test
  void anUpgradedTableKeepsItsRowsAndLosesDeletesOfBothKinds() throws IOException {
    create(2, FileFormat.PARQUET);
    var one = append(FileFormat.PARQUET, 1, 2, 3);
    deletePosition(one, 0);
    upgrade();
    var two = append(FileFormat.PARQUET, 4, 5, 6);
    deleteByVectors(2, two);
    var before = lineage();
    assertThat(before).containsOnlyKeys(2L, 3L, 4L, 5L);
    assertThat(before.values()).doesNotContain("null@null").doesNotHaveDuplicates();

    compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(lineage()).isEqualTo(before);
    assertThat(deletes()).isZero();
    assertThat(tasks()).hasSize(1);
  }

  /** Nobody has written since the upgrade: rows get their ids with the commit. */
  @Test
  void rowsWithoutIdsGetSome() throws IOException {
    create(2, FileFormat.PARQUET);
    append(FileFormat.PARQUET, 1, 2);
    append(FileFormat.PARQUET, 3);
    upgrade();
    assertThat(lineage().values()).containsOnly("null@null");

    compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(lineage().values())
        .hasSize(3)
        .doesNotHaveDuplicates()
        .noneMatch(row -> row.contains("null"));
  }

  @Test
  void aVectorThatLiesInTheSameFileAsOthersStays() throws IOException {
    create(3, FileFormat.PARQUET);
    var small = append(FileFormat.PARQUET, 1, 2);
    var large = append(FileFormat.PARQUET, LongStream.range(10, 5000).toArray());
    var vectors = deleteByVectors(0, small, large);
    assertThat(vectors).hasSize(2);
    assertThat(vectors.get(0).location()).isEqualTo(vectors.get(1).location());
    table
        .open()
        .updateProperties()
        .set("write.target-file-size-bytes", "" + large.fileSizeInBytes())
        .commit();
    append(FileFormat.PARQUET, 3);
    var before = lineage();

    var joined = new Compaction(CompactionStrategy.BINPACK, 2, 2, 20_000).apply(table.open(), ON);

    assertThat(joined.files()).isEqualTo(2);
    assertThat(lineage()).isEqualTo(before).doesNotContainKeys(1L, 10L);
    assertThat(deletes()).isEqualTo(1);
  }

  @Test
  void columnsThatCameLaterHaveTheirDefault() throws IOException {
    create(3, FileFormat.PARQUET);
    append(FileFormat.PARQUET, 1);
    append(FileFormat.PARQUET, 2);
    table
        .open()
        .updateSchema()
        .addColumn("place", Types.StringType.get(), Literal.of("here"))
        .commit();

    compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(tasks()).hasSize(1);
    assertThat(generics("place")).containsExactly("here", "here");
  }

  @Test
  void typesThatAreNotRewrittenAreNamed() throws IOException {
    create(3, FileFormat.PARQUET);
    append(FileFormat.PARQUET, 1);
    append(FileFormat.PARQUET, 2);
    table.open().updateSchema().addColumn("what", Types.VariantType.get()).commit();
    var before = table.location();

    assertThatThrownBy(() -> compaction(CompactionStrategy.BINPACK).apply(table.open(), ON))
        .isInstanceOf(CatalogException.class)
        .hasMessage("Table scratch has column what of type variant: it is not compacted");
    assertThat(table.location()).isEqualTo(before);
  }
}
