package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.propolis.catalog.NewTable;
import io.propolis.catalog.OptimizerOperations.Rate;
import io.propolis.catalog.iceberg.IcebergDefinition;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.crawlers.optimizers.OptimizerRunTask;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.iceberg.LakeMetadata;
import io.propolis.iceberg.TablePointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.parquet.Parquet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A compaction whose process dies of {@code kill -9} while it writes. */
class KilledOptimizerTest {
  private static final int FILES = 4;
  private static final int ROWS = 60_000;

  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private final LakeMetadata metadata = new LakeMetadata(lake);

  @AfterEach
  void close() {
    lake.close();
  }

  private Path data() {
    return folder.resolve("t/data");
  }

  private Table create(CatalogFixture catalog) {
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
    return catalog
        .session()
        .icebergTables(metadata)
        .create(
            NewTable.of(
                Table.builder(CatalogFixture.name("t"))
                    .type(TableType.EXTERNAL_TABLE)
                    .parameters(Map.of("EXTERNAL", "TRUE"))
                    .build()),
            new IcebergDefinition(
                2,
                "file:" + folder.resolve("t"),
                new IcebergDefinition.Schema.Columns(
                    List.of(new Column("id", "bigint"), new Column("text", "string"))),
                null,
                null,
                Map.of("write.target-file-size-bytes", "200000")));
  }

  private org.apache.iceberg.Table iceberg(CatalogFixture catalog) {
    return metadata.table(
        "lake.t",
        new TablePointer() {
          @Override
          public String location() {
            return pointer(catalog);
          }

          @Override
          public void move(String from, IcebergState to) {
            catalog.session().icebergTables(metadata).move(CatalogFixture.name("t"), from, to);
          }
        });
  }

  private static String pointer(CatalogFixture catalog) {
    return IcebergRules.pointer(catalog.table("t"));
  }

  private static void fill(org.apache.iceberg.Table table) throws IOException {
    table.replaceSortOrder().asc("id").commit();
    for (int file = 0; file < FILES; file++) {
      var location = table.locationProvider().newDataLocation(UUID.randomUUID() + ".parquet");
      DataWriter<Record> writer =
          Parquet.writeData(table.io().newOutputFile(location))
              .forTable(table)
              .createWriterFunc(GenericParquetWriter::create)
              .build();
      try (writer) {
        var row = GenericRecord.create(table.schema());
        for (long i = 0; i < ROWS; i++) {
          row.setField("id", i * FILES + file);
          row.setField("text", new UUID(i, file).toString());
          writer.write(row);
        }
      }
      table.newAppend().appendFile(writer.toDataFile()).commit();
    }
  }

  private static long sum(org.apache.iceberg.Table table) throws IOException {
    long sum = 0;
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      for (var row : rows) {
        sum += (Long) row.getField("id");
      }
    }
    return sum;
  }

  private boolean hasNewFile() throws IOException {
    try (var files = Files.list(data())) {
      return files.anyMatch(file -> file.getFileName().toString().contains("compaction-"));
    }
  }

  private void killWhileItWrites() throws IOException {
    var node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OptimizingNode.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile())
            .start();
    try {
      await()
          .pollInterval(Duration.ofMillis(5))
          .atMost(Duration.ofMinutes(2))
          .until(() -> hasNewFile() || !node.isAlive());
    } finally {
      node.destroyForcibly();
      node.onExit().join();
    }
    assertThat(hasNewFile()).as(Files.readString(folder.resolve("node.log"))).isTrue();
  }

  @Test
  void theTableIsAsItWasAndTheRunIsMadeAgain() throws IOException {
    String before;
    long sum;
    try (var catalog = new CatalogFixture(folder, lake)) {
      var table = create(catalog);
      fill(iceberg(catalog));
      before = pointer(catalog);
      sum = sum(iceberg(catalog));
      catalog
          .session()
          .optimizers()
          .create(
              table,
              OptimizerType.COMPACTION,
              "{\"compactionConfiguration\":{\"icebergConfiguration\":"
                  + "{\"strategy\":\"sort\",\"minInputFiles\":2}}}",
              new Rate.Usual());
    }

    killWhileItWrites();

    try (var catalog = new CatalogFixture(folder, lake)) {
      assertThat(pointer(catalog)).isEqualTo(before);
      assertThat(sum(iceberg(catalog))).isEqualTo(sum);
      var task = new OptimizerRunTask(catalog.catalog(), lake, Duration.ofHours(1), 1 << 20);
      try (var worker =
          new RunWorker(catalog.catalog(), "next", List.of(new RunWorker.Share(task, 1)))) {
        worker.start(dead -> true);
        await().atMost(Duration.ofMinutes(2)).until(() -> run(catalog).state().isFinal());
      }
      assertThat(run(catalog).state()).as(run(catalog).error()).isEqualTo(Run.State.SUCCEEDED);
      assertThat(run(catalog).attempt()).isEqualTo(1);
      assertThat(pointer(catalog)).isNotEqualTo(before);
      assertThat(sum(iceberg(catalog))).isEqualTo(sum);
    }
  }

  private static Run run(CatalogFixture catalog) {
    return catalog
        .session()
        .optimizers()
        .runs(catalog.table("t"), OptimizerType.COMPACTION, null, 10)
        .get(0);
  }
}
