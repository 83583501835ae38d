package io.propolis.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutInferenceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "year=2024/month=01/a.csv year=2024/month=02/a.csv | year=int month=string",
        "year=2024/month=1/a.csv year=2024/month=12/a.csv  | year=int month=int",
        "month=10/a.csv month=12/a.csv                     | month=string",
        "day=10/a.csv day=44/a.csv                         | day=int",
        "hour=09/a.csv hour=10/a.csv                       | hour=string",
        "dt=2024-01-01/a.csv dt=2024-01-02/a.csv           | dt=date",
        "dt=20240101/a.csv                                 | dt=int",
        "id=007/a.csv id=123/a.csv                         | id=string",
        "price=1.50/a.csv price=2.25/a.csv                 | price=decimal(3,2)",
        "ts=2024-01-01%2010%3A00%3A00/a.csv                | ts=timestamp",
        "_year=2020/a.csv                                  | _year=int",
        "Region=eu/a.csv Region=us/a.csv                   | region=string",
        "k=__HIVE_DEFAULT_PARTITION__/a.csv                | k=string",
        "k=1/a.csv k=__HIVE_DEFAULT_PARTITION__/a.csv      | k=int",
        "2024/01/05/a.csv 2024/02/01/a.csv                 | year=string month=string day=string",
        "2024/1/5/a.csv 2024/12/31/a.csv                   | year=string month=string day=string",
        "2024/01/a.csv 2024/02/a.csv                       | year=string month=string",
        "2024/01/05/13/a.csv 2024/01/05/14/a.csv           | year=string month=string day=string hour=string",
        "2024/01/05/13/30/a.csv                            | year=string month=string day=string hour=string minute=string",
        "2023/a.csv 2024/a.csv                             | year=string",
        "2024-01-01/a.csv 2024-01-02/a.csv                 | dt=date",
        "20240101/a.csv 20240102/a.csv                     | dt=date",
        "eu/a.csv us/a.csv                                 | partition_0=string",
        "eu/1/a.csv us/2/a.csv                             | partition_0=string partition_1=int",
        "eu/dt=2024-01-01/x/a.csv us/dt=2024-01-02/y/a.csv | partition_0=string dt=date partition_1=string",
        "eu/2024/01/05/a.csv us/2024/01/05/a.csv           | partition_0=string year=string month=string day=string",
        "year=2024/01/05/a.csv year=2024/02/05/a.csv       | year=int month=string day=string",
        "10000001/a.csv 10000002/a.csv                     | partition_0=int",
        "1001/12/5/a.csv 1002/11/6/a.csv                   | partition_0=int partition_1=int partition_2=int",
      })
  void foldersBecomeTypedKeys(String paths, String keys) {
    PartitionLayout layout = infer(paths);

    assertThat(describe(layout)).isEqualTo(keys);
    assertThat(layout.outliers()).isEmpty();
  }

  @Test
  void eachFolderIsAPartitionWithItsValuesAndItsLocationAsWritten() {
    PartitionLayout layout =
        infer(
            "City=S%C3%A3o%20Paulo/a%3Db=x/1.csv City=S%C3%A3o%20Paulo/a%3Db=x/2.csv City=Rome/a%3Db=/1.csv");

    assertThat(layout.folders())
        .extracting(PartitionFolder::location, PartitionFolder::values, PartitionFolder::files)
        .containsExactly(
            tuple("City=Rome/a%3Db=", List.of("Rome", PartitionNames.DEFAULT_PARTITION), 1L),
            tuple("City=S%C3%A3o%20Paulo/a%3Db=x", List.of("S\u00C3\u00A3o Paulo", "x"), 2L));
    assertThat(layout.template()).isEqualTo("city={city}/a%3Db={a=b}");
    assertThat(layout.decisions())
        .contains(
            new Decision(
                "key 'City'",
                "city",
                "catalogs keep names in lower case; folders such as 'City=Rome/a%3Db=' keep theirs"));
  }

  @Test
  void compactDatesGetTheValueThatEnginesReadAsDate() {
    PartitionLayout layout = infer("20240101/a.csv 20240102/a.csv");

    assertThat(layout.folders())
        .extracting(PartitionFolder::location, PartitionFolder::values)
        .containsExactly(
            tuple("20240101", List.of("2024-01-01")), tuple("20240102", List.of("2024-01-02")));
    assertThat(layout.template()).isEqualTo("{dt}");
  }

  @Test
  void generatedKeysKeepClearOfDataColumnsAndOfOtherKeys() {
    PartitionLayout layout =
        LayoutInference.of(
            List.of("eu/dt=5/2024-01-01/2024/01/a.csv"),
            Set.of("PARTITION_0", "partition_dt", "Year", "value"));

    assertThat(layout.keys())
        .extracting(PartitionKey::name)
        .containsExactly("partition_0_1", "dt", "partition_dt_1", "partition_year", "month");
    assertThat(layout.decisions())
        .contains(
            new Decision("key 'year'", "partition_year", "'year' is already a data column"),
            new Decision("key 'dt'", "partition_dt_1", "'dt' is already a key"));
  }

  @Test
  void aFolderKeyThatIsAlsoADataColumnIsKeptWithANote() {
    PartitionLayout layout = LayoutInference.of(List.of("Region=eu/a.csv"), Set.of("REGION"));

    assertThat(describe(layout)).isEqualTo("region=string");
    assertThat(layout.decisions())
        .contains(
            new Decision(
                "key 'region'",
                "partition key only",
                "the files hold a column 'region' too; the folders' value counts"));
  }

  @Test
  void filesInTheRootAloneAreAnUnpartitionedTable() {
    PartitionLayout layout = infer("a.csv b.csv /c.csv");

    assertThat(layout.isPartitioned()).isFalse();
    assertThat(layout.folders()).containsExactly(new PartitionFolder("", List.of(), 3));
    assertThat(layout.decisions().get(0).choice()).isEqualTo("not partitioned");
  }

  @Test
  void aFewStrayFoldersDoNotPartitionATableWhoseFilesLieInTheRoot() {
    PartitionLayout layout = infer("a.csv b.csv c.csv archive/a.csv old/b.csv");

    assertThat(layout.isPartitioned()).isFalse();
    assertThat(layout.outliers())
        .extracting(Outlier::firstFile, Outlier::reason)
        .containsExactly(
            tuple("archive/a.csv", "1 folder deep where 0 are usual"),
            tuple("old/b.csv", "1 folder deep where 0 are usual"));
  }

  @Test
  void nothingAtAllIsAnUnpartitionedTableWithoutFolders() {
    PartitionLayout layout = infer("_SUCCESS");

    assertThat(layout.isPartitioned()).isFalse();
    assertThat(layout.folders()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dt=2024-01-01/a.csv dt=2024-01-02/a.csv README.csv | README.csv | 0 folders deep where 1 is usual",
        "y=1/m=1/a.csv y=1/m=2/a.csv y=2/a.csv | y=2/a.csv | 1 folder deep where 2 are usual",
        "y=1/m=1/a.csv y=1/m=2/a.csv y=2/mm=1/a.csv | y=2/mm=1/a.csv | folder 'mm=1' is not 'm=...'",
        "y=1/a.csv y=2/a.csv tmp/a.csv | tmp/a.csv | folder 'tmp' is not 'y=...'",
        "2024-01-01/a.csv 2024-01-02/a.csv latest/a.csv | latest/a.csv | folder 'latest' is not a date",
        "2024/01/01/a.csv 2024/01/02/a.csv 2024/tmp/02/a.csv | 2024/tmp/02/a.csv | folder 'tmp' is not a month",
        "eu/a.csv us/a.csv x=1/y=2/a.csv eu/b.csv fr/a.csv it/a.csv es/a.csv pt/a.csv at/a.csv ch/a.csv de/a.csv nl/a.csv be/a.csv | x=1/y=2/a.csv | 2 folders deep where 1 is usual",
        "a=1/a.csv a=2/a.csv a=3//a.csv | a=3//a.csv | 2 folders deep where 1 is usual",
        "a=1/b=1/a.csv a=2/a=3/a.csv | a=2/a=3/a.csv | folder 'a=3' is not 'b=...'",
      })
  void whatDoesNotFitIsListedWithItsReasonAndTheRestIsKept(
      String paths, String firstFile, String reason) {
    PartitionLayout layout = infer(paths);

    assertThat(layout.isPartitioned()).isTrue();
    assertThat(layout.outliers())
        .extracting(Outlier::firstFile, Outlier::reason)
        .containsExactly(tuple(firstFile, reason));
  }

  @Test
  void aLevelThatIsOnlyPartlyDatesStaysPositionalSoThatNoDataIsLost() {
    PartitionLayout layout =
        infer("2024-01-01/a.csv 2024-01-02/a.csv orders/a.csv customers/a.csv");

    assertThat(describe(layout)).isEqualTo("partition_0=string");
    assertThat(layout.folders()).hasSize(4);
  }

  @Test
  void namedKeysWinOverMoreNumerousStrayFolders() {
    PartitionLayout layout = infer("dt=2024-01-01/a.csv bak1/a.csv bak2/a.csv bak3/a.csv");

    assertThat(describe(layout)).isEqualTo("dt=date");
    assertThat(layout.outliers()).hasSize(3);
  }

  @Test
  void keysInAnotherOrderNameTheSamePartition() {
    PartitionLayout layout = infer("a=1/b=x/f.csv a=2/b=y/f.csv b=z/a=3/f.csv");

    assertThat(layout.outliers()).isEmpty();
    assertThat(layout.folders()).contains(new PartitionFolder("b=z/a=3", List.of("3", "z"), 1));
  }

  @Test
  void ofTwoFoldersWithTheSameValuesTheOneThatEnginesWouldWriteIsThePartition() {
    PartitionLayout layout = infer("Year=2024/a.csv year=2024/a.csv year=2025/a.csv");

    assertThat(layout.folders())
        .extracting(PartitionFolder::location)
        .containsExactly("year=2024", "year=2025");
    assertThat(layout.outliers())
        .containsExactly(
            new Outlier(
                "Year=2024", "Year=2024/a.csv", 1, "has the same partition values as 'year=2024'"));
  }

  @Test
  void everyLevelAndTypeIsExplainedWithAFolder() {
    assertThat(infer("eu/id=007/a.csv us/id=8/a.csv").decisions())
        .containsExactly(
            new Decision(
                "layout", "2 levels", "all 2 of folders with data agree, such as 'eu/id=007'"),
            new Decision("level 1", "key 'partition_0'", "the folders have no key, as 'eu/id=007'"),
            new Decision("key 'partition_0'", "string", "string: 'eu' is text (in eu/id=007)"),
            new Decision("level 2", "key 'id'", "the folders name it, as 'eu/id=007'"),
            new Decision("key 'id'", "string", "string: '007' is zero-padded (in eu/id=007)"));
  }

  @Test
  void foldersMetLaterAreHeldAgainstTheLayout() {
    PartitionLayout layout = infer("eu/2024-01-01/a.csv us/2024-01-02/a.csv");

    assertThat(layout.fit("fr/20240301"))
        .isEqualTo(new FolderFit.Fits(List.of("fr", "2024-03-01")));
    assertThat(layout.fit("fr/latest"))
        .isEqualTo(new FolderFit.Misfits("folder 'latest' is not a date"));
  }

  private static PartitionLayout infer(String paths) {
    return LayoutInference.of(new ArrayList<>(Arrays.asList(paths.strip().split(" +"))));
  }

  private static String describe(PartitionLayout layout) {
    return layout.keys().stream()
        .map(key -> key.name() + "=" + key.type().hiveName())
        .collect(Collectors.joining(" "));
  }

  @Test
  void keysMayAllBeTextForCatalogsThatKnowNoOtherType() {
    var layout = infer("year=2023/a.csv year=2024/b.csv").withTextKeys();

    assertThat(layout.keys()).extracting(k -> k.type().hiveName()).containsExactly("string");
    assertThat(layout.folders()).hasSize(2);
  }
}
