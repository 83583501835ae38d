package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.PartitionRange;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.cache.NotInMemoryException;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
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
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the catalog keeps in memory: never stale on any node, bounded, and free of statements. */
abstract class CacheContract {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final long LARGE = 64 << 20;

  /** Too small for the partitions of a table. */
  private static final long SMALL = 4_000;

  @TempDir Path folder;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  private Catalog catalog(JdbcCatalogStore store, long cacheSize) {
    return Catalog.open(
        store,
        Lakes.open(S3Settings.DEFAULT),
        Clock.systemUTC(),
        CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse"))
            .withCacheSize(cacheSize));
  }

  private Session node(JdbcCatalogStore store, long cacheSize) {
    return catalog(store, cacheSize).as(new Caller("ada", "test"));
  }

  private static DatabaseName database(Session session) {
    var name = DatabaseName.of("cached" + NUMBERS.incrementAndGet());
    session.databases().create(Database.named(name));
    return name;
  }

  private Table table(TableName name) {
    return Table.builder(name)
        .type(TableType.EXTERNAL_TABLE)
        .parameters(Map.of("EXTERNAL", "TRUE"))
        .location("file:" + folder.resolve("lake").resolve(name.toString()))
        .layout(Given.layout("id", "amount"))
        .partitionKeys(List.of(new Column("day", "string"), new Column("hour", "int")))
        .build();
  }

  private static Partition partition(Table table, String day, int hour) {
    return Partition.of(List.of(day, "" + hour), table.layout());
  }

  private static void fill(Session session, Table table, int count) {
    session
        .partitions()
        .add(
            table.name(),
            IntStream.range(0, count).mapToObj(i -> partition(table, "d" + i % 7, i)).toList(),
            Existing.REFUSE,
            Mode.KEEP);
  }

  private static Predicate hours(int low, int high) {
    return new Predicate.Between(
        "hour",
        new Literal.Number(BigDecimal.valueOf(low)),
        new Literal.Number(BigDecimal.valueOf(high)));
  }

  /** Statements of a read, without those that ask for the position. */
  private long statements(Supplier<?> read) {
    long before = given().store.statements();
    read.get();
    long used = given().store.statements() - before;
    return beside().access() == StoreSettings.Access.GUEST ? used : used - 1;
  }

  @Test
  void aHitCostsNoStatementBesideThePosition() {
    var session = node(given().store, 64 << 20);
    var database = database(session);
    var stored = session.tables().create(table(database.table("t")), Mode.KEEP);
    fill(session, stored, 500);
    var names = IntStream.range(0, 100).mapToObj(i -> "t" + i).toList();
    names.forEach(name -> session.tables().create(table(database.table(name)), Mode.KEEP));
    var some = IntStream.range(0, 200).mapToObj(i -> List.of("d" + i % 7, "" + i)).toList();
    var reads = new LinkedHashMap<String, Supplier<?>>();
    reads.put("database", () -> session.databases().find(database));
    reads.put("no database", () -> session.databases().find(DatabaseName.of("absent")));
    reads.put("names of databases", () -> session.databases().names("hive"));
    reads.put("table", () -> session.tables().find(stored.name()));
    reads.put("no table", () -> session.tables().find(database.table("absent")));
    reads.put("names of tables", () -> session.tables().names(database));
    reads.put("summaries", () -> session.tables().summaries(database));
    reads.put("tables by name", () -> session.tables().findAll(database, names));
    reads.put("all partitions", () -> session.partitions().list(stored.name(), -1).toList());
    reads.put("partition", () -> session.partitions().find(stored.name(), List.of("d0", "0")));
    reads.put("partitions by name", () -> session.partitions().findAll(stored.name(), some));
    reads.put("filter", () -> session.partitions().matching(stored.name(), hours(3, 9)));
    reads.put("pattern", () -> session.partitions().like(stored.name(), List.of("d3")));
    reads.values().forEach(Supplier::get);
    reads.forEach((what, read) -> assertThat(statements(read)).as(what).isZero());
  }

  @Test
  void aMissIsAConstantNumberOfStatements() {
    var writing = node(given().store, 64 << 20);
    var database = database(writing);
    var names = IntStream.range(0, 60).mapToObj(i -> "t" + i).toList();
    names.forEach(name -> writing.tables().create(table(database.table(name)), Mode.KEEP));
    var stored = writing.tables().require(database.table("t0"));
    fill(writing, stored, 900);
    var session = node(given().store, 64 << 20);
    session.tables().require(stored.name());
    // Beside the one that is kept, and where others write too the position is asked once more.
    assertThat(statements(() -> session.tables().findAll(database, names))).isBetween(2L, 3L);
    // The position, the tables of the database; the database itself.
    assertThat(statements(() -> session.tables().names(database))).isEqualTo(4);
    assertThat(statements(() -> session.partitions().matching(stored.name(), hours(3, 9))))
        .isEqualTo(2);
    // One that changed is read again: the position and that partition; who changed it knows it.
    writing
        .partitions()
        .add(stored.name(), List.of(partition(stored, "new", 5)), Existing.REFUSE, Mode.KEEP);
    assertThat(statements(() -> session.partitions().matching(stored.name(), hours(5, 5)).size()))
        .isEqualTo(3);
    assertThat(session.partitions().matching(stored.name(), hours(5, 5))).hasSize(2);
  }

  @Test
  void readsOfOneMomentAskForThePositionOnce() {
    var catalog = catalog(given().store, 64 << 20);
    var session = catalog.as(new Caller("ada", "test"));
    var database = database(session);
    var stored = session.tables().create(table(database.table("t")), Mode.KEEP);
    fill(session, stored, 10);
    session.partitions().matching(stored.name(), hours(3, 9));
    session.databases().require(database);

    long queries = given().store.positionQueries();
    int found =
        catalog.asOfOneMoment(
            () -> {
              session.databases().require(database);
              session.tables().require(stored.name());
              return session.partitions().matching(stored.name(), hours(3, 9)).size();
            });
    assertThat(found).isPositive();
    assertThat(given().store.positionQueries() - queries).isLessThanOrEqualTo(1);
  }

  @Test
  void whatIsReadFromMemoryIsFreshOrIsNotRead() {
    var catalog = catalog(given().store, 64 << 20);
    var session = catalog.as(new Caller("ada", "test"));
    var writing = node(given().store, 64 << 20);
    var database = database(writing);
    var stored = writing.tables().create(table(database.table("t")), Mode.KEEP);
    fill(writing, stored, 10);
    Runnable read =
        () -> {
          session.databases().require(database);
          session.tables().require(stored.name());
          session.partitions().matching(stored.name(), hours(0, 9)).size();
        };

    assertThatThrownBy(() -> catalog.fromMemory(read)).isInstanceOf(NotInMemoryException.class);
    read.run();
    assertThat(
            statements(
                () -> {
                  catalog.fromMemory(read);
                  return true;
                }))
        .isLessThanOrEqualTo(1);
    writing
        .partitions()
        .add(stored.name(), List.of(partition(stored, "new", 5)), Existing.REFUSE, Mode.KEEP);
    assertThatThrownBy(() -> catalog.fromMemory(read)).isInstanceOf(NotInMemoryException.class);
    // It failed nobody else, and left nothing behind.
    assertThat(session.partitions().matching(stored.name(), hours(5, 5))).hasSize(2);
    catalog.fromMemory(read);
    writing
        .tables()
        .alter(stored.name(), stored.toBuilder().owner("eve").build(), AlterOptions.PLAIN);
    // What this process has written itself need not be read back.
    catalog.fromMemory(
        () -> assertThat(session.tables().require(stored.name()).owner()).isEqualTo("eve"));
  }

  @Test
  void fewLookUpsDoNotReadAllPartitionsAndManyDo() {
    var writing = node(given().store, 64 << 20);
    var stored = writing.tables().create(table(database(writing).table("t")), Mode.KEEP);
    fill(writing, stored, 3_000);
    var session = node(given().store, 64 << 20);
    session.tables().require(stored.name());
    for (int i = 0; i < 5; i++) {
      int hour = i;
      assertThat(statements(() -> session.partitions().find(stored.name(), values(hour))))
          .isEqualTo(1);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(session.partitions().find(stored.name(), values(i))).isPresent();
    }
    assertThat(statements(() -> session.partitions().find(stored.name(), values(77)))).isZero();
  }

  private static List<String> values(int hour) {
    return List.of("d" + hour % 7, "" + hour);
  }

  @Test
  void memoryIsBoundedAndTheLongestUnusedGoFirst() {
    var writing = node(given().store, 64 << 20);
    var database = database(writing);
    var wide = Given.layout(IntStream.range(0, 60).mapToObj(i -> "c" + i).toArray(String[]::new));
    for (int i = 0; i < 60; i++) {
      writing
          .tables()
          .create(table(database.table("t" + i)).toBuilder().layout(wide).build(), Mode.KEEP);
    }
    long size = 200_000;
    var catalog = catalog(given().store, size);
    var session = catalog.as(new Caller("ada", "test"));
    for (int i = 0; i < 60; i++) {
      session.tables().require(database.table("t" + i));
      session.tables().require(database.table("t0"));
      assertThat(catalog.cachedBytes()).isBetween(1L, size);
    }
    assertThat(statements(() -> session.tables().require(database.table("t0")))).isZero();
    assertThat(statements(() -> session.tables().require(database.table("t59")))).isZero();
    assertThat(statements(() -> session.tables().require(database.table("t1")))).isPositive();
  }

  @Test
  void aTableTooLargeForMemoryAnswersTheSame() {
    var session = node(given().store, 64 << 20);
    var stored = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, stored, 2_500);
    var small = node(given().store, 4_000);
    assertThat(small.partitions().list(stored.name(), -1).toList())
        .isEqualTo(session.partitions().list(stored.name(), -1).toList());
    assertThat(small.partitions().matching(stored.name(), hours(100, 1_700)))
        .hasSize(1_601)
        .isEqualTo(session.partitions().matching(stored.name(), hours(100, 1_700)));
    assertThat(small.partitions().like(stored.name(), List.of("d3")))
        .isEqualTo(session.partitions().like(stored.name(), List.of("d3")));
    assertThat(small.partitions().like(stored.name(), List.of("", "17")))
        .isEqualTo(session.partitions().like(stored.name(), List.of("", "17")));
    assertThat(small.partitions().listMatching(stored.name(), hours(0, 2_499), 7).toList())
        .isEqualTo(session.partitions().listMatching(stored.name(), hours(0, 2_499), 7).toList());
    assertThat(small.partitions().values(stored.name()))
        .isEqualTo(session.partitions().values(stored.name()));
    assertThat(small.partitions().find(stored.name(), values(5))).isPresent();
    var list = small.partitions().list(stored.name(), -1);
    session
        .partitions()
        .drop(stored.name(), List.of(values(7)), Missing.REFUSE, DropData.KEEP_FILES);
    assertThatThrownBy(() -> list.forEach(partition -> {}))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("1 partitions of " + stored.name() + " were dropped");
    assertThat(small.partitions().list(stored.name(), -1).size()).isEqualTo(2_499);
  }

  @Test
  void pagesOfATableAreItsPartitionsInOrderWhereverTheyAreKept() {
    var session = node(given().store, LARGE);
    var partitioned = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, partitioned, 1_100);
    var long1 = "x".repeat(600);
    catalog(given().store, LARGE)
        .withoutFiles(new Caller("ada", "test"))
        .partitions()
        .add(
            partitioned.name(),
            List.of(
                Partition.of(List.of(long1 + "b", "1"), StorageLayout.EMPTY),
                Partition.of(List.of(long1 + "a", "1"), StorageLayout.EMPTY),
                Partition.of(List.of("é/%", ""), StorageLayout.EMPTY)),
            Existing.REFUSE,
            Mode.KEEP);
    for (var reader : List.of(session, node(given().store, SMALL))) {
      var all = reader.partitions().values(partitioned.name());
      for (int size : new int[] {1_000, 97}) {
        assertThat(paged(reader, partitioned, Predicate.ALL, values -> true, size))
            .containsExactlyElementsOf(all);
      }
      java.util.function.Predicate<List<String>> odd = values -> values.hashCode() % 2 != 0;
      assertThat(paged(reader, partitioned, Predicate.ALL, odd, 50))
          .containsExactlyElementsOf(all.stream().filter(odd).toList());
      var key = partitioned.partitionKeys().get(0).name();
      var last = new Literal.Text(all.get(all.size() / 2).get(0));
      var below = new Predicate.Comparison(key, Predicate.Operator.LESS_OR_EQUAL, last);
      assertThat(paged(reader, partitioned, below, values -> true, 60))
          .containsExactlyElementsOf(reader.partitions().values(partitioned.name(), below));
      var equal = new Predicate.Comparison(key, Predicate.Operator.EQUAL, last);
      assertThat(paged(reader, partitioned, equal, values -> true, 1))
          .containsExactlyElementsOf(reader.partitions().values(partitioned.name(), equal));
    }
  }

  private static List<List<String>> paged(
      Session session,
      Table table,
      Predicate predicate,
      java.util.function.Predicate<List<String>> test,
      int size) {
    var all = new ArrayList<List<String>>();
    var after = List.<String>of();
    while (true) {
      var page = new ArrayList<List<String>>();
      session
          .partitions()
          .listMatching(table.name(), predicate, new PartitionRange(after, size, test))
          .forEachValues(page::add);
      assertThat(page).hasSizeLessThanOrEqualTo(size);
      all.addAll(page);
      if (page.size() < size) {
        return all;
      }
      after = page.get(size - 1);
    }
  }

  @Test
  void aPageBeginsWhereADroppedPartitionStood() {
    var session = node(given().store, LARGE);
    var partitioned = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, partitioned, 40);
    var all = session.partitions().values(partitioned.name());
    session
        .partitions()
        .drop(partitioned.name(), List.of(all.get(20)), Missing.REFUSE, DropData.KEEP_FILES);
    for (var reader : List.of(session, node(given().store, LARGE), node(given().store, SMALL))) {
      var page = new ArrayList<List<String>>();
      reader
          .partitions()
          .listMatching(
              partitioned.name(),
              Predicate.ALL,
              new PartitionRange(all.get(20), 5, PartitionRange.ANY))
          .forEachValues(page::add);
      assertThat(page).containsExactlyElementsOf(all.subList(21, 26));
    }
  }

  @Test
  void aMisfitIsFoundWhileItIsThere() {
    var session = node(given().store, LARGE);
    var partitioned = session.tables().create(table(database(session).table("t")), Mode.KEEP);
    fill(session, partitioned, 40);
    var odd = List.of("no number", "1");
    java.util.function.Predicate<String> test = value -> !value.equals("no number");
    assertThat(session.partitions().misfit(partitioned.name(), 0, "a", test)).isEmpty();
    session
        .partitions()
        .add(
            partitioned.name(),
            List.of(Partition.of(odd, StorageLayout.EMPTY)),
            Existing.REFUSE,
            Mode.KEEP);
    assertThat(session.partitions().misfit(partitioned.name(), 0, "a", test)).contains("no number");
    session
        .partitions()
        .drop(partitioned.name(), List.of(odd), Missing.REFUSE, DropData.KEEP_FILES);
    assertThat(session.partitions().misfit(partitioned.name(), 0, "a", test)).isEmpty();
  }

  @Test
  void manyChangesAtOnceAreFollowedWithoutForgettingTheRest() {
    var session = node(given().store, 64 << 20);
    var database = database(session);
    session.tables().create(table(database.table("kept")), Mode.KEEP);
    session.tables().require(database.table("kept"));
    Refusals.write(
        given().store,
        tx -> IntStream.range(0, 2_500).forEach(i -> tx.changes().append(Given.change("ada"))));
    session.databases().names("hive");
    assertThat(statements(() -> session.tables().require(database.table("kept")))).isZero();
  }

  @Test
  void whatOneNodeWritesEveryNodeReads() throws Exception {
    try (var second = JdbcCatalogStore.open(beside())) {
      var writing = node(given().store, 64 << 20);
      var reading =
          List.of(writing, node(second, 64 << 20), node(second, 30_000), node(second, 6_000));
      var database = database(writing);
      var threads = Executors.newFixedThreadPool(8);
      try {
        var writers =
            IntStream.range(0, 6)
                .mapToObj(
                    i ->
                        (Callable<Integer>)
                            new Writer(folder, writing, reading, table(database.table("w" + i)), i))
                .toList();
        for (Future<Integer> done : threads.invokeAll(writers)) {
          assertThat(done.get()).isPositive();
        }
      } finally {
        threads.shutdownNow();
      }
      writing.databases().drop(database, Contents.CASCADE, DropData.KEEP_FILES);
      for (var reader : reading) {
        assertThat(reader.databases().find(database)).isEmpty();
        assertThat(reader.databases().names("hive")).doesNotContain(database.name());
        assertThat(reader.tables().summaries(database)).isEmpty();
        for (int i = 0; i < 6; i++) {
          assertThat(reader.tables().find(database.table("w" + i))).isEmpty();
        }
      }
    }
  }

  /** Changes a table of its own at random, and reads it after each change through some node. */
  private static final class Writer implements Callable<Integer> {
    private static final int ROUNDS = 60;

    private final Path folder;
    private final Session writing;
    private final List<Session> reading;
    private final DatabaseName database;
    private final Random random;
    private final String prefix;
    private final Map<String, Partition> twin = new TreeMap<>();
    private Table table;
    private int renamed;

    Writer(Path folder, Session writing, List<Session> reading, Table table, int number) {
      this.folder = folder;
      this.writing = writing;
      this.reading = reading;
      this.database = table.name().database();
      this.random = new Random(number);
      this.prefix = table.name().name();
      this.table = writing.tables().create(table, Mode.KEEP);
    }

    @Override
    public Integer call() {
      for (int i = 0; i < ROUNDS; i++) {
        change();
        check(reading.get(random.nextInt(reading.size())));
      }
      return ROUNDS;
    }

    private void change() {
      switch (random.nextInt(10)) {
        case 0 -> rename();
        case 1 -> move();
        case 2, 3 -> alterColumns();
        case 4 -> drop();
        case 5 -> alter();
        case 6 -> renamePartition();
        default -> add();
      }
    }

    private void remember(Partition partition) {
      twin.put(partition.values().toString(), partition);
    }

    private void add() {
      var added = new ArrayList<Partition>();
      for (int i = 0; i < 1 + random.nextInt(20); i++) {
        var partition = partition(table, "d" + random.nextInt(9), random.nextInt(50));
        if (added.stream().noneMatch(p -> p.values().equals(partition.values()))) {
          added.add(partition);
        }
      }
      writing
          .partitions()
          .add(table.name(), added, Existing.SKIP, Mode.KEEP)
          .forEach(this::remember);
    }

    private Partition some() {
      var all = List.copyOf(twin.values());
      return all.get(random.nextInt(all.size()));
    }

    private void alter() {
      if (twin.isEmpty()) {
        return;
      }
      var changed = some().withParameters(Map.of("numRows", "" + random.nextInt()));
      writing.partitions().alter(table.name(), List.of(changed), Mode.KEEP).forEach(this::remember);
    }

    private void renamePartition() {
      if (twin.isEmpty()) {
        return;
      }
      var before = some();
      var values = List.of("renamed" + random.nextInt(1_000), "1");
      if (twin.containsKey(values.toString())) {
        return;
      }
      var after =
          writing.partitions().rename(table.name(), before.values(), before.withValues(values));
      twin.remove(before.values().toString());
      remember(after);
    }

    private void drop() {
      if (twin.isEmpty()) {
        return;
      }
      var gone = some();
      writing
          .partitions()
          .drop(table.name(), List.of(gone.values()), Missing.REFUSE, DropData.KEEP_FILES);
      twin.remove(gone.values().toString());
    }

    private void rename() {
      var before = table.name();
      var to = table.toBuilder().name(database.table(prefix + "_" + ++renamed)).build();
      table = writing.tables().alter(before, to, AlterOptions.PLAIN);
      for (var reader : reading) {
        assertThat(reader.tables().find(before)).isEmpty();
        assertThat(reader.tables().names(database)).doesNotContain(before.name());
      }
    }

    private void move() {
      var to =
          table.toBuilder().location("file:" + folder.resolve("moved" + random.nextInt())).build();
      table = writing.tables().alter(table.name(), to, AlterOptions.PLAIN);
    }

    private void alterColumns() {
      var cascade = random.nextBoolean() ? Cascade.PARTITIONS : Cascade.TABLE_ONLY;
      var layout = Given.layout("id", "amount", "c" + random.nextInt(5));
      var changed = table.toBuilder().layout(layout).build();
      table =
          writing.tables().alter(table.name(), changed, new AlterOptions(cascade, Mode.KEEP, null));
      if (cascade == Cascade.PARTITIONS) {
        twin.replaceAll((values, p) -> p.withLayout(p.layout().withColumns(layout.columns())));
      }
    }

    private void check(Session reader) {
      assertThat(reader.tables().find(table.name())).contains(table);
      assertThat(reader.tables().names(database)).contains(table.name().name());
      assertThat(reader.partitions().list(table.name(), -1).toList())
          .containsExactlyInAnyOrderElementsOf(twin.values());
      if (!twin.isEmpty()) {
        var one = some();
        assertThat(reader.partitions().find(table.name(), one.values())).contains(one);
        var same =
            new Predicate.Comparison("day", Operator.EQUAL, new Literal.Text(one.values().get(0)));
        assertThat(reader.partitions().matching(table.name(), same)).contains(one);
      }
    }
  }
}
