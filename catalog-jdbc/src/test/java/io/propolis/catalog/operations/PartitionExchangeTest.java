package io.propolis.catalog.operations;

import static io.propolis.catalog.operations.GivenCatalog.partition;
import static io.propolis.catalog.operations.GivenCatalog.path;
import static io.propolis.catalog.operations.GivenCatalog.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionExchangeTest {
  private static final TableName STAGING = TableName.of("sales", "staging");
  private static final TableName ORDERS = TableName.of("sales", "orders");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.database("sales");
    given.partitionedTable("sales", "staging", "country", "day");
    given.partitionedTable("sales", "orders", "country", "day");
    partitions()
        .add(
            STAGING,
            List.of(partition("AT", "1"), partition("CH", "1"), partition("CH", "2")),
            Existing.REFUSE,
            Mode.UPDATE);
    for (var partition : partitions().like(STAGING, List.of(""))) {
      write(path(partition.location()).resolve("part-0"), String.join(",", partition.values()));
    }
  }

  @AfterEach
  void close() {
    given.close();
  }

  private PartitionOperations partitions() {
    return given.session().partitions();
  }

  private Path file(String table, String partition) {
    return given.warehouse.resolve("sales.db").resolve(table).resolve(partition).resolve("part-0");
  }

  private void assertRefused(Kind kind, Map<String, String> described, TableName target) {
    var position = given.session().changes().position();
    assertThatThrownBy(() -> partitions().exchange(described, STAGING, target))
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    assertThat(given.session().changes().position()).isEqualTo(position);
    assertThat(partitions().values(STAGING)).hasSize(3);
    assertThat(file("staging", "country=CH/day=1")).exists();
  }

  @Test
  void theDescribedPartitionsMoveWithTheirFolders() {
    var position = given.session().changes().position();
    var moved = partitions().exchange(Map.of("Country", "CH"), STAGING, ORDERS);
    assertThat(moved)
        .extracting(Partition::values)
        .containsExactly(List.of("CH", "1"), List.of("CH", "2"));
    assertThat(partitions().values(STAGING)).containsExactly(List.of("AT", "1"));
    assertThat(partitions().findAll(ORDERS, partitions().values(ORDERS))).isEqualTo(moved);
    assertThat(file("orders", "country=CH/day=2")).hasContent("CH,2");
    assertThat(file("staging", "country=CH/day=2")).doesNotExist();
    assertThat(file("staging", "country=AT/day=1")).exists();
    assertThat(given.session().changes().after(position, 10))
        .extracting(Change::kind, Change::table)
        .containsExactly(
            tuple(ChangeKind.ADD_PARTITION, "orders"), tuple(ChangeKind.DROP_PARTITION, "staging"));
  }

  @Test
  void nothingMovesWhenTheTargetHasOneOfThem() {
    partitions().add(ORDERS, List.of(partition("CH", "2")), Existing.REFUSE, Mode.UPDATE);
    assertRefused(Kind.ALREADY_EXISTS, Map.of("country", "CH"), ORDERS);
    assertThat(file("orders", "country=CH/day=1")).doesNotExist();
  }

  @Test
  void foldersGoBackWhenALaterOneCannotMove() {
    write(file("orders", "country=CH/day=2"), "left behind by somebody");
    assertThatThrownBy(() -> partitions().exchange(Map.of("country", "CH"), STAGING, ORDERS))
        .isInstanceOf(CatalogException.class);
    assertThat(file("staging", "country=CH/day=1")).exists();
    assertThat(file("staging", "country=CH/day=2")).exists();
    assertThat(file("orders", "country=CH/day=1")).doesNotExist();
    assertThat(partitions().values(STAGING)).hasSize(3);
    assertThat(partitions().values(ORDERS)).isEmpty();
  }

  @Test
  void tablesMustBeAlikeAndDescriptionsFit() {
    given.partitionedTable("sales", "other", "country", "month");
    assertRefused(Kind.INVALID, Map.of("country", "CH"), TableName.of("sales", "other"));
    assertRefused(Kind.INVALID, Map.of("month", "1"), ORDERS);
    assertRefused(Kind.INVALID, Map.of(), ORDERS);
    assertRefused(Kind.NOT_FOUND, Map.of("country", "DE"), ORDERS);
    assertRefused(Kind.NOT_FOUND, Map.of("country", "CH"), TableName.of("sales", "absent"));
    assertRefused(Kind.ALREADY_EXISTS, Map.of("country", "CH"), STAGING);
  }
}
