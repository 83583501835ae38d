package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that keep their statistics together are read one by one, as if each kept its own. */
class SharedStatisticsTest {
  @TempDir private Path folder;
  private Given given;

  @BeforeEach
  void open() {
    given = new Given(JdbcCatalogStore.open(StoreSettings.of(url(), null, null)));
  }

  @AfterEach
  void close() {
    given.store.close();
  }

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("catalog.db");
  }

  private static ColumnStatistics statistics(int number, Sketches sketches) {
    return new ColumnStatistics(
        "c" + number % 3,
        number % 2 == 0 ? "int" : "bigint",
        "hive",
        number,
        new LongData((long) -number, null, number, 4, sketches));
  }

  private Map<Long, ChangedObjects> append(List<? extends @Nullable ChangedObjects> all) {
    var positions = new LinkedHashMap<LongSupplier, ChangedObjects>();
    Refusals.write(
        given.store,
        tx -> {
          for (var each : all) {
            Change change = Given.change("ada");
            if (each instanceof OfStatistics of && !of.partition().isEmpty()) {
              change = change.of(0, of.partition());
            }
            if (each == null) {
              tx.changes().append(change);
            } else {
              positions.put(tx.changes().append(change, each), each);
            }
          }
        });
    var byPosition = new LinkedHashMap<Long, ChangedObjects>();
    positions.forEach((position, each) -> byPosition.put(position.getAsLong(), each));
    return byPosition;
  }

  private Map<Long, ChangedObjects> read(List<Long> positions) {
    return given.store.read(tx -> tx.changes().objects(positions));
  }

  @Test
  void everyChangeIsFoundByItsOwnPosition() throws Exception {
    var table = given.partitionedTable("orders");
    var other = given.partitionedTable("others");
    var random = new Random(1);
    var all = new ArrayList<@Nullable ChangedObjects>();
    all.add(new OfTable(null, table));
    for (int i = 0; i < 60; i++) {
      var bytes = new byte[100_000];
      random.nextBytes(bytes);
      var sketches = i % 2 == 0 ? Sketches.NONE : new Sketches(Sketch.of(bytes), null);
      var of = new ArrayList<ColumnStatistics>();
      for (int c = 0; c < i % 4; c++) {
        of.add(statistics(i + c, sketches));
      }
      all.add(new OfStatistics(table, List.of("é" + i, ""), of));
    }
    all.add(new OfStatistics(other, List.of(), List.of(statistics(1, Sketches.NONE))));
    all.add(null);
    all.add(new OfStatistics(other, List.of("x"), List.of(statistics(2, Sketches.NONE))));
    all.add(new OfStatistics(other, List.of("y"), List.of(statistics(3, Sketches.NONE))));

    var appended = append(all);

    assertThat(read(List.copyOf(appended.keySet()))).isEqualTo(appended);
    for (var position : appended.keySet()) {
      assertThat(read(List.of(position))).isEqualTo(Map.of(position, appended.get(position)));
    }
    // What one row keeps is forgotten with the last of it.
    var positions = List.copyOf(appended.keySet());
    long middle = positions.get(30);
    Refusals.write(given.store, tx -> tx.changes().forget(middle));
    assertThat(read(positions))
        .containsAllEntriesOf(
            appended.entrySet().stream()
                .filter(each -> each.getKey() > middle)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .doesNotContainKey(positions.get(0));
    assertThat(mostBytes()).isLessThan(2 << 20);
    Refusals.write(given.store, tx -> tx.changes().forget(positions.get(positions.size() - 1)));
    assertThat(read(positions)).isEmpty();
  }

  private long mostBytes() throws Exception {
    try (var connection = DriverManager.getConnection(url());
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT MAX(LENGTH(objects)) FROM change_log")) {
      result.next();
      return result.getLong(1);
    }
  }
}
