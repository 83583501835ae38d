package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Given.partition;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

abstract class PartitionsContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private List<String> locations(Table table) {
    return given().all(table).stream().map(Partition::location).toList();
  }

  @Test
  void aPartitionComesBackAsItWasStored() {
    var table = given().partitionedTable("orders");
    Map<String, String> withNull = new HashMap<>(Map.of(AWKWARD, AWKWARD, "", ""));
    withNull.put("null", null);
    var values = List.of(AWKWARD + "x".repeat(5000), "");
    var partition =
        new Partition(
            values, "s3://" + AWKWARD, Given.layout("other"), withNull, 123, 456, withNull);
    given().add(table, partition);
    assertThat(given().find(tx -> tx.partitions().find(table, values))).contains(partition);
    assertThat(given().all(table)).containsExactly(partition);
  }

  @Test
  void valuesThatLookAlikeAreDifferentPartitions() {
    var table = given().partitionedTable("orders");
    var alike =
        List.of(
            List.of("a", "1"),
            List.of("a ", "1"),
            List.of("A", "1"),
            List.of("á", "1"),
            List.of("a,1", ""),
            List.of("", "a,1"),
            List.of("a%", "1"),
            List.of("a_", "1"),
            List.of("a/1", "1"));
    var partitions = alike.stream().map(v -> Partition.of(v, table.layout())).toList();
    write(store(), tx -> tx.partitions().insert(table, partitions));
    assertThat(given().list(tx -> tx.partitions().values(table)))
        .containsExactlyInAnyOrderElementsOf(alike);
    for (var values : alike) {
      assertThat(given().find(tx -> tx.partitions().find(table, values)))
          .map(Partition::values)
          .contains(values);
    }
  }

  @Test
  void partitionsAreSortedByTheirNames() {
    var table = given().partitionedTable("orders");
    var values = new ArrayList<List<String>>();
    for (var day : List.of("a", "a-b", "a/b", "", "b", "é", "z", "Z", "a b", "😀", "\uFF5E")) {
      for (var hour : List.of("10", "9", "", "-1")) {
        values.add(List.of(day, hour));
      }
    }
    Collections.shuffle(values);
    write(
        store(),
        tx ->
            tx.partitions()
                .insert(table, values.stream().map(v -> Partition.of(v, table.layout())).toList()));
    var byName =
        Comparator.comparing(
            (List<String> v) ->
                PartitionNames.of(table.partitionKeys(), v).codePoints().boxed().toList(),
            (one, other) -> {
              for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                if (!one.get(i).equals(other.get(i))) {
                  return one.get(i).compareTo(other.get(i));
                }
              }
              return one.size() - other.size();
            });
    var sorted = values.stream().sorted(byName).toList();
    assertThat(given().list(tx -> tx.partitions().values(table))).isEqualTo(sorted);
    assertThat(given().all(table)).extracting(Partition::values).isEqualTo(sorted);
    assertThat(given().list(tx -> tx.partitions().findAll(table, values)))
        .extracting(Partition::values)
        .isEqualTo(sorted);
  }

  @Test
  void moreThanAPageIsHandedOverCompletelyAndInOrder() {
    var table = given().partitionedTable("orders");
    var stored = given().addMany(table, 11_000);
    assertThat(given().all(table)).isEqualTo(stored);
    assertThat(given().number(tx -> tx.partitions().count(table))).isEqualTo(11_000);
    var values = stored.stream().map(Partition::values).limit(2500).toList();
    assertThat(given().list(tx -> tx.partitions().findAll(table, values)))
        .isEqualTo(stored.subList(0, 2500));
    assertThat(given().written(tx -> tx.partitions().delete(table, values))).isEqualTo(2500);
    assertThat(given().number(tx -> tx.partitions().count(table))).isEqualTo(8500);
  }

  @Test
  void theFirstStandingPartitionIsNamedAndNoneIsStored() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "b", "1"), partition(table, "c", "1"));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        table.name() + "(day=c/hour=1)",
        tx ->
            tx.partitions()
                .insert(
                    table,
                    List.of(
                        partition(table, "a", "1"),
                        partition(table, "c", "1"),
                        partition(table, "b", "1"))));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "(day=x/hour=1)",
        tx ->
            tx.partitions()
                .insert(table, List.of(partition(table, "x", "1"), partition(table, "x", "1"))));
    assertThat(given().number(tx -> tx.partitions().count(table))).isEqualTo(2);
  }

  @Test
  void updatesReplaceByValuesAndNameTheFirstAbsent() {
    var table = given().partitionedTable("orders");
    var old = partition(table, "a", "1");
    given().add(table, old, partition(table, "b", "1"));
    var changed =
        old.withParameters(Map.of("numRows", "5"))
            .withLayout(Given.layout("new"))
            .withLocation("s3://elsewhere/a")
            .withCreatedAt(77);
    write(store(), tx -> tx.partitions().update(table, List.of(changed)));
    assertThat(given().all(table)).containsExactly(changed, partition(table, "b", "1"));
    assertRefused(
        store(),
        NOT_FOUND,
        table.name() + "(day=x/hour=1)",
        tx -> tx.partitions().update(table, List.of(changed, partition(table, "x", "1"))));
  }

  @Test
  void aPartitionIsRenamed() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"), partition(table, "b", "1"));
    var renamed = partition(table, "c", "2");
    write(store(), tx -> tx.partitions().rename(table, List.of("a", "1"), renamed));
    assertThat(given().all(table)).containsExactly(partition(table, "b", "1"), renamed);
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "(day=b/hour=1)",
        tx -> tx.partitions().rename(table, List.of("c", "2"), partition(table, "b", "1")));
    assertRefused(
        store(),
        NOT_FOUND,
        "(day=a/hour=1)",
        tx -> tx.partitions().rename(table, List.of("a", "1"), renamed));
  }

  @Test
  void deletingPassesOverAbsentOnes() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"));
    var values = List.of(List.of("a", "1"), List.of("x", "1"), List.of("a", "1"));
    assertThat(given().written(tx -> tx.partitions().delete(table, values))).isEqualTo(1);
    assertThat(given().all(table)).isEmpty();
    assertThat(given().written(tx -> tx.partitions().delete(table, List.of()))).isZero();
  }

  @Test
  void locationsBelowTheTableMoveWithItUnlessPinned() {
    var table = given().partitionedTable("orders");
    var foreign = partition(table, "b", "1").withLocation(table.location() + "x/b");
    var same = partition(table, "c", "1").withLocation(table.location());
    var none = partition(table, "d", "1").withLocation(null);
    given().add(table, partition(table, "a", "1"), foreign, same, none);
    var slashed = table.toBuilder().location("s3://other/").build();
    assertThat(locations(slashed))
        .containsExactly("s3://other/day=a/hour=1", foreign.location(), table.location(), null);
    assertThat(given().list(tx -> tx.partitions().foreignLocations(table)))
        .containsExactly(foreign.location());

    write(store(), tx -> tx.partitions().pinLocations(table));
    assertThat(locations(slashed))
        .containsExactly(
            table.location() + "/day=a/hour=1", foreign.location(), table.location(), null);
    assertThat(given().list(tx -> tx.partitions().foreignLocations(table)))
        .containsExactly(foreign.location());
  }

  @Test
  void aLayoutIsReplacedForThePartitionsThatHaveIt() {
    var table = given().partitionedTable("orders");
    var other = Given.layout("other");
    var wider = Given.layout("id", "amount", "added");
    given().add(table, partition(table, "a", "1"), partition(table, "b", "1").withLayout(other));
    assertThat(given().list(tx -> tx.partitions().layouts(table)))
        .containsExactlyInAnyOrder(table.layout(), other);
    write(
        store(),
        tx -> {
          tx.partitions().replaceLayout(table, table.layout(), wider);
          tx.partitions().replaceLayout(table, Given.layout("never", "stored"), other);
        });
    assertThat(given().all(table)).extracting(Partition::layout).containsExactly(wider, other);
  }

  @Test
  void aTableIsSharedByThoseWhoAddToItUntilItIsDropped() {
    var table = given().partitionedTable("orders");
    write(
        store(),
        tx -> {
          assertThat(tx.tables().share(table.name())).contains(table);
          tx.partitions().insert(table, List.of(partition(table, "a", "1")));
        });
    write(store(), tx -> tx.tables().delete(table));
    write(store(), tx -> assertThat(tx.tables().share(table.name())).isEmpty());
  }

  @Test
  void whatADroppedTableLeavesBehindIsRemovedInBatches() {
    while (deletesDropped(1_000)) {
      // what other tests have left
    }
    var table = given().partitionedTable("orders");
    var added = given().addMany(table, 25);
    var kept = given().partitionedTable("kept");
    given().addMany(kept, 25);
    write(store(), tx -> tx.tables().delete(table));

    assertThat(given().all(table)).hasSize(25);
    assertThat(deletesDropped(10)).isTrue();
    assertThat(given().all(table)).hasSize(added.size() - 10);
    int batches = 1;
    while (deletesDropped(10)) {
      batches++;
    }
    assertThat(batches).isEqualTo(3);
    assertThat(given().all(table)).isEmpty();
    assertThat(given().all(kept)).hasSize(25);
  }

  private boolean deletesDropped(int limit) {
    return store().write(tx -> tx.partitions().deleteDropped(limit));
  }
}
