package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.Caller;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.PartitionRange;
import io.propolis.catalog.Session;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pages of partitions, from memory and from the database. */
abstract class CachedPagesContract extends CachedCatalog {
  @Test
  void pagesOfATableAreItsPartitionsInOrderWhereverTheyAreKept() {
    var session = node(given().store, LARGE);
    var partitioned = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, partitioned, 1_100);
    var long1 = "x".repeat(600);
    catalog(given().store, LARGE)
        .withoutFiles(new Caller("ada", "test"))
        .partitions()
        .add(
            partitioned.name(),
            List.of(
                Partition.of(List.of(long1 + "b", "1"), StorageLayout.EMPTY),
                Partition.of(List.of(long1 + "a", "1"), StorageLayout.EMPTY),
                Partition.of(List.of("é/%", ""), StorageLayout.EMPTY)),
            Existing.REFUSE,
            Mode.KEEP);
    for (var reader : List.of(session, node(given().store, SMALL))) {
      var all = reader.partitions().values(partitioned.name());
      for (int size : new int[] {1_000, 97}) {
        assertThat(paged(reader, partitioned, Predicate.ALL, values -> true, size))
            .containsExactlyElementsOf(all);
      }
      java.util.function.Predicate<List<String>> odd = values -> values.hashCode() % 2 != 0;
      assertThat(paged(reader, partitioned, Predicate.ALL, odd, 50))
          .containsExactlyElementsOf(all.stream().filter(odd).toList());
      var key = partitioned.partitionKeys().get(0).name();
      var last = new Literal.Text(all.get(all.size() / 2).get(0));
      var below = new Predicate.Comparison(key, Predicate.Operator.LESS_OR_EQUAL, last);
      assertThat(paged(reader, partitioned, below, values -> true, 60))
          .containsExactlyElementsOf(reader.partitions().values(partitioned.name(), below));
      var equal = new Predicate.Comparison(key, Predicate.Operator.EQUAL, last);
      assertThat(paged(reader, partitioned, equal, values -> true, 1))
          .containsExactlyElementsOf(reader.partitions().values(partitioned.name(), equal));
    }
  }

  private static List<List<String>> paged(
      Session session,
      Table table,
      Predicate predicate,
      java.util.function.Predicate<List<String>> test,
      int size) {
    var all = new ArrayList<List<String>>();
    var after = List.<String>of();
    while (true) {
      var page = new ArrayList<List<String>>();
      session
          .partitions()
          .listMatching(table.name(), predicate, new PartitionRange(after, size, test))
          .forEachValues(page::add);
      assertThat(page).hasSizeLessThanOrEqualTo(size);
      all.addAll(page);
      if (page.size() < size) {
        return all;
      }
      after = page.get(size - 1);
    }
  }

  @Test
  void aPageBeginsWhereADroppedPartitionStood() {
    var session = node(given().store, LARGE);
    var partitioned = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, partitioned, 40);
    var all = session.partitions().values(partitioned.name());
    session
        .partitions()
        .drop(partitioned.name(), List.of(all.get(20)), Missing.REFUSE, DropData.KEEP_FILES);
    for (var reader : List.of(session, node(given().store, LARGE), node(given().store, SMALL))) {
      var page = new ArrayList<List<String>>();
      reader
          .partitions()
          .listMatching(
              partitioned.name(),
              Predicate.ALL,
              new PartitionRange(all.get(20), 5, PartitionRange.ANY))
          .forEachValues(page::add);
      assertThat(page).containsExactlyElementsOf(all.subList(21, 26));
    }
  }

  @Test
  void aMisfitIsFoundWhileItIsThere() {
    var session = node(given().store, LARGE);
    var partitioned = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, partitioned, 40);
    var odd = List.of("no number", "1");
    java.util.function.Predicate<String> test = value -> !value.equals("no number");
    assertThat(session.partitions().misfit(partitioned.name(), 0, "a", test)).isEmpty();
    session
        .partitions()
        .add(
            partitioned.name(),
            List.of(Partition.of(odd, StorageLayout.EMPTY)),
            Existing.REFUSE,
            Mode.KEEP);
    assertThat(session.partitions().misfit(partitioned.name(), 0, "a", test)).contains("no number");
    session
        .partitions()
        .drop(partitioned.name(), List.of(odd), Missing.REFUSE, DropData.KEEP_FILES);
    assertThat(session.partitions().misfit(partitioned.name(), 0, "a", test)).isEmpty();
  }
}
