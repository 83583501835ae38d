package io.propolis.catalog.operations;

import static io.propolis.catalog.operations.GivenCatalog.partition;
import static io.propolis.catalog.operations.GivenCatalog.path;
import static io.propolis.catalog.operations.GivenCatalog.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruncationTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.database("sales");
  }

  @AfterEach
  void close() {
    given.close();
  }

  private static ColumnStatistics ofIds() {
    return new ColumnStatistics(
        "id", "bigint", ColumnStatistics.HIVE_ENGINE, 1, new LongData(1L, 2L, 3, 4, Sketches.NONE));
  }

  @Test
  void aTableLosesItsFilesAndStatisticsAndKeepsItsFolder() {
    var table = given.managedTable("sales", "orders");
    var file = write(path(table.location()).resolve("deep/part-0"), "x");
    given.session().statistics().putTable(ORDERS, List.of(ofIds()));
    given.session().tables().truncate(ORDERS, DropData.DELETE_FILES);
    assertThat(file).doesNotExist();
    assertThat(path(table.location())).isEmptyDirectory();
    assertThat(given.session().tables().require(ORDERS).parameters())
        .containsEntry("numRows", "0")
        .containsEntry("numFiles", "0")
        .containsEntry("totalSize", "0");
    assertThat(
            given
                .session()
                .statistics()
                .ofTable(ORDERS, List.of("id"), ColumnStatistics.HIVE_ENGINE))
        .isEmpty();
  }

  @Test
  void filesStayWhenTheCallerRemovesThemItself() {
    var table = given.managedTable("sales", "orders");
    var file = write(path(table.location()).resolve("part-0"), "x");
    given.session().tables().truncate(ORDERS, DropData.KEEP_FILES);
    assertThat(file).exists();
    assertThat(given.session().tables().require(ORDERS).parameters()).containsEntry("numRows", "0");
  }

  @Test
  void someOrAllPartitionsAreEmptied() {
    given.partitionedTable("sales", "orders", "day");
    var partitions = given.session().partitions();
    var added =
        partitions.add(
            ORDERS, List.of(partition("1"), partition("2")), Existing.REFUSE, Mode.UPDATE);
    var first = write(path(added.get(0).location()).resolve("part-0"), "x");
    var second = write(path(added.get(1).location()).resolve("part-0"), "x");
    given.session().statistics().putPartitions(ORDERS, Map.of(List.of("1"), List.of(ofIds())));

    assertThatThrownBy(
            () ->
                partitions.truncate(
                    ORDERS, List.of(List.of("1"), List.of("3")), DropData.DELETE_FILES))
        .hasMessageContaining("day=3");
    assertThat(first).exists();
    partitions.truncate(ORDERS, List.of(List.of("1")), DropData.DELETE_FILES);
    assertThat(first).doesNotExist();
    assertThat(second).exists();
    assertThat(partitions.find(ORDERS, List.of("1")).orElseThrow().parameters())
        .containsEntry("numRows", "0");
    assertThat(
            given
                .session()
                .statistics()
                .ofPartitions(
                    ORDERS, List.of(List.of("1")), List.of("id"), ColumnStatistics.HIVE_ENGINE))
        .isEmpty();

    given.session().tables().truncate(ORDERS, DropData.DELETE_FILES);
    assertThat(second.getParent()).isEmptyDirectory();
    assertThat(partitions.count(ORDERS)).isEqualTo(2);
  }

  @Test
  void dataOfOthersIsNotTouched() {
    var file = write(folder.resolve("lent/part-0"), "x");
    var table = given.externalTable("sales", "orders", file.getParent());
    assertThatThrownBy(() -> given.session().tables().truncate(ORDERS, DropData.DELETE_FILES))
        .isInstanceOfSatisfying(
            CatalogException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
        .hasMessageContaining("sales.orders");
    assertThat(file).exists();

    var owned = table.withParameter("external.table.purge", "true");
    given.session().tables().alter(ORDERS, owned, AlterOptions.PLAIN);
    given.session().tables().truncate(ORDERS, DropData.DELETE_FILES);
    assertThat(file).doesNotExist();
  }
}
