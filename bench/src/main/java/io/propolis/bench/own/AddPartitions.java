package io.propolis.bench.own;

import io.propolis.bench.report.Verdict;
import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** SQL statements that adding partitions costs: as many for 1,000 as for one. */
public final class AddPartitions {
  private static final StorageLayout LAYOUT =
      StorageLayout.EMPTY.withColumns(List.of(new Column("id", "bigint")));

  private AddPartitions() {}

  public static Verdict run(Path folder) {
    try (var store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null))) {
      var catalog =
          Catalog.open(
              store,
              Lakes.open(S3Settings.DEFAULT),
              Clock.systemUTC(),
              CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")));
      var session = catalog.as(new Caller("bench", "bench"));
      session.databases().create(Database.named(DatabaseName.of("bench")));
      var one = statements(catalog, store, "one", 1);
      long started = System.nanoTime();
      var thousand = statements(catalog, store, "thousand", 1_000);
      double millis = (System.nanoTime() - started) / 1e6;
      return Verdict.atMost(
          one,
          "statements",
          "SQL statements of add_partitions of 1,000, sqlite",
          thousand,
          String.format(
              Locale.ROOT, "%d, and %d for one partition (%.0f ms)", thousand, one, millis));
    }
  }

  private static long statements(
      Catalog catalog, JdbcCatalogStore store, String name, int partitions) {
    var session = catalog.as(new Caller("bench", "bench"));
    var table = TableName.of("bench", name);
    session
        .tables()
        .create(
            Table.builder(table)
                .layout(LAYOUT)
                .partitionKeys(List.of(new Column("day", "int")))
                .build(),
            Mode.UPDATE);
    var added =
        IntStream.range(0, partitions)
            .mapToObj(i -> Partition.of(List.of(Integer.toString(i)), LAYOUT))
            .toList();
    long before = store.statements();
    session.partitions().add(table, added, Existing.REFUSE, Mode.UPDATE);
    return store.statements() - before;
  }
}
