package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.store.Tables.Author;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A store and what tests put into it. Each asks for a database of its own. */
final class Given {
  static final Author AUTHOR = new Author("ada", 1_700_000_000_000L);

  /** What databases fold, pad, cut, escape or take for a pattern. */
  static final String AWKWARD = " Ünïcode 漢字 😀𝔸 'quoted' \"double\" `back` \\ % _ ; -- \t\n  ";

  private static final AtomicInteger DATABASES = new AtomicInteger();

  final JdbcCatalogStore store;

  Given(JdbcCatalogStore store) {
    this.store = store;
  }

  /** Statements of a writing transaction that store its token: an embedded database has none. */
  long tokens() {
    return store.product().startsWith("SQLite") ? 0 : 1;
  }

  <T> Optional<T> find(Function<Transaction, Optional<T>> work) {
    return store.read(work);
  }

  <T> List<T> list(Function<Transaction, List<T>> work) {
    return store.read(work);
  }

  <K, V> Map<K, V> map(Function<Transaction, Map<K, V>> work) {
    return store.read(work);
  }

  long number(Function<Transaction, Long> work) {
    return store.read(work);
  }

  /** How many rows a write was concerned with. */
  long written(Function<Transaction, Long> work) {
    return store.write(work);
  }

  DatabaseName database() {
    var name = DatabaseName.of("db" + DATABASES.incrementAndGet());
    store.write(
        tx -> {
          tx.databases().insert(Database.named(name));
          return name;
        });
    return name;
  }

  static StorageLayout layout(String... columns) {
    return StorageLayout.EMPTY
        .withColumns(Arrays.stream(columns).map(c -> new Column(c, "string")).toList())
        .withSerDe(SerDe.of("org.example.SerDe", Map.of("serialization.format", "1")));
  }

  static Table newTable(DatabaseName database, String name) {
    return Table.builder(database.table(name))
        .type(TableType.EXTERNAL_TABLE)
        .layout(layout("id", "amount"))
        .location("s3://lake/" + database.name() + "/" + name)
        .build();
  }

  Table table(DatabaseName database, String name) {
    return store.write(tx -> tx.tables().insert(newTable(database, name), AUTHOR));
  }

  /** Partitioned by day and hour. */
  Table partitionedTable(String name) {
    var table =
        newTable(database(), name).toBuilder()
            .partitionKeys(List.of(new Column("day", "string"), new Column("hour", "int")))
            .build();
    return store.write(tx -> tx.tables().insert(table, AUTHOR));
  }

  static Partition partition(Table table, String... values) {
    var list = List.of(values);
    return Partition.of(list, table.layout())
        .withLocation(table.location() + "/" + PartitionNames.of(table.partitionKeys(), list))
        .withCreatedAt(17);
  }

  void add(Table table, Partition... partitions) {
    store.write(
        tx -> {
          tx.partitions().insert(table, List.of(partitions));
          return table;
        });
  }

  /** {@code count} partitions of one day. */
  List<Partition> addMany(Table table, int count) {
    var partitions =
        IntStream.range(0, count)
            .mapToObj(i -> partition(table, "2024-01-01", "%07d".formatted(i)))
            .toList();
    store.write(
        tx -> {
          tx.partitions().insert(table, partitions);
          return table;
        });
    return partitions;
  }

  static Change change(String user) {
    return new Change(
        0,
        42,
        user,
        ChangeKind.CREATE_DATABASE,
        "hive",
        "d",
        null,
        null,
        null,
        List.of(),
        Map.of());
  }

  List<Partition> all(Table table) {
    return store.read(
        tx -> {
          var all = new ArrayList<Partition>();
          tx.partitions().forEach(table, all::add);
          return all;
        });
  }
}
