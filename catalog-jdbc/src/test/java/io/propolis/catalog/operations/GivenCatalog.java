package io.propolis.catalog.operations;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.jdbc.testing.SettableClock;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A catalog on a real embedded store and real folders, with a clock that tests set. Every write is
 * rolled back once and done again.
 */
final class GivenCatalog implements AutoCloseable {
  static final StorageLayout LAYOUT =
      StorageLayout.EMPTY.withColumns(
          List.of(new Column("id", "bigint"), new Column("name", "string")));

  final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  final Path warehouse;
  final JdbcCatalogStore store;
  final Catalog catalog;

  GivenCatalog(Path folder) {
    this(folder, null);
  }

  /** With another folder for what the catalog does not own. */
  GivenCatalog(Path folder, @Nullable Path externalWarehouse) {
    warehouse = folder.resolve("warehouse");
    store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    catalog =
        Catalog.open(
            new RepeatedWrites(store),
            Lakes.open(S3Settings.DEFAULT),
            clock,
            CatalogSettings.withWarehouse("file:" + warehouse)
                .withExternalWarehouse(
                    externalWarehouse == null ? null : "file:" + externalWarehouse));
  }

  Session session() {
    return catalog.as(new Caller("ada", "test"));
  }

  Database database(String name) {
    return session().databases().create(Database.named(DatabaseName.of(name)));
  }

  Table managedTable(String database, String name) {
    return session()
        .tables()
        .create(Table.builder(TableName.of(database, name)).layout(LAYOUT).build(), Mode.UPDATE);
  }

  Table partitionedTable(String database, String name, String... keys) {
    return session()
        .tables()
        .create(
            Table.builder(TableName.of(database, name))
                .layout(LAYOUT)
                .partitionKeys(Arrays.stream(keys).map(k -> new Column(k, "string")).toList())
                .build(),
            Mode.UPDATE);
  }

  Table externalTable(String database, String name, Path location) {
    return session()
        .tables()
        .create(
            Table.builder(TableName.of(database, name))
                .layout(LAYOUT)
                .type(TableType.EXTERNAL_TABLE)
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .location("file:" + location)
                .build(),
            Mode.UPDATE);
  }

  static Partition partition(String... values) {
    return Partition.of(List.of(values), StorageLayout.EMPTY);
  }

  static Path path(String location) {
    return Path.of(location.replaceFirst("^file:/*", "/"));
  }

  static Path write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
