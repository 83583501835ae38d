package io.propolis.catalog.jdbc;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.Session;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/** Nodes over one database that keep some of it in memory. */
abstract class CachedCatalog {
  static final AtomicInteger NUMBERS = new AtomicInteger();

  static final long LARGE = 64 << 20;

  /** Too small for the partitions of a table. */
  static final long SMALL = 4_000;

  @TempDir Path folder;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  Catalog catalog(CatalogStore store, long cacheSize) {
    return Catalog.open(
        store,
        Lakes.open(S3Settings.DEFAULT),
        Clock.systemUTC(),
        CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse"))
            .withCacheSize(cacheSize));
  }

  Session node(CatalogStore store, long cacheSize) {
    return catalog(store, cacheSize).as(new Caller("ada", "test"));
  }

  static DatabaseName database(Session session) {
    var name = DatabaseName.of("cached" + NUMBERS.incrementAndGet());
    session.databases().create(Database.named(name));
    return name;
  }

  Table table(TableName name) {
    return Table.builder(name)
        .type(TableType.EXTERNAL_TABLE)
        .parameters(Map.of("EXTERNAL", "TRUE"))
        .location("file:" + folder.resolve("lake").resolve(name.toString()))
        .layout(Given.layout("id", "amount"))
        .partitionKeys(List.of(new Column("day", "string"), new Column("hour", "int")))
        .build();
  }

  static Partition partition(Table table, String day, int hour) {
    return Partition.of(List.of(day, "" + hour), table.layout());
  }

  static void fill(Session session, Table table, int count) {
    session
        .partitions()
        .add(
            table.name(),
            IntStream.range(0, count).mapToObj(i -> partition(table, "d" + i % 7, i)).toList(),
            Existing.REFUSE,
            Mode.KEEP);
  }

  static Predicate hours(int low, int high) {
    return new Predicate.Between(
        "hour",
        new Literal.Number(BigDecimal.valueOf(low)),
        new Literal.Number(BigDecimal.valueOf(high)));
  }

  /** Statements of a read, without those that ask for the position. */
  long statements(Supplier<?> read) {
    long before = given().store.statements();
    read.get();
    long used = given().store.statements() - before;
    return beside().access() == StoreSettings.Access.GUEST ? used : used - 1;
  }
}
