package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.NewTable;
import io.propolis.catalog.OptimizerOperations.Rate;
import io.propolis.catalog.iceberg.IcebergDefinition;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.OptimizerProgress;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.crawlers.optimizers.OptimizerRunTask;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.iceberg.LakeMetadata;
import io.propolis.iceberg.TablePointer;
import io.propolis.iceberg.upkeep.Compaction;
import io.propolis.iceberg.upkeep.CompactionStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Optimizers of Iceberg tables, run by workers as servers have them. */
class OptimizerRunTaskTest {
  private static final String SPEC =
      """
      {"spec-id":0,"fields":[{"name":"day","transform":"identity","source-id":2,"field-id":1000}]}""";

  @TempDir Path folder;
  private Lake lake;
  private LakeMetadata metadata;
  private CatalogFixture catalog;
  private Table table;

  @BeforeEach
  void open() {
    lake = Lakes.open(S3Settings.DEFAULT);
    metadata = new LakeMetadata(lake);
    catalog = new CatalogFixture(folder, lake);
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
    table = create("t", SPEC);
  }

  private Table create(String name, @Nullable String spec) {
    var columns = List.of(new Column("id", "bigint"), new Column("day", "string"));
    return catalog
        .session()
        .icebergTables(metadata)
        .create(
            NewTable.of(
                Table.builder(CatalogFixture.name(name))
                    .type(TableType.EXTERNAL_TABLE)
                    .parameters(Map.of("EXTERNAL", "TRUE"))
                    .build()),
            new IcebergDefinition(
                2,
                "file:" + folder.resolve(name),
                new IcebergDefinition.Schema.Columns(columns),
                spec,
                null,
                Map.of()));
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  private String location() {
    return "file:" + folder.resolve("t");
  }

  /** The table as another writer has it. */
  private org.apache.iceberg.Table iceberg() {
    return metadata.table(
        "lake.t",
        new TablePointer() {
          @Override
          public String location() {
            return IcebergRules.pointer(catalog.session().tables().require(table.name()));
          }

          @Override
          public void move(String from, IcebergState to) {
            catalog.session().icebergTables(metadata).move(table.name(), from, to);
          }
        });
  }

  private static DataFile file(org.apache.iceberg.Table to, String day, long... ids)
      throws IOException {
    var key = new PartitionKey(to.spec(), to.schema());
    var records = new ArrayList<Record>();
    for (long id : ids) {
      var row = GenericRecord.create(to.schema());
      row.setField("id", id);
      row.setField("day", day);
      records.add(row);
    }
    key.partition(records.get(0));
    var name = UUID.randomUUID() + ".parquet";
    var location =
        to.spec().isUnpartitioned()
            ? to.locationProvider().newDataLocation(name)
            : to.locationProvider().newDataLocation(to.spec(), key, name);
    DataWriter<Record> writer =
        Parquet.writeData(to.io().newOutputFile(location))
            .forTable(to)
            .withPartition(key)
            .createWriterFunc(GenericParquetWriter::create)
            .build();
    try (writer) {
      records.forEach(writer::write);
    }
    return writer.toDataFile();
  }

  private void append(String day, long... ids) throws IOException {
    var to = iceberg();
    to.newAppend().appendFile(file(to, day, ids)).commit();
  }

  private List<String> rows() throws IOException {
    var of = iceberg();
    var rows = new ArrayList<String>();
    try (var tasks = of.newScan().planFiles()) {
      for (var task : tasks) {
        try (org.apache.iceberg.io.CloseableIterable<Record> records =
            Parquet.read(of.io().newInputFile(task.file().location()))
                .project(of.schema())
                .createReaderFunc(file -> GenericParquetReaders.buildReader(of.schema(), file))
                .build()) {
          records.forEach(row -> rows.add(row.getField("id") + " " + row.getField("day")));
        }
      }
    }
    rows.sort(null);
    return rows;
  }

  private int dataFiles() throws IOException {
    int files = 0;
    try (var tasks = iceberg().newScan().planFiles()) {
      for (var task : tasks) {
        files += task.file() == null ? 0 : 1;
      }
    }
    return files;
  }

  private int snapshots() {
    var count = new AtomicInteger();
    iceberg().snapshots().forEach(snapshot -> count.incrementAndGet());
    return count.get();
  }

  private List<String> files() {
    try (var entries = lake.list(location())) {
      return entries.map(FileEntry::location).toList();
    }
  }

  private Run optimize(OptimizerType type, String configuration) {
    catalog.session().optimizers().create(table, type, configuration, new Rate.Usual());
    var task = new OptimizerRunTask(catalog.catalog(), lake, Duration.ofHours(1), 1 << 20);
    try (var worker =
        new RunWorker(catalog.catalog(), "one", List.of(new RunWorker.Share(task, 1)))) {
      worker.start(other -> false);
      await().until(() -> !runs(type).isEmpty() && runs(type).get(0).state().isFinal());
    }
    return runs(type).get(0);
  }

  private List<Run> runs(OptimizerType type) {
    return catalog.session().optimizers().runs(table, type, null, 10);
  }

  @Test
  void smallFilesOfAPartitionBecomeOneWithTheSameRows() throws IOException {
    append("a", 1, 2);
    append("a", 3);
    append("a", 4);
    append("b", 5);
    var before = rows();

    var run =
        optimize(
            OptimizerType.COMPACTION,
            "{\"compactionConfiguration\":{\"icebergConfiguration\":{\"minInputFiles\":2}}}");

    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(run.progress())
        .containsEntry(OptimizerProgress.FILES_COMPACTED, "3")
        .containsEntry(OptimizerProgress.FILES_WRITTEN, "1")
        .containsEntry(OptimizerProgress.FILES_LEFT, "0");
    assertThat(rows()).isEqualTo(before).hasSize(5);
    assertThat(dataFiles()).isEqualTo(2);
    assertThat(catalog.session().optimizers().startDue(Duration.ZERO))
        .as("while nothing has changed")
        .isEmpty();
  }

  @Test
  void filesOfATableWithoutPartitionsBecomeOne() throws IOException {
    table = create("plain", null);
    append("a", 1);
    append("b", 2);

    var joined =
        new Compaction(CompactionStrategy.BINPACK, 2, 1, 1 << 20).apply(iceberg(), () -> {});

    assertThat(joined.files()).isEqualTo(2);
    assertThat(dataFiles()).isEqualTo(1);
    assertThat(rows()).containsExactly("1 a", "2 b");
  }

  @Test
  void aFileThatAnotherWriterReplacedIsNotBroughtBack() throws IOException {
    append("a", 1);
    append("a", 2);
    var other = iceberg();
    var table = iceberg();
    var asked = new AtomicInteger();

    assertThatThrownBy(
            () ->
                new Compaction(CompactionStrategy.BINPACK, 2, 1, 1 << 20)
                    .apply(
                        table,
                        () -> {
                          if (asked.getAndIncrement() == 1) {
                            other
                                .newDelete()
                                .deleteFromRowFilter(
                                    org.apache.iceberg.expressions.Expressions.equal("day", "a"))
                                .commit();
                          }
                        }))
        .isInstanceOf(ValidationException.class);

    assertThat(rows()).isEmpty();
    assertThat(files()).as("what was written").noneMatch(file -> file.contains("compaction-"));
  }

  @Test
  void anAppendMeanwhileIsKept() throws IOException {
    append("a", 1);
    append("a", 2);
    var table = iceberg();
    var other = iceberg();
    var third = file(other, "a", 3);
    var asked = new AtomicInteger();

    var joined =
        new Compaction(CompactionStrategy.BINPACK, 2, 1, 1 << 20)
            .apply(
                table,
                () -> {
                  if (asked.getAndIncrement() == 1) {
                    other.newAppend().appendFile(third).commit();
                  }
                });

    assertThat(joined.files()).isEqualTo(2);
    assertThat(rows()).containsExactly("1 a", "2 a", "3 a");
  }

  @Test
  void oldSnapshotsGoWithTheirFiles() throws IOException {
    append("a", 1);
    append("a", 2);
    iceberg()
        .newDelete()
        .deleteFromRowFilter(org.apache.iceberg.expressions.Expressions.equal("day", "a"))
        .commit();
    append("b", 3);
    var before = rows();

    var table = iceberg();
    var removed =
        new io.propolis.iceberg.upkeep.SnapshotRetention(
                Duration.ZERO, 1, io.propolis.iceberg.upkeep.SnapshotRetention.Files.GO)
            .apply(
                table,
                lake,
                java.time.Clock.offset(java.time.Clock.systemUTC(), Duration.ofMinutes(1)));

    assertThat(removed.snapshots()).isEqualTo(3);
    assertThat(removed.dataFiles()).isEqualTo(2);
    assertThat(removed.manifestLists()).isEqualTo(3);
    assertThat(removed.manifests()).isPositive();
    assertThat(rows()).isEqualTo(before).containsExactly("3 b");
    assertThat(snapshots()).isEqualTo(1);
    assertThat(files()).filteredOn(file -> file.contains("day=a")).isEmpty();
  }

  @Test
  void retentionGoesByItsConfiguration() throws IOException {
    append("a", 1);
    append("a", 2);

    var run =
        optimize(
            OptimizerType.RETENTION,
            "{\"retentionConfiguration\":{\"icebergConfiguration\":"
                + "{\"snapshotRetentionPeriodInDays\":1,\"numberOfSnapshotsToRetain\":1}}}");

    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(run.progress()).containsEntry(OptimizerProgress.SNAPSHOTS, "0");
    assertThat(snapshots()).isEqualTo(2);
  }

  @Test
  void orphansGoAndNothingElse() throws IOException {
    append("a", 1);
    append("a", 2);
    var data = folder.resolve("t/data");
    var orphan = Files.writeString(data.resolve("lost.parquet"), "x");
    var underWay = Files.writeString(data.resolve("new.parquet"), "x");
    var hidden = Files.createDirectories(data.resolve("_temporary")).resolve("part");
    Files.writeString(hidden, "x");
    // What catalogs of mere folders have in the place of a pointer.
    var hint = Files.writeString(folder.resolve("t/metadata/version-hint.text"), "1");
    var old = FileTime.from(Instant.now().minus(Duration.ofDays(10)));
    for (var file : files()) {
      Files.setLastModifiedTime(Path.of(file.substring("file:".length())), old);
    }
    Files.setLastModifiedTime(underWay, FileTime.from(Instant.now()));
    var before = files();

    var run = optimize(OptimizerType.ORPHAN_FILE_DELETION, "{}");

    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(run.progress()).containsEntry(OptimizerProgress.ORPHANS, "1");
    assertThat(orphan).doesNotExist();
    assertThat(underWay).exists();
    assertThat(hidden).exists();
    assertThat(hint).exists();
    assertThat(files()).hasSize(before.size() - 1);
    assertThat(rows()).containsExactly("1 a", "2 a");
  }

  @Test
  void aFolderOutsideOfTheTableIsLeftAlone() throws IOException {
    append("a", 1);

    var run =
        optimize(
            OptimizerType.ORPHAN_FILE_DELETION,
            "{\"orphanFileDeletionConfiguration\":{\"icebergConfiguration\":{\"location\":\"file:%s\"}}}"
                .formatted(folder));

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("does not lie in the folder of table");
  }

  @Test
  void filesOfATableInsideOfTheFolderAreNoOrphans() throws IOException {
    append("a", 1);
    catalog
        .session()
        .tables()
        .create(
            Table.builder(CatalogFixture.name("inner"))
                .type(TableType.EXTERNAL_TABLE)
                .location("file:" + folder.resolve("t/inner"))
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .build(),
            io.propolis.catalog.rules.FileStatistics.Mode.KEEP);

    var run = optimize(OptimizerType.ORPHAN_FILE_DELETION, "{}");

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).startsWith("Table lake.inner lies in");
  }

  @Test
  void aTableThatDoesNotOwnItsFilesKeepsThem() throws IOException {
    append("a", 1);
    iceberg().updateProperties().set("gc.enabled", "false").commit();

    var run = optimize(OptimizerType.ORPHAN_FILE_DELETION, "{}");

    assertThat(run.error()).contains("gc.enabled=false");
  }

  @Test
  void onlyIcebergTablesHaveOptimizers() {
    var plain =
        catalog
            .session()
            .tables()
            .create(
                Table.builder(CatalogFixture.name("plain"))
                    .type(TableType.EXTERNAL_TABLE)
                    .location("file:" + folder.resolve("plain"))
                    .parameters(Map.of("EXTERNAL", "TRUE"))
                    .build(),
                io.propolis.catalog.rules.FileStatistics.Mode.KEEP);

    assertThatThrownBy(
            () ->
                catalog
                    .session()
                    .optimizers()
                    .create(plain, OptimizerType.RETENTION, "{}", new Rate.Never()))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("is not an Iceberg table");
  }
}
