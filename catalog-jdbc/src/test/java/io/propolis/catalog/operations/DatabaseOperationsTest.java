package io.propolis.catalog.operations;

import static io.propolis.catalog.operations.GivenCatalog.path;
import static io.propolis.catalog.operations.GivenCatalog.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.DropData;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOperationsTest {
  private static final DatabaseName SALES = DatabaseName.of("sales");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
  }

  @AfterEach
  void close() {
    given.close();
  }

  private static void assertKind(Kind kind, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void theDefaultDatabaseStandsFromTheStartAndStays() {
    assertThat(given.session().databases().names("hive")).containsExactly("default");
    assertKind(
        Kind.INVALID,
        () ->
            given
                .session()
                .databases()
                .drop(DatabaseName.of("default"), Contents.CASCADE, DropData.DELETE_FILES));
  }

  @Test
  void aNewDatabaseGetsFolderOwnerAndTime() {
    var database = given.database("Sales");
    assertThat(database.name()).isEqualTo(SALES);
    assertThat(path(database.location())).isDirectory().endsWith(Path.of("warehouse", "sales.db"));
    assertThat(database.owner()).isEqualTo("ada");
    assertThat(database.createdAt()).isEqualTo(given.clock.millis());
    assertKind(Kind.ALREADY_EXISTS, () -> given.database("SALES"));
  }

  /** As with Hive's metastore.warehouse.external.dir. */
  @Test
  void externalTablesLieInAWarehouseOfTheirOwnWhereThereIsOne() {
    var outside = folder.resolve("external");
    try (var parted = new GivenCatalog(folder.resolve("parted"), outside)) {
      parted.database("sales");
      var inside = parted.warehouse;
      assertThat(parted.managedTable("sales", "orders").location())
          .isEqualTo("file:" + inside.resolve("sales.db/orders"));
      assertThat(parted.managedTable("default", "orders").location())
          .isEqualTo("file:" + inside.resolve("orders"));
      assertThat(withoutLocation(parted, "sales").location())
          .isEqualTo("file:" + outside.resolve("sales.db/lent"));
      assertThat(withoutLocation(parted, "default").location())
          .isEqualTo("file:" + outside.resolve("lent"));

      parted.session().databases().drop(SALES, Contents.CASCADE, DropData.DELETE_FILES);
      assertThat(inside.resolve("sales.db")).doesNotExist();
      assertThat(inside).exists();
      assertThat(outside).exists();
    }
  }

  private static Table withoutLocation(GivenCatalog catalog, String database) {
    return catalog
        .session()
        .tables()
        .create(
            Table.builder(TableName.of(database, "lent"))
                .type(TableType.EXTERNAL_TABLE)
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .build(),
            Mode.UPDATE);
  }

  @Test
  void aDatabaseWithTablesIsDroppedOnlyInCascade() {
    given.database("sales");
    var table = given.managedTable("sales", "orders");
    var outside = write(folder.resolve("outside/part-0"), "x");
    given.externalTable("sales", "lent", outside.getParent());
    assertKind(
        Kind.NOT_EMPTY,
        () ->
            given.session().databases().drop(SALES, Contents.MUST_BE_EMPTY, DropData.DELETE_FILES));
    assertThat(path(table.location())).isDirectory();
    assertThatThrownBy(
            () ->
                given
                    .session()
                    .databases()
                    .drop(SALES, Contents.MUST_BE_EMPTY, DropData.DELETE_FILES))
        .hasMessage("Database sales is not empty. One or more tables exist.");

    given.session().databases().drop(SALES, Contents.CASCADE, DropData.DELETE_FILES);
    assertThat(given.session().databases().find(SALES)).isEmpty();
    assertThat(given.session().tables().find(TableName.of("sales", "orders"))).isEmpty();
    assertThat(path(table.location())).doesNotExist();
    assertThat(given.warehouse.resolve("sales.db")).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void aDatabaseWithFunctionsIsNotEmpty() {
    given.database("sales");
    given
        .session()
        .functions()
        .create(new Function(SALES, "f", "x.F", "ada", OwnerType.USER, 0, List.of()));
    assertKind(
        Kind.NOT_EMPTY,
        () -> given.session().databases().drop(SALES, Contents.MUST_BE_EMPTY, DropData.KEEP_FILES));
  }

  @Test
  void renamingADatabaseTakesItsTablesAlong() {
    var sales = given.database("sales");
    var table = given.managedTable("sales", "orders");
    assertThat(given.session().tables().find(table.name())).isPresent();
    given.session().databases().alter(SALES, sales.withName(DatabaseName.of("shop")));
    assertThat(given.session().tables().find(TableName.of("shop", "orders"))).isPresent();
    assertThat(given.session().tables().find(table.name())).isEmpty();
  }

  @Test
  void namesThatCannotBeFoldersAreRefused() {
    assertKind(Kind.INVALID, () -> given.database("a/b"));
    assertKind(Kind.INVALID, () -> given.database("a.b"));
    assertKind(Kind.INVALID, () -> given.database(""));
  }

  @Test
  void aDatabaseThatCannotBeStoredLeavesNoFolder() {
    assertKind(
        Kind.NOT_FOUND,
        () ->
            given
                .session()
                .databases()
                .create(
                    Database.named(new DatabaseName("nowhere", "sales"))
                        .withLocation("file:" + folder.resolve("lost"))));
    assertThat(folder.resolve("lost")).doesNotExist();
  }
}
