package io.propolis.catalog.operations;

import static io.propolis.catalog.operations.GivenCatalog.partition;
import static io.propolis.catalog.operations.GivenCatalog.path;
import static io.propolis.catalog.operations.GivenCatalog.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate.Comparison;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionOperationsTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.database("sales");
    given.partitionedTable("sales", "orders", "country", "day");
  }

  @AfterEach
  void close() {
    given.close();
  }

  private PartitionOperations partitions() {
    return given.session().partitions();
  }

  private List<Partition> add(Partition... partitions) {
    return partitions().add(ORDERS, List.of(partitions), Existing.REFUSE, Mode.UPDATE);
  }

  private static void assertKind(Kind kind, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void aNewPartitionGetsTheLayoutOfItsTableAndAFolderOfItsName() {
    var added = add(partition("CH", "2024-01-01")).get(0);
    assertThat(added.layout()).isEqualTo(GivenCatalog.LAYOUT);
    assertThat(path(added.location()))
        .isDirectory()
        .endsWith(Path.of("orders", "country=CH", "day=2024-01-01"));
    assertThat(partitions().find(ORDERS, List.of("CH", "2024-01-01"))).contains(added);
  }

  @Test
  void addingIsAllOrNothing() {
    add(partition("CH", "1"));
    assertThatThrownBy(() -> add(partition("CH", "2"), partition("CH", "1")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("country=CH/day=1");
    assertThat(partitions().values(ORDERS)).containsExactly(List.of("CH", "1"));
    assertThat(given.warehouse.resolve("sales.db/orders/country=CH/day=2")).doesNotExist();
  }

  @Test
  void addingMaySkipWhatStands() {
    add(partition("CH", "1"));
    var added =
        partitions()
            .add(
                ORDERS,
                List.of(partition("CH", "1"), partition("CH", "2")),
                Existing.SKIP,
                Mode.UPDATE);
    assertThat(added).extracting(Partition::values).containsExactly(List.of("CH", "2"));
    var position = given.session().changes().position();
    partitions().add(ORDERS, List.of(partition("CH", "1")), Existing.SKIP, Mode.UPDATE);
    assertThat(given.session().changes().position()).isEqualTo(position);
  }

  @Test
  void valuesMustFitTheKeys() {
    assertKind(Kind.INVALID, () -> add(partition("CH")));
    assertKind(Kind.INVALID, () -> add(partition("CH", "1"), partition("CH", "1")));
    given.managedTable("sales", "flat");
    assertKind(
        Kind.INVALID,
        () ->
            partitions()
                .add(
                    TableName.of("sales", "flat"),
                    List.of(partition()),
                    Existing.REFUSE,
                    Mode.UPDATE));
  }

  @Test
  void listsAreSortedByName() {
    add(partition("CH", "2"), partition("AT", "9"), partition("CH", "1"));
    assertThat(partitions().values(ORDERS))
        .containsExactly(List.of("AT", "9"), List.of("CH", "1"), List.of("CH", "2"));
  }

  @Test
  void patternsAndPredicatesSelect() {
    add(partition("CH", "2"), partition("AT", "9"), partition("CH", "1"), partition("", "1"));
    assertThat(partitions().valuesLike(ORDERS, List.of("CH"))).hasSize(2);
    assertThat(partitions().valuesLike(ORDERS, List.of("", "1"))).hasSize(2);
    var chosen =
        partitions()
            .matching(ORDERS, new Comparison("day", Operator.GREATER, new Literal.Text("1")));
    assertThat(chosen)
        .extracting(Partition::values)
        .containsExactly(List.of("AT", "9"), List.of("CH", "2"));
  }

  @Test
  void alteringAnAbsentPartitionChangesNothing() {
    var stored = add(partition("CH", "1")).get(0);
    var changed = stored.withParameters(java.util.Map.of("a", "b"));
    assertKind(
        Kind.NOT_FOUND,
        () ->
            partitions()
                .alter(
                    ORDERS, List.of(changed, changed.withValues(List.of("CH", "2"))), Mode.KEEP));
    assertThat(partitions().find(ORDERS, List.of("CH", "1"))).contains(stored);
    partitions().alter(ORDERS, List.of(changed), Mode.KEEP);
    assertThat(partitions().find(ORDERS, List.of("CH", "1")).orElseThrow().parameters())
        .containsEntry("a", "b");
  }

  @Test
  void renamingMovesTheFolderOfAManagedPartition() {
    var stored = add(partition("CH", "1")).get(0);
    var file = write(path(stored.location()).resolve("part-0"), "x");
    var renamed =
        partitions().rename(ORDERS, stored.values(), stored.withValues(List.of("CH", "7")));
    assertThat(file).doesNotExist();
    assertThat(path(renamed.location()).resolve("part-0")).exists();
    assertThat(partitions().values(ORDERS)).containsExactly(List.of("CH", "7"));
  }

  @Test
  void renamingOntoAnotherPartitionMovesNothing() {
    var stored = add(partition("CH", "1"), partition("CH", "2")).get(0);
    assertKind(
        Kind.ALREADY_EXISTS,
        () ->
            partitions().rename(ORDERS, List.of("CH", "1"), stored.withValues(List.of("CH", "2"))));
    assertThat(path(stored.location())).isDirectory();
  }

  @Test
  void droppingIsAllOrNothingAndRemovesFiles() {
    var stored = add(partition("CH", "1"), partition("CH", "2")).get(0);
    assertKind(
        Kind.NOT_FOUND,
        () ->
            partitions()
                .drop(
                    ORDERS,
                    List.of(List.of("CH", "1"), List.of("CH", "3")),
                    Missing.REFUSE,
                    DropData.DELETE_FILES));
    assertThat(path(stored.location())).isDirectory();
    partitions()
        .drop(
            ORDERS,
            List.of(List.of("CH", "1"), List.of("CH", "3")),
            Missing.SKIP,
            DropData.DELETE_FILES);
    assertThat(path(stored.location())).doesNotExist();
    assertThat(partitions().values(ORDERS)).containsExactly(List.of("CH", "2"));
  }

  @Test
  void droppingATableRemovesPartitionsThatLieElsewhere() {
    var elsewhere = folder.resolve("elsewhere/p");
    add(partition("CH", "1").withLocation("file:" + elsewhere));
    write(elsewhere.resolve("part-0"), "x");
    given.session().tables().drop(ORDERS, DropData.DELETE_FILES);
    assertThat(elsewhere).doesNotExist();
  }
}
