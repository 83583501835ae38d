package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData.BooleanData;
import io.propolis.catalog.model.StatisticsData.DateData;
import io.propolis.catalog.model.StatisticsData.DecimalData;
import io.propolis.catalog.model.StatisticsData.DoubleData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.StatisticsData.TimestampData;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.crawlers.plan.PlanPrinter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.junit.jupiter.api.Test;

/** What crawls put into the catalog's statistics of what footers say. */
class CrawledStatisticsTest extends CrawledLake {
  private static final String IDS = "message m { required int32 id; optional int64 n; }";

  /** Ids from {@code first} on; every other {@code n} is null, the others are 7. */
  private Path ids(String file, int first, int rows) throws Exception {
    return SampleFiles.parquet(
        root.resolve(file),
        IDS,
        rows,
        (group, i) -> {
          group.append("id", first + i);
          if (i % 2 == 0) {
            group.append("n", 7L);
          }
        });
  }

  private String crawl(String... yaml) {
    return PlanPrinter.text(catalog.crawl(root.toString(), yaml).plan());
  }

  private Map<String, ColumnStatistics> ofTable() {
    var names = catalog.table("t").layout().columns().stream().map(c -> c.name()).toList();
    return byName(catalog.session().statistics().ofTable(CatalogFixture.name("t"), names, "hive"));
  }

  private Map<String, ColumnStatistics> ofPartition(String day) {
    var names = catalog.table("t").layout().columns().stream().map(c -> c.name()).toList();
    return byName(
        catalog
            .session()
            .statistics()
            .ofPartitions(CatalogFixture.name("t"), List.of(List.of(day)), names, "hive")
            .getOrDefault(List.of(day), List.of()));
  }

  private static Map<String, ColumnStatistics> byName(List<ColumnStatistics> statistics) {
    var byName = new java.util.TreeMap<String, ColumnStatistics>();
    statistics.forEach(each -> byName.put(each.column(), each));
    return byName;
  }

  private Map<String, String> partition(String day) {
    return catalog
        .session()
        .partitions()
        .find(CatalogFixture.name("t"), List.of(day))
        .orElseThrow()
        .parameters();
  }

  @Test
  void aTableHasItsRowsBoundsAndNullsWithoutALookAtItsPages() throws Exception {
    ids("t/a.parquet", 0, 1000);
    ids("t/b.parquet", 5000, 1000);

    crawl();

    var parameters = catalog.table("t").parameters();
    assertThat(parameters).containsEntry("numRows", "2000").containsEntry("numFiles", "2");
    assertThat(parameters).containsEntry("totalSize", parameters.get("sizeKey"));
    var state = StatisticsState.of(parameters);
    assertThat(state.isBasic()).isTrue();
    assertThat(state.isOf("id")).isTrue();
    assertThat(ofTable().get("id").data())
        .isEqualTo(new LongData(0L, 5999L, 0, 2000, Sketches.NONE));
    assertThat(ofTable().get("n").data())
        .as("one value, in the dictionaries of both files")
        .isEqualTo(new LongData(7L, 7L, 1000, 1, Sketches.NONE));
  }

  @Test
  void partitionsHaveTheirOwnAndThoseThatStayAreLeftAlone() throws Exception {
    ids("t/day=2024-01-01/a.parquet", 0, 10);
    ids("t/day=2024-01-02/a.parquet", 10, 20);
    crawl();
    assertThat(partition("2024-01-01"))
        .containsEntry("numRows", "10")
        .containsEntry("numFiles", "1");
    assertThat(ofPartition("2024-01-02").get("id").data())
        .isEqualTo(new LongData(10L, 29L, 0, 20, Sketches.NONE));
    long position = catalog.store().position();
    assertThat(crawl()).contains("0 changed, 1 unchanged");
    assertThat(catalog.store().position()).isEqualTo(position);

    ids("t/day=2024-01-02/b.parquet", 100, 5);
    assertThat(crawl()).contains("2 partitions found: 1 changed");

    assertThat(partition("2024-01-02"))
        .containsEntry("numRows", "25")
        .containsEntry("numFiles", "2");
    assertThat(ofPartition("2024-01-02").get("id").data())
        .isEqualTo(new LongData(10L, 104L, 0, 25, Sketches.NONE));
    assertThat(ofPartition("2024-01-01").get("id").data())
        .isEqualTo(new LongData(0L, 9L, 0, 10, Sketches.NONE));
  }

  @Test
  void whatEnginesCountedOfTheSameFilesStays() throws Exception {
    ids("t/a.parquet", 0, 10);
    crawl();
    var counted = catalog.table("t").withParameter("rawDataSize", "4711");
    catalog
        .session()
        .tables()
        .alter(counted.name(), counted, new AlterOptions(Cascade.TABLE_ONLY, Mode.KEEP, null));
    var better =
        new ColumnStatistics("id", "int", "hive", 1, new LongData(0L, 9L, 0, 9, Sketches.NONE));
    catalog.session().statistics().putTable(counted.name(), List.of(better));

    assertThat(crawl()).contains("1 unchanged");

    assertThat(ofTable().get("id").data()).isEqualTo(better.data());
    assertThat(catalog.table("t").parameters()).containsEntry("rawDataSize", "4711");
    ids("t/b.parquet", 10, 10);
    crawl();
    assertThat(ofTable().get("id").data()).isEqualTo(new LongData(0L, 19L, 0, 20, Sketches.NONE));
    assertThat(catalog.table("t").parameters()).doesNotContainKey("rawDataSize");
  }

  @Test
  void nothingIsSaidToBeRightUnlessAllFootersWereRead() throws Exception {
    ids("t/a.parquet", 0, 10);
    crawl();
    SampleFiles.text(root.resolve("t/b.parquet"), "PAR1 and then nothing");

    crawl();

    var parameters = catalog.table("t").parameters();
    assertThat(parameters).containsEntry("numFiles", "2").doesNotContainKey("numRows");
    assertThat(StatisticsState.of(parameters).isBasic()).isFalse();
    assertThat(StatisticsState.of(parameters).isOf("id")).isFalse();
  }

  @Test
  void boundsHaveTheUnitsOfTheirTypes() throws Exception {
    SampleFiles.parquet(
        root.resolve("t/a.parquet"),
        """
        message m {
          required int32 day (DATE);
          required int64 at (TIMESTAMP(MILLIS,true));
          required int64 price (DECIMAL(12,2));
          required double share;
          required binary name (STRING);
          required boolean flag;
          required int32 big (INTEGER(32,false));
        }
        """,
        4,
        (group, i) ->
            group
                .append("day", 19_000 + i)
                .append("at", 1_700_000_000_500L + i * 1000L)
                .append("price", 1999L + i)
                .append("share", 0.5 * i - 1)
                .append("name", "n" + i)
                .append("flag", i == 0)
                .append("big", i == 3 ? -1 : i));

    crawl();

    var found = ofTable();
    assertThat(found.keySet()).containsExactly("at", "big", "day", "price", "share");
    assertThat(found.get("day").data())
        .isEqualTo(new DateData(19_000L, 19_003L, 0, 4, Sketches.NONE));
    assertThat(found.get("at").data())
        .isEqualTo(new TimestampData(1_700_000_000L, 1_700_000_003L, 0, 4, Sketches.NONE));
    assertThat(found.get("price").data())
        .isEqualTo(
            new DecimalData(new BigDecimal("19.99"), new BigDecimal("20.02"), 0, 4, Sketches.NONE));
    assertThat(found.get("share").data()).isEqualTo(new DoubleData(-1.0, 0.5, 0, 4, Sketches.NONE));
    assertThat(found.get("big").data())
        .isEqualTo(new LongData(0L, 4_294_967_295L, 0, 4, Sketches.NONE));
  }

  @Test
  void orcFootersTellAsMuchAndHowManyAreTrue() throws Exception {
    var file = root.resolve("t/a.orc");
    Files.createDirectories(file.getParent());
    var type = TypeDescription.fromString("struct<id:bigint,flag:boolean,name:string>");
    try (var writer =
        OrcFile.createWriter(
            new org.apache.hadoop.fs.Path(file.toUri()),
            OrcFile.writerOptions(new Configuration()).setSchema(type))) {
      var batch = type.createRowBatch();
      for (int i = 0; i < 5; i++) {
        ((LongColumnVector) batch.cols[0]).vector[i] = 10 + i;
        ((LongColumnVector) batch.cols[1]).vector[i] = i < 2 ? 1 : 0;
      }
      batch.cols[2].noNulls = false;
      batch.cols[2].isRepeating = true;
      batch.cols[2].isNull[0] = true;
      batch.size = 5;
      writer.addRowBatch(batch);
    }

    crawl();

    assertThat(catalog.table("t").parameters()).containsEntry("numRows", "5");
    assertThat(ofTable().get("id").data()).isEqualTo(new LongData(10L, 14L, 0, 5, Sketches.NONE));
    assertThat(ofTable().get("flag").data()).isEqualTo(new BooleanData(2, 3, 0, Sketches.NONE));
  }

  @Test
  void aColumnThatSomeFilesLackIsNullInThem() throws Exception {
    ids("t/a.parquet", 0, 10);
    SampleFiles.parquet(
        root.resolve("t/b.parquet"),
        "message m { required int64 id; }",
        3,
        (group, i) -> group.append("id", 100L + i));

    crawl();

    assertThat(ofTable().get("id").data()).isEqualTo(new LongData(0L, 102L, 0, 13, Sketches.NONE));
    assertThat(ofTable().get("n").data()).isEqualTo(new LongData(7L, 7L, 8, 1, Sketches.NONE));
  }

  @Test
  void crawlersMayLeaveStatisticsAlone() throws Exception {
    ids("t/a.parquet", 0, 10);

    crawl("Configuration: {Propolis: {Statistics: NONE}}");

    assertThat(catalog.table("t").parameters()).doesNotContainKeys("numRows", "numFiles");
    assertThat(ofTable()).isEmpty();
  }
}
