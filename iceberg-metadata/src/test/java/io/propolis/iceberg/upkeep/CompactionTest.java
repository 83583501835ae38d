package io.propolis.iceberg.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.iceberg.ScratchTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetricsConfig;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.deletes.PositionDeleteWriter;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.encryption.EncryptedOutputFile;
import org.apache.iceberg.encryption.EncryptionKeyMetadata;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.formats.FileWriterBuilder;
import org.apache.iceberg.formats.FormatModelRegistry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files and deletes of a table, rewritten and read again by Iceberg's library. */
class CompactionTest {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.required(1, "id", Types.LongType.get()),
          Types.NestedField.optional(2, "day", Types.StringType.get()),
          Types.NestedField.optional(3, "place", Types.IntegerType.get()),
          Types.NestedField.optional(
              4, "tags", Types.ListType.ofOptional(5, Types.StringType.get())));

  private static final SortOrder BY_ID = SortOrder.builderFor(SCHEMA).asc("id").build();
  private static final Runnable ON = () -> {};

  /** Less than the rows of these tests take. */
  private static final long MEMORY = 20_000;

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private ScratchTable table;

  @AfterEach
  void close() {
    lake.close();
  }

  private void create(SortOrder order, PartitionSpec spec, Map<String, String> properties) {
    table = ScratchTable.create(lake, folder.resolve("t"), SCHEMA, spec, order, properties);
  }

  private void create(SortOrder order, Map<String, String> properties) {
    create(order, PartitionSpec.unpartitioned(), properties);
  }

  private static Compaction compaction(CompactionStrategy strategy) {
    return new Compaction(strategy, 2, 1, MEMORY);
  }

  private static Record row(long id) {
    return row(id, "d" + id % 2, (int) (id * 7919 % 1000));
  }

  private static Record row(long id, @Nullable String day, @Nullable Integer place) {
    var row = GenericRecord.create(SCHEMA);
    row.setField("id", id);
    row.setField("day", day);
    row.setField("place", place);
    row.setField("tags", id % 5 == 0 ? null : List.of("t" + id, "all"));
    return row;
  }

  private static EncryptedOutputFile output(Table to, String name) {
    return EncryptedFiles.encryptedOutput(
        to.io().newOutputFile(to.locationProvider().newDataLocation(name)),
        EncryptionKeyMetadata.EMPTY);
  }

  private static @Nullable StructLike partition(Table to, Record row) {
    if (to.spec().isUnpartitioned()) {
      return null;
    }
    var key = new PartitionKey(to.spec(), to.schema());
    key.partition(row);
    return key;
  }

  private static DataFile file(Table to, FileFormat format, List<Record> rows) throws IOException {
    FileWriterBuilder<DataWriter<Record>, Schema> builder =
        FormatModelRegistry.dataWriteBuilder(
            format, Record.class, output(to, format.addExtension(UUID.randomUUID().toString())));
    var writer =
        builder.schema(to.schema()).spec(to.spec()).partition(partition(to, rows.get(0))).build();
    try (writer) {
      rows.forEach(writer::write);
    }
    return writer.toDataFile();
  }

  private DataFile append(List<Record> rows) throws IOException {
    return append(FileFormat.PARQUET, rows);
  }

  private DataFile append(FileFormat format, List<Record> rows) throws IOException {
    var to = table.open();
    var file = file(to, format, rows);
    to.newAppend().appendFile(file).commit();
    return file;
  }

  private DataFile append(long... ids) throws IOException {
    return append(LongStream.of(ids).mapToObj(CompactionTest::row).toList());
  }

  /** Files whose rows lie anyhow. */
  private void appendShuffled(FileFormat format, int files, int rowsOfEach) throws IOException {
    var random = new Random(1);
    var ids = new ArrayList<>(LongStream.range(0, (long) files * rowsOfEach).boxed().toList());
    java.util.Collections.shuffle(ids, random);
    for (int i = 0; i < files; i++) {
      append(
          format,
          ids.subList(i * rowsOfEach, (i + 1) * rowsOfEach).stream()
              .map(CompactionTest::row)
              .toList());
    }
  }

  private static DeleteFile positions(Table to, DataFile of, FileFormat format, long... positions)
      throws IOException {
    FileWriterBuilder<PositionDeleteWriter<Record>, ?> builder =
        FormatModelRegistry.positionDeleteWriteBuilder(
            format, output(to, format.addExtension("deletes-" + UUID.randomUUID())));
    var writer =
        builder
            .metricsConfig(MetricsConfig.forPositionDelete())
            .spec(to.spec())
            .partition(of.partition())
            .build();
    try (writer) {
      for (long position : positions) {
        writer.write(PositionDelete.<Record>create().set(of.location(), position));
      }
    }
    return writer.toDeleteFile();
  }

  private static DeleteFile equal(Table to, FileFormat format, long... ids) throws IOException {
    var schema = SCHEMA.select("id");
    var builder =
        FormatModelRegistry.<Record, Schema>equalityDeleteWriteBuilder(
            format, Record.class, output(to, format.addExtension("equal-" + UUID.randomUUID())));
    var writer = builder.schema(schema).equalityFieldIds(1).spec(to.spec()).build();
    try (writer) {
      for (long id : ids) {
        var row = GenericRecord.create(schema);
        row.setField("id", id);
        writer.write(row);
      }
    }
    return writer.toDeleteFile();
  }

  private List<String> rows() throws IOException {
    var rows = new ArrayList<String>();
    try (CloseableIterable<Record> read = IcebergGenerics.read(table.open()).build()) {
      read.forEach(row -> rows.add(row.toString()));
    }
    rows.sort(null);
    return rows;
  }

  private List<Long> ids() throws IOException {
    var ids = new ArrayList<Long>();
    try (CloseableIterable<Record> read = IcebergGenerics.read(table.open()).build()) {
      read.forEach(row -> ids.add((Long) row.getField("id")));
    }
    ids.sort(null);
    return ids;
  }

  private List<FileScanTask> tasks() throws IOException {
    try (var tasks = table.open().newScan().includeColumnStats().planFiles()) {
      return StreamSupport.stream(tasks.spliterator(), false).toList();
    }
  }

  private List<FileScanTask> tasksByLower() throws IOException {
    return tasks().stream()
        .sorted(Comparator.comparing(task -> bound(task.file().lowerBounds(), 1)))
        .toList();
  }

  private static long bound(Map<Integer, java.nio.ByteBuffer> bounds, int field) {
    Number value = Conversions.fromByteBuffer(SCHEMA.findType(field), bounds.get(field));
    return value.longValue();
  }

  private long deleteFiles() {
    var now = table.open();
    long count = 0;
    for (var manifest : now.currentSnapshot().deleteManifests(now.io())) {
      count += manifest.existingFilesCount() + manifest.addedFilesCount();
    }
    return count;
  }

  private List<String> files() {
    try (var entries = lake.list("file:" + folder.resolve("t/data"))) {
      return entries.map(FileEntry::location).toList();
    }
  }

  /** Written in the same format; read over a disk that sorts in many runs. */
  @ParameterizedTest
  @EnumSource(
      value = FileFormat.class,
      names = {"PARQUET", "AVRO", "ORC"})
  void sortedFilesDoNotOverlapAndHoldTheSameRows(FileFormat format) throws IOException {
    create(BY_ID, Map.of("write.format.default", format.name()));
    appendShuffled(format, 8, 500);
    var before = rows();
    long bytes = tasks().stream().mapToLong(task -> task.file().fileSizeInBytes()).sum();
    table
        .open()
        .updateProperties()
        .set("write.target-file-size-bytes", Long.toString(bytes / 4))
        .commit();

    var joined = compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(joined.files()).isEqualTo(8);
    assertThat(joined.bytes()).isEqualTo(bytes);
    assertThat(rows()).isEqualTo(before).hasSize(4000);
    var files = tasks();
    assertThat(files).hasSize(4).hasSize((int) joined.written());
    for (var file : files) {
      assertThat(file.file().format()).isEqualTo(format);
      assertThat(file.file().sortOrderId()).isEqualTo(table.open().sortOrder().orderId());
      assertThat(ids(file)).isSorted();
    }
    if (format != FileFormat.AVRO) { // which has no bounds
      var sorted = tasksByLower();
      for (int i = 1; i < sorted.size(); i++) {
        assertThat(bound(sorted.get(i).file().lowerBounds(), 1))
            .isGreaterThan(bound(sorted.get(i - 1).file().upperBounds(), 1));
      }
    }
    // Sorted files are smaller, so that there may be fewer once more; then it rests.
    for (int left = files.size(); left > 0; left--) {
      int now = tasks().size();
      if (compaction(CompactionStrategy.SORT).apply(table.open(), ON).files() == 0) {
        return;
      }
      assertThat(tasks()).hasSizeLessThan(now);
    }
    throw new AssertionError("It is done again and again");
  }

  private List<Long> ids(FileScanTask task) throws IOException {
    var ids = new ArrayList<Long>();
    try (var read = TableRows.of(table.open(), task)) {
      read.forEach(row -> ids.add((Long) row.getField("id")));
    }
    return ids;
  }

  @Test
  void directionNullsAndTransformsOfTheOrderCount() throws IOException {
    var order =
        SortOrder.builderFor(SCHEMA)
            .desc(
                org.apache.iceberg.expressions.Expressions.truncate("place", 10),
                NullOrder.NULLS_LAST)
            .asc("id")
            .build();
    create(order, Map.of());
    append(List.of(row(1, "a", 5), row(2, "a", null), row(3, "a", 25)));
    append(List.of(row(4, "a", 21), row(5, "a", 1), row(6, "a", 17)));

    compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(tasks()).hasSize(1);
    assertThat(ids(tasks().get(0))).containsExactly(3L, 4L, 6L, 1L, 5L, 2L);
  }

  /** How many files a question about one value of a column has to read, over all values. */
  private long filesToRead(int field, int values) throws IOException {
    var files = tasks();
    return IntStream.range(0, values)
        .mapToLong(
            value ->
                files.stream()
                    .filter(
                        task ->
                            bound(task.file().lowerBounds(), field) <= value
                                && value <= bound(task.file().upperBounds(), field))
                    .count())
        .sum();
  }

  @Test
  void aCurvePrunesByEachOfItsColumns() throws IOException {
    create(SortOrder.builderFor(SCHEMA).asc("id").asc("place").build(), Map.of());
    var rows = new ArrayList<Record>();
    for (int id = 0; id < 64; id++) {
      for (int place = 0; place < 64; place++) {
        rows.add(row(id, "a", place));
      }
    }
    java.util.Collections.shuffle(rows, new Random(2));
    for (int i = 0; i < 4; i++) {
      append(rows.subList(i * 1024, (i + 1) * 1024));
    }
    var before = rows();
    long bytes = tasks().stream().mapToLong(task -> task.file().fileSizeInBytes()).sum();
    table
        .open()
        .updateProperties()
        .set("write.target-file-size-bytes", Long.toString(bytes / 16))
        .commit();

    compaction(CompactionStrategy.Z_ORDER).apply(table.open(), ON);

    assertThat(rows()).isEqualTo(before);
    assertThat(tasks()).hasSize(16).allMatch(task -> task.file().sortOrderId() == 0);
    assertThat(filesToRead(1, 64)).as("by the first column").isEqualTo(64 * 4);
    assertThat(filesToRead(3, 64)).as("by the second column").isEqualTo(64 * 4);
    assertThat(compaction(CompactionStrategy.Z_ORDER).apply(table.open(), ON).files())
        .as("what is done again")
        .isZero();

    compaction(CompactionStrategy.SORT).apply(table.open(), ON);
    assertThat(filesToRead(3, 64)).as("when only sorted").isGreaterThan(64 * 12);
  }

  @ParameterizedTest
  @EnumSource(
      value = CompactionStrategy.class,
      names = {"SORT", "Z_ORDER"})
  void withoutASortOrderThereIsNothingToSortBy(CompactionStrategy strategy) throws IOException {
    create(SortOrder.unsorted(), Map.of());
    append(1);

    assertThatThrownBy(() -> compaction(strategy).apply(table.open(), ON))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "Table scratch has no sort order, which compaction strategy %s needs", strategy.text());
  }

  @Test
  void partitionsStayApart() throws IOException {
    create(BY_ID, PartitionSpec.builderFor(SCHEMA).identity("day").build(), Map.of());
    append(List.of(row(3, "a", 1), row(1, "a", 2)));
    append(List.of(row(2, "a", 1)));
    append(List.of(row(9, "b", 1), row(4, "b", 2)));
    append(List.of(row(7, "b", 1)));
    append(List.of(row(8, "c", 1)));
    var before = rows();

    var joined = new Compaction(CompactionStrategy.SORT, 2, 1, MEMORY).apply(table.open(), ON);

    assertThat(joined.files()).isEqualTo(4);
    assertThat(rows()).isEqualTo(before);
    assertThat(tasks()).hasSize(3);
    assertThat(compaction(CompactionStrategy.SORT).apply(table.open(), ON).files()).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = FileFormat.class,
      names = {"PARQUET", "AVRO", "ORC"})
  void deletesAreAppliedAndGo(FileFormat format) throws IOException {
    create(BY_ID, Map.of());
    append(8, 1, 2);
    var second = append(4, 5, 6);
    var to = table.open();
    to.newRowDelta()
        .addDeletes(positions(to, second, format, 0, 2))
        .addDeletes(equal(to, format, 1))
        .commit();
    append(1, 7);

    var joined = compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(joined.files()).isEqualTo(3);
    assertThat(ids()).containsExactly(1L, 2L, 5L, 7L, 8L);
    assertThat(deleteFiles()).isZero();
    assertThat(tasks()).hasSize(1);
    assertThat(ids(tasks().get(0))).isSorted();
  }

  /** From now on files are to be as large as this one, which is not small then. */
  private void targetOf(DataFile file) {
    table
        .open()
        .updateProperties()
        .set("write.target-file-size-bytes", Long.toString(file.fileSizeInBytes()))
        .commit();
  }

  @Test
  void aFileIsRewrittenForItsDeletesWhenThereAreEnough() throws IOException {
    create(SortOrder.unsorted(), Map.of());
    var one = append(1, 2, 3);
    append(4, 5, 6);
    targetOf(one);
    var to = table.open();
    to.newRowDelta().addDeletes(positions(to, one, FileFormat.PARQUET, 0)).commit();
    var patient = new Compaction(CompactionStrategy.BINPACK, 100, 2, MEMORY);

    assertThat(patient.apply(table.open(), ON).files()).isZero();
    assertThat(deleteFiles()).isEqualTo(1);

    var again = table.open();
    again.newRowDelta().addDeletes(positions(again, one, FileFormat.PARQUET, 1)).commit();
    var joined = patient.apply(table.open(), ON);

    assertThat(joined.files()).isEqualTo(1);
    assertThat(joined.written()).isEqualTo(1);
    assertThat(deleteFiles()).isZero();
    assertThat(ids()).containsExactly(3L, 4L, 5L, 6L);
  }

  /** Those of a file that stays, too, in the same file of deletes. */
  @Test
  void deletesThatOthersNeedStay() throws IOException {
    create(SortOrder.unsorted(), Map.of());
    var one = append(1, 2, 3);
    targetOf(append(2, 5, 6));
    var to = table.open();
    to.newRowDelta().addDeletes(equal(to, FileFormat.PARQUET, 2)).commit();
    var again = table.open();
    again.newRowDelta().addDeletes(positions(again, one, FileFormat.PARQUET, 0)).commit();

    new Compaction(CompactionStrategy.BINPACK, 100, 2, MEMORY).apply(table.open(), ON);

    assertThat(ids()).containsExactly(3L, 5L, 6L);
    assertThat(deleteFiles()).isEqualTo(1);
  }

  @Test
  void filesWithoutARowLeftGo() throws IOException {
    create(BY_ID, Map.of());
    append(1, 2);
    append(3);
    var to = table.open();
    to.newRowDelta().addDeletes(equal(to, FileFormat.PARQUET, 1, 2, 3)).commit();

    var joined = compaction(CompactionStrategy.SORT).apply(table.open(), ON);

    assertThat(joined.files()).isEqualTo(2);
    assertThat(joined.written()).isZero();
    assertThat(tasks()).isEmpty();
    assertThat(deleteFiles()).isZero();
  }

  /** What another writer does when the compaction has read its first row. */
  private Compaction.Joined meanwhile(Compaction compaction, Writer other) {
    var asked = new AtomicInteger();
    return compaction.apply(
        table.open(),
        () -> {
          if (asked.getAndIncrement() == 0) {
            try {
              other.write();
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        });
  }

  @FunctionalInterface
  private interface Writer {
    void write() throws IOException;
  }

  @Test
  void whatIsAppendedOrDeletedByValueMeanwhileCounts() throws IOException {
    create(BY_ID, Map.of());
    append(5, 1);
    append(4, 2);

    meanwhile(
        compaction(CompactionStrategy.SORT),
        () -> {
          append(3);
          var to = table.open();
          to.newRowDelta().addDeletes(equal(to, FileFormat.PARQUET, 4)).commit();
          append(4);
        });

    assertThat(ids()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(tasks()).hasSize(3);
  }

  @Test
  void aPositionThatIsDeletedMeanwhileIsAConflict() throws IOException {
    create(BY_ID, Map.of());
    var one = append(5, 1);
    append(4, 2);
    var before = new HashSet<>(files());

    assertThatThrownBy(
            () ->
                meanwhile(
                    compaction(CompactionStrategy.SORT),
                    () -> {
                      var to = table.open();
                      to.newRowDelta()
                          .addDeletes(positions(to, one, FileFormat.PARQUET, 0))
                          .commit();
                    }))
        .isInstanceOf(ValidationException.class);

    assertThat(ids()).containsExactly(1L, 2L, 4L);
    assertThat(files())
        .as("data files")
        .filteredOn(file -> !file.contains("deletes-"))
        .containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void whatIsStoppedLeavesTheTableAndNoFile() throws IOException {
    create(BY_ID, Map.of());
    appendShuffled(FileFormat.PARQUET, 4, 10_000);
    var before = new HashMap<String, Object>();
    before.put("rows", rows());
    before.put("files", new HashSet<>(files()));
    before.put("pointer", table.location());
    // Once while rows are read, once while they are written.
    for (int last : new int[] {3, 6}) {
      var asked = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  compaction(CompactionStrategy.SORT)
                      .apply(
                          table.open(),
                          () -> {
                            if (asked.incrementAndGet() == last) {
                              throw new IllegalStateException("stop");
                            }
                          }))
          .hasMessage("stop");
      assertThat(rows()).isEqualTo(before.get("rows"));
      assertThat(new HashSet<>(files())).isEqualTo(before.get("files"));
      assertThat(table.location()).isEqualTo(before.get("pointer"));
    }
  }
}
