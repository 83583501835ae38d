package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.statistics.StatisticsComputation;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsComputationTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", "bigint"),
          new Column("ok", "boolean"),
          new Column("price", "double"),
          new Column("name", "string"),
          new Column("amount", "decimal(9,2)"),
          new Column("day", "date"),
          new Column("at", "timestamp"),
          new Column("raw", "binary"),
          new Column("tags", "array<string>"));
  private static final String MESSAGE =
      """
      message m { required int64 ID; optional boolean ok; optional double price;
        optional binary name (UTF8); optional int32 amount (DECIMAL(9,2)); optional int32 day (DATE);
        optional int64 at (TIMESTAMP_MILLIS); optional binary raw; }""";

  @TempDir Path folder;
  private Lake lake;
  private CatalogFixture catalog;

  @BeforeEach
  void open() {
    lake = Lakes.open(S3Settings.DEFAULT);
    catalog = new CatalogFixture(folder, lake);
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  private Table table(String name, List<Column> columns, List<Column> keys) {
    return catalog
        .session()
        .tables()
        .create(
            Table.builder(CatalogFixture.name(name))
                .type(TableType.EXTERNAL_TABLE)
                .location("file:" + folder.resolve(name))
                .layout(StorageLayout.EMPTY.withColumns(columns))
                .partitionKeys(keys)
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .build(),
            Mode.KEEP);
  }

  private StatisticsComputation computation(double part, BooleanSupplier goesOn) {
    return new StatisticsComputation(lake, catalog.session(), part, goesOn);
  }

  private Map<String, StatisticsData> ofTable(String name) {
    var data = new LinkedHashMap<String, StatisticsData>();
    catalog
        .session()
        .statistics()
        .ofTable(
            CatalogFixture.name(name),
            COLUMNS.stream().map(Column::name).toList(),
            ColumnStatistics.HIVE_ENGINE)
        .forEach(each -> data.put(each.column(), each.data()));
    return data;
  }

  /** Every tenth row holds nothing but its number. */
  private void parquet(String file, int from, int rows) throws IOException {
    SampleFiles.parquet(
        folder.resolve(file),
        MESSAGE,
        rows,
        (group, row) -> {
          int i = from + row;
          group.append("ID", (long) i);
          if (i % 10 != 0) {
            group.append("ok", i % 2 == 0);
            group.append("price", i / 4.0);
            group.append("name", "é".repeat(i % 5));
            group.append("amount", i * 100 + 25);
            group.append("day", i);
            group.append("at", i * 1_000L);
            group.append(
                "raw", org.apache.parquet.io.api.Binary.fromConstantByteArray(new byte[i % 3]));
          }
        });
  }

  private static final Map<String, StatisticsData> OF_A_HUNDRED =
      Map.of(
          "id", new LongData(0L, 99L, 0, 100, Sketches.NONE),
          "ok", new StatisticsData.BooleanData(40, 50, 10, Sketches.NONE),
          "price", new StatisticsData.DoubleData(0.25, 24.75, 10, 90, Sketches.NONE),
          "name", new StatisticsData.StringData(4, 200 / 90.0, 10, 5, Sketches.NONE),
          "amount",
              new DecimalData(
                  new BigDecimal("1.25"), new BigDecimal("99.25"), 10, 90, Sketches.NONE),
          "day", new StatisticsData.DateData(1L, 99L, 10, 90, Sketches.NONE),
          "at", new StatisticsData.TimestampData(1L, 99L, 10, 90, Sketches.NONE),
          "raw", new StatisticsData.BinaryData(2, 90 / 90.0, 10, Sketches.NONE));

  @Test
  void allTypesOfParquetAreCountedOverAllFiles() throws IOException {
    table("t", COLUMNS, List.of());
    parquet("t/a.parquet", 0, 50);
    parquet("t/b.parquet", 50, 50);
    SampleFiles.bytes(folder.resolve("t/_SUCCESS"), new byte[] {1});

    var done = computation(1, () -> true).compute(CatalogFixture.name("t"), List.of());

    assertThat(done.isWhole()).isTrue();
    assertThat(done.files()).isEqualTo(2);
    assertThat(done.columns()).hasSize(8);
    var data = ofTable("t");
    assertThat(data.get("raw")).isInstanceOf(StatisticsData.BinaryData.class);
    assertThat(data.keySet()).containsExactlyInAnyOrderElementsOf(OF_A_HUNDRED.keySet());
    OF_A_HUNDRED.forEach(
        (column, expected) -> {
          if (!column.equals("raw")) {
            assertThat(data.get(column)).as(column).isEqualTo(expected);
          }
        });
    assertThat(catalog.table("t").parameters()).containsKey("COLUMN_STATS_ACCURATE");
    assertThat(catalog.table("t").version()).isZero();
  }

  @Test
  void orcIsCountedAlike() throws IOException {
    table("o", COLUMNS, List.of());
    orc("o/a.orc", 100);

    computation(1, () -> true).compute(CatalogFixture.name("o"), List.of());

    var data = ofTable("o");
    for (var column : List.of("id", "ok", "price", "name", "amount", "day", "at")) {
      assertThat(data.get(column)).as(column).isEqualTo(OF_A_HUNDRED.get(column));
    }
    // A column that no file has is null in every row.
    assertThat(data.get("raw").nulls()).isEqualTo(100);
  }

  private void orc(String file, int rows) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    var type =
        TypeDescription.fromString(
            "struct<id:int,ok:boolean,price:float,name:string,amount:decimal(9,2),day:date,"
                + "at:timestamp>");
    try (var writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(folder.resolve(file).toUri()),
            OrcFile.writerOptions(new Configuration()).setSchema(type).useUTCTimestamp(true))) {
      var batch = type.createRowBatch();
      for (int i = 0; i < rows; i++) {
        int at = batch.size++;
        ((LongColumnVector) batch.cols[0]).vector[at] = i;
        for (int column = 1; column < batch.cols.length; column++) {
          batch.cols[column].noNulls = false;
          batch.cols[column].isNull[at] = i % 10 == 0;
        }
        ((LongColumnVector) batch.cols[1]).vector[at] = i % 2 == 0 ? 1 : 0;
        ((DoubleColumnVector) batch.cols[2]).vector[at] = i / 4.0;
        ((BytesColumnVector) batch.cols[3])
            .setVal(at, "é".repeat(i % 5).getBytes(StandardCharsets.UTF_8));
        ((DecimalColumnVector) batch.cols[4]).set(at, HiveDecimal.create(i + ".25"));
        ((LongColumnVector) batch.cols[5]).vector[at] = i;
        ((TimestampColumnVector) batch.cols[6]).set(at, new java.sql.Timestamp(i * 1_000L));
      }
      writer.addRowBatch(batch);
    }
  }

  /** What is not read may be destroyed. */
  private static void destroy(Path file, long from, long to) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate((int) (to - from)), from);
    }
  }

  @Test
  void ofParquetPagesAreNotReadWhereFooterAndDictionariesTellAll() throws IOException {
    var columns =
        List.of(COLUMNS.get(0), COLUMNS.get(2), COLUMNS.get(4), COLUMNS.get(5), COLUMNS.get(6));
    table("t", columns, List.of());
    var file =
        SampleFiles.parquet(
            folder.resolve("t/a.parquet"),
            MESSAGE,
            1_000,
            (group, row) -> {
              group.append("ID", row % 7L);
              if (row % 10 != 0) {
                group.append("price", row % 5 / 4.0);
                group.append("amount", row % 3 * 100 + 25);
                group.append("day", 19_000);
              }
            });
    try (var reader = ParquetFileReader.open(new LocalInputFile(file))) {
      for (var chunk : reader.getFooter().getBlocks().get(0).getColumns()) {
        destroy(
            file, chunk.getFirstDataPageOffset(), chunk.getStartingPos() + chunk.getTotalSize());
      }
    }

    computation(1, () -> true).compute(CatalogFixture.name("t"), List.of());

    assertThat(ofTable("t"))
        .isEqualTo(
            Map.of(
                "id", new LongData(0L, 6L, 0, 7, Sketches.NONE),
                "price", new StatisticsData.DoubleData(0.0, 1.0, 100, 5, Sketches.NONE),
                "amount",
                    new DecimalData(
                        new BigDecimal("0.25"), new BigDecimal("2.25"), 100, 3, Sketches.NONE),
                "day", new StatisticsData.DateData(19_000L, 19_000L, 100, 1, Sketches.NONE),
                "at", new StatisticsData.TimestampData(null, null, 1_000, 0, Sketches.NONE)));
  }

  @Test
  void ofOrcStripesAreNotReadWhereTheFooterTellsAll() throws IOException {
    table("o", COLUMNS.subList(0, 3), List.of());
    var file = folder.resolve("o/a.orc");
    Files.createDirectories(file.getParent());
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    var type = TypeDescription.fromString("struct<id:bigint,ok:boolean,price:double>");
    try (var writer =
        OrcFile.createWriter(path, OrcFile.writerOptions(new Configuration()).setSchema(type))) {
      var batch = type.createRowBatch();
      batch.size = 100;
      for (int row = 0; row < 100; row++) {
        ((LongColumnVector) batch.cols[0]).vector[row] = 5;
        ((LongColumnVector) batch.cols[1]).vector[row] = row < 30 ? 1 : 0;
        batch.cols[2].noNulls = false;
        batch.cols[2].isNull[row] = true;
      }
      writer.addRowBatch(batch);
    }
    try (var reader = OrcFile.createReader(path, OrcFile.readerOptions(new Configuration()))) {
      for (var stripe : reader.getStripes()) {
        destroy(file, stripe.getOffset(), stripe.getOffset() + stripe.getLength());
      }
    }

    computation(1, () -> true).compute(CatalogFixture.name("o"), List.of());

    assertThat(ofTable("o"))
        .isEqualTo(
            Map.of(
                "id", new LongData(5L, 5L, 0, 1, Sketches.NONE),
                "ok", new StatisticsData.BooleanData(30, 70, 0, Sketches.NONE),
                "price", new StatisticsData.DoubleData(null, null, 100, 0, Sketches.NONE)));
  }

  @Test
  void partitionsHaveTheirOwnAndTheTableAllOfThem() throws IOException {
    var table = table("p", COLUMNS, List.of(new Column("d", "string")));
    parquet("p/d=1/a.parquet", 0, 50);
    parquet("p/d=2/a.parquet", 50, 50);
    catalog
        .session()
        .partitions()
        .add(
            table.name(),
            List.of(
                Partition.of(List.of("1"), table.layout()),
                Partition.of(List.of("2"), table.layout())),
            Existing.REFUSE,
            Mode.KEEP);

    computation(1, () -> true).compute(table.name(), List.of("ID"));

    var byPartition =
        catalog
            .session()
            .statistics()
            .ofPartitions(
                table.name(),
                List.of(List.of("1"), List.of("2")),
                List.of("id"),
                ColumnStatistics.HIVE_ENGINE);
    assertThat(byPartition.get(List.of("1")).get(0).data())
        .isEqualTo(new LongData(0L, 49L, 0, 50, Sketches.NONE));
    assertThat(byPartition.get(List.of("2")).get(0).data())
        .isEqualTo(new LongData(50L, 99L, 0, 50, Sketches.NONE));
    assertThat(ofTable("p")).isEqualTo(Map.of("id", OF_A_HUNDRED.get("id")));
  }

  @Test
  void manyDistinctValuesAreEstimated() throws IOException {
    table("many", List.of(new Column("id", "bigint")), List.of());
    parquet("many/a.parquet", 0, 200_000);

    computation(1, () -> true).compute(CatalogFixture.name("many"), List.of());

    var data = (LongData) ofTable("many").get("id");
    assertThat((double) data.distinct()).isCloseTo(200_000, within(6_000.0));
  }

  @Test
  void aPartOfTheFilesStandsForAll() throws IOException {
    table("part", COLUMNS, List.of());
    for (int i = 0; i < 10; i++) {
      parquet("part/%d.parquet".formatted(i), i * 10, 10);
    }

    var done = computation(0.5, () -> true).compute(CatalogFixture.name("part"), List.of("ok"));

    assertThat(done.files()).isEqualTo(5);
    assertThat(ofTable("part").get("ok").nulls()).isEqualTo(10);
  }

  @Test
  void whatIsToldToEndPutsNothing() throws IOException {
    table("ended", COLUMNS, List.of());
    parquet("ended/a.parquet", 0, 10);
    parquet("ended/b.parquet", 0, 10);
    var asked = new AtomicInteger();

    var done =
        computation(1, () -> asked.incrementAndGet() < 2)
            .compute(CatalogFixture.name("ended"), List.of());

    assertThat(done.isWhole()).isFalse();
    assertThat(ofTable("ended")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    table("csv", COLUMNS, List.of());
    SampleFiles.bytes(folder.resolve("csv/a.csv"), "a,b\n".getBytes(StandardCharsets.UTF_8));
    refused("csv", "csv/a.csv cannot be computed: it is neither Parquet nor ORC");

    table("other", List.of(new Column("name", "int")), List.of());
    parquet("other/a.parquet", 0, 10);
    refused("other", "column name is int in the catalog, and bytes in the file");

    table("lists", List.of(new Column("tags", "array<int>")), List.of());
    refused("lists", "no column with statistics");
    assertThatThrownBy(
            () ->
                computation(1, () -> true).compute(CatalogFixture.name("csv"), List.of("nothing")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("no column nothing");
  }

  private void refused(String table, String message) {
    assertThatThrownBy(
            () -> computation(1, () -> true).compute(CatalogFixture.name(table), List.of()))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(message);
  }
}
