package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionValuesRequest;
import org.apache.hadoop.hive.metastore.api.PartitionValuesRow;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;

final class PartitionLookupScenarios extends Scenarios {

  private static final short ALL = -1;

  @Scenario
  void namesAreListedInOrderUpToALimit() throws Exception {
    visits();
    assertThat(client.listPartitionNames(database, "visits", ALL))
        .containsExactly(
            "year=2023/country=de",
            "year=2023/country=fr",
            "year=2024/country=__HIVE_DEFAULT_PARTITION__",
            "year=2024/country=de");
    assertThat(client.listPartitionNames(database, "visits", (short) 2))
        .containsExactly("year=2023/country=de", "year=2023/country=fr");
    assertThat(client.listPartitions(database, "visits", (short) 2)).hasSize(2);
  }

  @Scenario
  void aPartialSpecificationSelectsByPrefixOrWithGaps() throws Exception {
    visits();
    assertThat(client.listPartitionNames(database, "visits", List.of("2024"), ALL))
        .containsExactlyInAnyOrder(
            "year=2024/country=__HIVE_DEFAULT_PARTITION__", "year=2024/country=de");
    assertThat(client.listPartitionNames(database, "visits", List.of("", "de"), ALL))
        .containsExactlyInAnyOrder("year=2023/country=de", "year=2024/country=de");
    assertThat(client.listPartitions(database, "visits", List.of("2023"), ALL))
        .extracting(Partition::getValues)
        .containsExactlyInAnyOrder(List.of("2023", "de"), List.of("2023", "fr"));
    assertThat(
            client.listPartitionsWithAuthInfo(
                database, "visits", List.of("", "fr"), ALL, "ada", List.of()))
        .extracting(Partition::getValues)
        .containsExactlyInAnyOrder(List.of("2023", "fr"));
  }

  @Scenario
  void partitionsAreReadByTheirNamesAndMissingOnesLeftOut() throws Exception {
    visits();
    List<String> names =
        List.of("year=2024/country=de", "year=1999/country=xx", "year=2023/country=de");
    assertThat(client.getPartitionsByNames(database, "visits", names))
        .extracting(Partition::getValues)
        .containsExactlyInAnyOrder(List.of("2024", "de"), List.of("2023", "de"));
  }

  @Scenario
  void stringKeysAreFiltered() throws Exception {
    visits();
    assertFilter("country = \"de\"", "2023/de", "2024/de");
    assertFilter("country > \"de\"", "2023/fr");
    assertFilter("country <> \"fr\" and year = 2023", "2023/de");
    assertFilter("(country = 'fr' or year = 2024) and country = 'de'", "2024/de");
    assertFilter("country like 'f.*'", "2023/fr");
  }

  @Scenario
  void numberKeysAreComparedAsNumbers() throws Exception {
    Table table = created(externalTable("numbers", key("n", "int")));
    for (String n : List.of("2", "10", "007")) {
      client.add_partition(partition(table, n));
    }
    assertThat(client.listPartitionsByFilter(database, "numbers", "n > 2", ALL))
        .extracting(partition -> partition.getValues().get(0))
        .containsExactlyInAnyOrder("10", "007");
    assertThat(client.listPartitionsByFilter(database, "numbers", "n between 3 and 9", ALL))
        .extracting(partition -> partition.getValues().get(0))
        .containsExactly("007");
  }

  @Scenario
  void dateKeysAreComparedAsDates() throws Exception {
    Table table = created(externalTable("days", key("day", "date")));
    for (String day : List.of("2023-12-31", "2024-01-01", "2024-02-01")) {
      client.add_partition(partition(table, day));
    }
    assertThat(
            client.listPartitionsByFilter(
                database, "days", "day >= '2024-01-01' and day < '2024-02-01'", ALL))
        .extracting(partition -> partition.getValues().get(0))
        .containsExactly("2024-01-01");
  }

  @Scenario
  void partitionsAreCountedByFilter() throws Exception {
    visits();
    assertThat(client.getNumPartitionsByFilter(database, "visits", "year = 2023")).isEqualTo(2);
  }

  @Scenario
  void aFilterThatCannotBeReadIsRefused() throws Exception {
    visits();
    assertThatThrownBy(
            () -> client.listPartitionsByFilter(database, "visits", "country = = 'x'", ALL))
        .isInstanceOf(MetaException.class);
    assertThatThrownBy(() -> client.listPartitionsByFilter(database, "visits", "id = 1", ALL))
        .isInstanceOf(MetaException.class);
  }

  @Scenario
  void namesOfAMissingTableAreNotFound() {
    assertThatThrownBy(() -> client.listPartitionNames(database, "missing", ALL))
        .isInstanceOfAny(NoSuchObjectException.class, MetaException.class);
    assertThatThrownBy(() -> client.listPartitions(database, "missing", ALL))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Scenario
  void theValuesOfOneKeyAreListed() throws Exception {
    visits();
    PartitionValuesRequest request =
        new PartitionValuesRequest(database, "visits", List.of(key("year", "int")));
    request.setApplyDistinct(true);
    assertThat(client.listPartitionValues(request).getPartitionValues())
        .extracting(PartitionValuesRow::getRow)
        .containsExactlyInAnyOrder(List.of("2023"), List.of("2024"));
  }

  @Scenario
  void partitionSpecsCoverAllPartitions() throws Exception {
    visits();
    assertThat(client.listPartitionSpecs(database, "visits", -1).size()).isEqualTo(4);
  }

  private void visits() throws Exception {
    Table table =
        created(externalTable("visits", key("year", "int"), key("country", "string")));
    client.add_partitions(batch(
            partition(table, "2024", "de"),
            partition(table, "2023", "fr"),
            partition(table, "2023", "de"),
            partition(table, "2024", "__HIVE_DEFAULT_PARTITION__")));
  }

  private void assertFilter(String filter, String... expected) throws TException {
    assertThat(client.listPartitionsByFilter(database, "visits", filter, ALL))
        .as(filter)
        .extracting(partition -> String.join("/", partition.getValues()))
        .containsExactlyInAnyOrder(expected);
  }
}
