package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Given.AUTHOR;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.PartitionMatcher;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.index.IndexWriter;
import io.propolis.catalog.index.PartitionIndex;
import io.propolis.catalog.index.RandomPartitions;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That SQL finds at least what a predicate may be true for, and the index exactly that. */
abstract class PredicatesInSqlContract {
  private static final int PREDICATES = 150;

  abstract Given given();

  private Table filled(RandomPartitions random, int count) {
    var database = given().database();
    var table = random.table(database.table("t"));
    var stored = given().store.write(tx -> tx.tables().insert(table, AUTHOR));
    var partitions = new LinkedHashMap<List<String>, Partition>();
    for (int i = 0; i < count; i++) {
      var values = random.values(stored);
      partitions.put(values, random.partition(stored, values));
    }
    given().add(stored, partitions.values().toArray(Partition[]::new));
    return stored;
  }

  private List<List<String>> candidates(Table table, Predicate predicate) {
    return given()
        .store
        .read(
            tx -> {
              var found = new ArrayList<List<String>>();
              tx.partitions().forEachCandidate(table, predicate, (id, values) -> found.add(values));
              return found;
            });
  }

  private PartitionIndex index(Table table) {
    return given()
        .store
        .read(
            tx -> {
              var writer = new IndexWriter(table, 0);
              tx.partitions().forEachStored(table, partition -> writer.add(table, partition));
              return writer.first(table);
            });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void sqlAndIndexFindTheSame(long seed) {
    var random = new RandomPartitions(seed);
    var table = filled(random, 120);
    var all = given().all(table);
    var index = index(table);
    var decoder = index.decoder(table);
    assertThat(Arrays.stream(index.all(-1).rows()).mapToObj(decoder::partition)).isEqualTo(all);
    for (int i = 0; i < PREDICATES; i++) {
      var predicate = random.predicate(table, 3);
      var matcher = PartitionMatcher.compile(predicate, table.partitionKeys());
      var expected = all.stream().map(Partition::values).filter(matcher::matches).toList();
      assertThat(candidates(table, predicate).stream().filter(matcher::matches).toList())
          .as(predicate.toString())
          .isEqualTo(expected);
      assertThat(
              Arrays.stream(index.select(predicate, table.partitionKeys(), -1).rows())
                  .mapToObj(index::values)
                  .toList())
          .as(predicate.toString())
          .isEqualTo(expected);
    }
  }

  @Test
  void plainValuesAreChosenByTheDatabase() {
    var table = given().partitionedTable("chosen");
    given().addMany(table, 300);
    assertThat(candidates(table, range("hour", 10, 19))).hasSize(10);
    assertThat(
            candidates(
                table,
                new Predicate.Comparison(
                    "day", Predicate.Operator.EQUAL, new Literal.Text("2024-01-02"))))
        .isEmpty();
  }

  private static Predicate range(String key, long low, long high) {
    return new Predicate.Between(key, number(low), number(high));
  }

  private static Literal number(long value) {
    return new Literal.Number(BigDecimal.valueOf(value));
  }

  @Test
  void tooManyConstantsRestrictNothingInSqlAndStillAnswerRight() {
    var table = given().partitionedTable("many");
    given().addMany(table, 50);
    var tuples = new ArrayList<List<Literal>>();
    for (int i = 0; i < 5_000; i++) {
      tuples.add(List.of(number(i * 10L)));
    }
    var predicate = new Predicate.In(List.of("hour"), tuples);
    var matcher = PartitionMatcher.compile(predicate, table.partitionKeys());
    assertThat(candidates(table, predicate).stream().filter(matcher::matches)).hasSize(5);
  }
}
