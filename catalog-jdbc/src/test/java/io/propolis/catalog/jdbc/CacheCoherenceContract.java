package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.filter.Literal;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.filter.Predicate.Operator;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.search.TableSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the catalog keeps in memory is never stale, on any node. */
abstract class CacheCoherenceContract extends CachedCatalog {
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

  @Test
  void aPartitionThatIsFoundAgainIsMadeOnceAndNewAfterEachChange() {
    var writing = node(given().store, LARGE);
    var reading = node(given().store, LARGE);
    var database = database(writing);
    var table = writing.tables().create(table(database.table("hot")), Mode.KEEP);
    fill(writing, table, 40);
    var values = List.of("d1", "1");
    reading.partitions().list(table.name(), -1).toList();
    var found = reading.partitions().find(table.name(), values).orElseThrow();
    assertThat(reading.partitions().find(table.name(), values).orElseThrow()).isSameAs(found);

    var rows = found.withParameters(Map.of("numRows", "7"));
    var altered = writing.partitions().alter(table.name(), List.of(rows), Mode.KEEP).get(0);
    assertThat(altered).isNotEqualTo(found);
    assertThat(reading.partitions().find(table.name(), values)).contains(altered);

    var columns = Given.layout("id", "amount", "more");
    var wider = table.toBuilder().layout(columns).build();
    var cascade = new AlterOptions(Cascade.PARTITIONS, Mode.KEEP, null);
    wider = writing.tables().alter(table.name(), wider, cascade);
    var widened = reading.partitions().find(table.name(), values).orElseThrow();
    assertThat(widened.layout().columns()).isEqualTo(columns.columns());

    var renamed = wider.toBuilder().name(database.table("hot2")).build();
    writing.tables().alter(table.name(), renamed, AlterOptions.PLAIN);
    assertThat(reading.partitions().find(renamed.name(), values)).contains(widened);

    writing.partitions().drop(renamed.name(), List.of(values), Missing.REFUSE, DropData.KEEP_FILES);
    assertThat(reading.partitions().find(renamed.name(), values)).isEmpty();
  }

  /** The transaction that reads what was touched sees more than the log told of. */
  @Test
  void aRenameThatCommitsWhileNamesAreReadIsNotSeenByHalves() {
    var store = new InterposedReads(given().store);
    var writing = node(given().store, LARGE);
    var reading = node(store, LARGE);
    var database = database(writing);
    List.of("kept", "old", "new")
        .forEach(name -> writing.tables().create(table(database.table(name)), Mode.KEEP));
    assertThat(reading.tables().names(database)).containsExactly("kept", "new", "old");

    writing.tables().drop(database.table("new"), DropData.KEEP_FILES);
    store.beforeNextRead(() -> rename(writing, database, "old", "new"));
    var names = reading.tables().names(database);

    assertThat(store.isDone()).isTrue();
    assertThat(names).isIn(List.of("kept", "old"), List.of("kept", "new"));
    assertThat(reading.tables().names(database)).containsExactly("kept", "new");
  }

  @Test
  void aDatabaseThatGoesWhileNamesAreReadIsNotSeenByHalves() {
    var store = new InterposedReads(given().store);
    var writing = node(given().store, LARGE);
    var reading = node(store, LARGE);
    var database = database(writing);
    List.of("one", "two")
        .forEach(name -> writing.tables().create(table(database.table(name)), Mode.KEEP));
    assertThat(reading.tables().names(database)).containsExactly("one", "two");

    writing
        .tables()
        .alter(
            database.table("one"),
            table(database.table("one")).toBuilder().owner("eve").build(),
            AlterOptions.PLAIN);
    store.beforeNextRead(
        () -> writing.databases().drop(database, Contents.CASCADE, DropData.KEEP_FILES));
    var names = reading.tables().names(database);

    assertThat(store.isDone()).isTrue();
    assertThat(names).isIn(List.of("one", "two"), List.of());
  }

  @Test
  void aRenameThatCommitsWhileTablesAreSearchedIsNotSeenByHalves() {
    var store = new InterposedReads(given().store);
    var writing = node(given().store, LARGE);
    var reading = node(store, LARGE);
    var database = database(writing);
    List.of("old", "new")
        .forEach(name -> writing.tables().create(table(database.table(name)), Mode.KEEP));
    assertThat(found(reading, database)).containsExactlyInAnyOrder("new", "old");

    writing.tables().drop(database.table("new"), DropData.KEEP_FILES);
    store.beforeNextRead(() -> rename(writing, database, "old", "new"));
    var found = found(reading, database);

    assertThat(store.isDone()).isTrue();
    assertThat(found).isIn(List.of("old"), List.of("new"));
  }

  private static void rename(Session session, DatabaseName database, String from, String to) {
    var table = session.tables().require(database.table(from));
    session
        .tables()
        .alter(
            table.name(), table.toBuilder().name(database.table(to)).build(), AlterOptions.PLAIN);
  }

  private static List<String> found(Session session, DatabaseName database) {
    return session
        .tables()
        .search("hive", new TableSearch(List.of(), List.of(), Optional.empty(), 10_000))
        .tables()
        .stream()
        .filter(name -> name.database().equals(database))
        .map(TableName::name)
        .toList();
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
      for (var reader : reading) {
        assertThat(reader.partitions().find(table.name(), gone.values())).isEmpty();
      }
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
        // What was found before is kept as it was found: some of it has changed since.
        for (var partition : List.of(one, one, some(), twin.values().iterator().next())) {
          assertThat(reader.partitions().find(table.name(), partition.values()))
              .contains(partition);
        }
        var same =
            new Predicate.Comparison("day", Operator.EQUAL, new Literal.Text(one.values().get(0)));
        assertThat(reader.partitions().matching(table.name(), same)).contains(one);
      }
    }
  }
}
