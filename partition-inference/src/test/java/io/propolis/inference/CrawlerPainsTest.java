package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of crawlers complain about, as far as paths and texts are to blame. */
class CrawlerPainsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "_SUCCESS",
        "dt=2024-01-01/_SUCCESS",
        "dt=2024-01-01/_committed_123",
        "dt=2024-01-01/.part-0.parquet.crc",
        "_temporary/0/task_1/dt=2024-01-03/part-0.parquet",
        "dt=2024-01-01/_temporary/0/part-0.parquet",
        ".hive-staging_hive_2024/-ext-10000/part-0.parquet",
        ".spark-staging-1/dt=2024-01-03/part-0.parquet",
        "_spark_metadata/0",
        "dt=2024-01-03_$folder$",
        "_temporary_$folder$",
        "dt=2024-01-03/",
        "/",
        "dt=2024-01-03/part-0.parquet._COPYING_",
      })
  void markersAndUnfinishedFilesNeitherSplitATableNorAddPartitions(String marker) {
    PartitionLayout layout =
        LayoutInference.of(
            List.of("dt=2024-01-01/part-0.parquet", marker, "dt=2024-01-02/part-0.parquet"));

    assertThat(layout.folders())
        .extracting(PartitionFolder::location)
        .containsExactly("dt=2024-01-01", "dt=2024-01-02");
    assertThat(layout.outliers()).isEmpty();
    assertThat(layout.decisions())
        .filteredOn(decision -> decision.choice().equals("ignored"))
        .singleElement()
        .satisfies(decision -> assertThat(decision.reason()).contains("such as '"));
  }

  @Test
  void onePartitionWithManyPartFilesIsOneFolderAndNotATablePerFile() {
    PartitionLayout layout =
        LayoutInference.of(
            List.of(
                "dt=2024-01-01/2_part_00000_snappy.parquet",
                "dt=2024-01-01/2_part_00001_snappy.parquet"));

    assertThat(layout.folders())
        .containsExactly(new PartitionFolder("dt=2024-01-01", List.of("2024-01-01"), 2));
  }

  @Test
  void branchesOfAUnionWrittenByHiveBelongToTheirPartition() {
    PartitionLayout layout =
        LayoutInference.of(
            List.of(
                "dt=2024-01-01/HIVE_UNION_SUBDIR_1/000000_0",
                "dt=2024-01-01/HIVE_UNION_SUBDIR_2/000000_0"));

    assertThat(layout.folders())
        .containsExactly(new PartitionFolder("dt=2024-01-01", List.of("2024-01-01"), 2));
  }

  @Test
  void aFolderWhosePartitionKeysDoNotMatchIsReportedAndNotSilentlySkipped() {
    PartitionLayout layout =
        LayoutInference.of(
            List.of("dt=2024-01-01/a.json", "dt=2024-01-02/a.json", "day=2024-01-03/a.json"));

    assertThat(layout.outliers())
        .containsExactly(
            new Outlier(
                "day=2024-01-03",
                "day=2024-01-03/a.json",
                1,
                "folder 'day=2024-01-03' is not 'dt=...'"));
  }

  @Test
  void keysThatDifferOnlyInCaseAreOneKey() {
    PartitionLayout layout = LayoutInference.of(List.of("Dt=2024-01-01/a", "dt=2024-01-02/a"));

    assertThat(layout.keys()).extracting(PartitionKey::name).containsExactly("dt");
    assertThat(layout.folders()).hasSize(2);
  }

  @Test
  void theSplitByYearIsOneTableWithAKeyAndNotATablePerYear() {
    PartitionLayout layout = LayoutInference.of(List.of("2017/a.csv", "2018/a.csv"));

    assertThat(layout.keys()).extracting(PartitionKey::name).containsExactly("year");
  }

  @Test
  void aKeyThatFilesRepeatIsKeptOnce() {
    PartitionLayout layout =
        LayoutInference.of(List.of("region=eu/a.parquet"), Set.of("id", "region"));

    assertThat(layout.decisions()).extracting(Decision::choice).contains("partition key only");
  }

  @Test
  void datesAreNotStringsAndSmallNumbersAreNotBigint() {
    assertThat(TypeInference.ofCells(List.of("2024-01-01")).type().hiveName()).isEqualTo("date");
    assertThat(TypeInference.ofCells(List.of("2024-01-01 00:00:00")).type().hiveName())
        .isEqualTo("timestamp");
    assertThat(TypeInference.ofCells(List.of("1", "2")).type().hiveName()).isEqualTo("int");
  }

  @Test
  void aLongAfterManyIntsWidensTheColumnInsteadOfMakingItAChoice() {
    var head = new TypeAccumulator(TextSource.CELL);
    var tail = new TypeAccumulator(TextSource.CELL);
    for (int i = 0; i < 1000; i++) {
      head.add(String.valueOf(i), "flows-1.csv");
    }
    tail.add("1152921504606846976", "flows-2.csv");
    head.addAll(tail);

    assertThat(head.decide().type()).isEqualTo(InferredType.Scalar.BIGINT);
    assertThat(head.decide().reason()).contains("'1152921504606846976'").contains("flows-2.csv");
  }

  @Test
  void versionsThatAreEqualAsNumbersStayDistinctPartitions() {
    PartitionLayout layout = LayoutInference.of(List.of("version=1.1/a", "version=1.10/a"));

    assertThat(layout.keys()).extracting(key -> key.type().hiveName()).containsExactly("string");
    assertThat(layout.folders()).hasSize(2);
  }
}
