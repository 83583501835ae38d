package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Given.partition;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.CatalogDefinition;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.Function;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.change.ChangeFilter;
import io.propolis.catalog.model.change.ChangeFilter.Unplaced;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfCatalog;
import io.propolis.catalog.model.change.ChangedObjects.OfConstraints;
import io.propolis.catalog.model.change.ChangedObjects.OfDatabase;
import io.propolis.catalog.model.change.ChangedObjects.OfFunction;
import io.propolis.catalog.model.change.ChangedObjects.OfPartitions;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.model.change.ChangedObjects.OfWrite;
import io.propolis.catalog.model.change.ReportedWrite;
import io.propolis.catalog.model.change.WrittenFile;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

abstract class ChangeLogContract {
  private static final int WRITERS = 6;
  private static final int WRITES = 40;

  abstract Given given();

  /** Settings of a second store over the same database. */
  abstract StoreSettings beside();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private long append(Change change, ChangedObjects objects) {
    LongSupplier position = store().write(tx -> tx.changes().append(change, objects));
    return position.getAsLong();
  }

  private static Change change(long at, ChangeKind kind, String database, String table) {
    return new Change(0, at, "ada", kind, "hive", database, table, null, null, List.of(), Map.of());
  }

  private List<ChangedObjects> samples() {
    var table = given().partitionedTable("orders");
    var nullValue = new HashMap<String, String>();
    nullValue.put("k", null);
    var changed =
        table.toBuilder().version(1).parameters(nullValue).layout(Given.layout("x")).build();
    var name = table.name();
    var trust = new Constraint.Trust(true, false, true);
    var key = new Constraint.ForeignKey(List.of("id"), name, List.of("amount"), "pk", 3, 1);
    var statistics =
        new ColumnStatistics(
            "id", "bigint", "impala", 7, new LongData(1L, null, 3, 4, Sketches.NONE));
    var partition =
        partition(table, "a/b", Given.AWKWARD)
            .withLayout(Given.layout("wide", "wider"))
            .withParameters(Map.of(Given.AWKWARD, ""));
    return List.of(
        new OfCatalog(null, new CatalogDefinition("lake", "d", "s3://lake", 5)),
        new OfDatabase(Database.named(name.database()), null),
        new OfTable(table, changed),
        new OfPartitions(table, List.of(partition(table, "a", "1")), List.of(partition)),
        new OfFunction(
            null,
            new Function(
                name.database(),
                "f",
                "c",
                null,
                OwnerType.ROLE,
                9,
                List.of(new Function.Resource(Function.Resource.Kind.FILE, "s3://f")))),
        new OfConstraints(
            List.of(
                new Constraint(name, "pk", new Constraint.PrimaryKey(List.of("id")), trust),
                new Constraint(name, "fk", key, trust),
                new Constraint(name, "uk", new Constraint.Unique(List.of("id", "amount")), trust),
                new Constraint(name, "nn", new Constraint.NotNull("id"), trust),
                new Constraint(name, "dv", new Constraint.Default("id", "1"), trust),
                new Constraint(name, "ck", new Constraint.Check(null, "id > 0"), trust))),
        new OfStatistics(table, List.of("a", "1"), List.of(statistics)),
        new OfWrite(table, partition, List.of(new WrittenFile("s3://f", "c", null))),
        new OfWrite(table, null, List.of()));
  }

  @Test
  void objectsComeBackAsTheyWereWhenTheyChanged() {
    var samples = samples();
    var positions =
        samples.stream()
            .map(objects -> append(change(1, ChangeKind.INSERT, "d", "t"), objects))
            .toList();
    var without = store().write(tx -> tx.changes().append(Given.change("ada"))).getAsLong();
    var all = new ArrayList<>(positions);
    all.add(without);
    var found = given().map(tx -> tx.changes().objects(all));
    assertThat(found).doesNotContainKey(without).hasSize(samples.size());
    for (int i = 0; i < samples.size(); i++) {
      assertThat(found.get(positions.get(i))).isEqualTo(samples.get(i));
    }
  }

  @Test
  void objectsOutliveTheirTable() {
    var table = given().partitionedTable("gone");
    long position = append(change(1, ChangeKind.DROP_TABLE, "d", "gone"), new OfTable(table, null));
    write(store(), tx -> tx.tables().delete(table));
    assertThat(given().map(tx -> tx.changes().objects(List.of(position))))
        .containsEntry(position, new OfTable(table, null));
  }

  @Test
  void manyPartitionsAreOneStatementMoreThanNone() {
    var table = given().partitionedTable("wide");
    var partitions = given().addMany(table, 1000);
    var objects = new OfPartitions(table, List.of(), partitions);
    long before = store().statements();
    long position = append(change(1, ChangeKind.ADD_PARTITION, "d", "t"), objects);
    assertThat(store().statements() - before).isEqualTo(2 + given().tokens());
    assertThat(given().map(tx -> tx.changes().objects(List.of(position))))
        .containsEntry(position, objects);
  }

  @Test
  void objectsLargerThanAPacketOfTheDatabaseAreStored() {
    var table = given().partitionedTable("large");
    var letters = new Random(7).ints(600_000, 'a', 'z' + 1);
    var text = letters.mapToObj(Character::toString).collect(Collectors.joining());
    var objects = new OfTable(null, table.withParameter("large", text));
    var positions = new ArrayList<LongSupplier>();
    write(
        store(),
        tx -> {
          positions.clear();
          for (int i = 0; i < 50; i++) {
            positions.add(
                tx.changes().append(change(1, ChangeKind.CREATE_TABLE, "d", "t"), objects));
          }
        });
    long last = positions.get(49).getAsLong();
    assertThat(given().map(tx -> tx.changes().objects(List.of(last)))).containsEntry(last, objects);
  }

  @Test
  void aChangeHasNoPositionBeforeItsCommit() {
    write(
        store(),
        tx -> {
          var position = tx.changes().append(Given.change("ada"));
          assertThatThrownBy(position::getAsLong).isInstanceOf(IllegalStateException.class);
        });
  }

  @Test
  void readersChooseByNameAndKind() {
    long before = store().position();
    var database = given().database().name();
    append(change(1, ChangeKind.CREATE_TABLE, database, "a"), new OfTable(null, null));
    append(change(1, ChangeKind.INSERT, database, "a"), new OfTable(null, null));
    append(change(1, ChangeKind.INSERT, database, "b"), new OfTable(null, null));
    append(change(1, ChangeKind.INSERT, "other", "a"), new OfTable(null, null));
    var all = EnumSet.allOf(ChangeKind.class);
    var ofDatabase = new ChangeFilter("hive", database, Unplaced.LEFT_OUT, Set.of(), all);
    var inserts =
        new ChangeFilter(null, database, Unplaced.INCLUDED, Set.of("A"), Set.of(ChangeKind.INSERT));
    assertThat(given().list(tx -> tx.changes().after(before, 2, ofDatabase)))
        .extracting(Change::kind)
        .containsExactly(ChangeKind.CREATE_TABLE, ChangeKind.INSERT);
    assertThat(given().list(tx -> tx.changes().after(before, 9, inserts))).hasSize(1);
    assertThat(given().number(tx -> tx.changes().count(before, before + 4, ChangeFilter.ALL)))
        .isEqualTo(4);
    assertThat(given().number(tx -> tx.changes().count(before, before + 2, ofDatabase)))
        .isEqualTo(2);
    var nothing = new ChangeFilter(null, null, Unplaced.INCLUDED, Set.of(), Set.of());
    assertThat(given().list(tx -> tx.changes().after(before, 9, nothing))).isEmpty();

    append(change(1, ChangeKind.OPEN_TXN, null, null), new OfTable(null, null));
    var alsoUnplaced = new ChangeFilter("hive", database, Unplaced.INCLUDED, Set.of(), all);
    assertThat(given().number(tx -> tx.changes().count(before, before + 5, alsoUnplaced)))
        .isEqualTo(4);
    assertThat(given().number(tx -> tx.changes().count(before, before + 5, ofDatabase)))
        .isEqualTo(3);
    var ofTables = new ChangeFilter(null, null, Unplaced.LEFT_OUT, Set.of("a"), all);
    assertThat(given().number(tx -> tx.changes().count(before, before + 5, ofTables))).isEqualTo(3);
  }

  /** Of partitions 0 to 1,499 of one transaction: two rows of the log, or three. */
  @Test
  void changesThatDifferInTheirPartitionAreReadOneByOne() {
    var table = given().partitionedTable("many");
    int many = 1_500;
    var alike =
        new Change(
            0,
            7,
            "ada",
            ChangeKind.UPDATE_PARTITION_COLUMN_STAT,
            "hive",
            table.name().database().name(),
            table.name().name(),
            table.id(),
            3L,
            List.of(),
            Map.of(Change.COLUMNS, "id"));
    long before = append(change(1, ChangeKind.INSERT, "d", "t"), new OfTable(null, null));
    var values = IntStream.range(0, many).mapToObj(i -> List.of("é\"" + i, "x")).toList();
    write(
        store(),
        tx ->
            values.forEach(
                each -> tx.changes().append(alike.of(0, each), statistics(table, each))));
    long last = append(change(1, ChangeKind.INSERT, "d", "t"), new OfTable(null, null));
    assertThat(last).isEqualTo(before + many + 1);

    var all = given().list(tx -> tx.changes().after(before, many));
    assertThat(all).hasSize(many);
    for (int i = 0; i < many; i++) {
      assertThat(all.get(i)).isEqualTo(alike.of(before + 1 + i, values.get(i)));
    }
    var ofTable =
        new ChangeFilter(
            null, null, Unplaced.INCLUDED, Set.of("many"), EnumSet.allOf(ChangeKind.class));
    var after = given().list(tx -> tx.changes().after(last - 1, 1)).get(0);
    for (int from : new int[] {0, 1, 998, 999, 1_000, 1_001, 1_499, 1_500}) {
      for (int limit : new int[] {1, 2, 999, 1_000, 1_001, Integer.MAX_VALUE}) {
        var wanted = all.subList(from, (int) Math.min(many, (long) from + limit));
        assertThat(given().list(tx -> tx.changes().after(before + from, limit, ofTable)))
            .as("%d of the table behind %d", limit, from)
            .isEqualTo(wanted);
        assertThat(given().list(tx -> tx.changes().after(before + from, limit)))
            .as("%d behind %d", limit, from)
            .hasSize((int) Math.min(limit, last - before - from))
            .isEqualTo(limit > wanted.size() ? with(wanted, after) : wanted);
        long until = Math.min(before + from + limit, last);
        assertThat(given().number(tx -> tx.changes().count(before + from, until, ChangeFilter.ALL)))
            .isEqualTo(until - before - from);
        assertThat(given().number(tx -> tx.changes().count(before + from, until, ofTable)))
            .isEqualTo(wanted.size());
      }
    }
    var some = List.of(before, before + 1, before + 1_000, before + 1_500, last, last + 1);
    assertThat(given().map(tx -> tx.changes().objects(some)))
        .isEqualTo(
            Map.of(
                before,
                new OfTable(null, null),
                before + 1,
                statistics(table, values.get(0)),
                before + 1_000,
                statistics(table, values.get(999)),
                before + 1_500,
                statistics(table, values.get(1_499)),
                last,
                new OfTable(null, null)));
  }

  private static List<Change> with(List<Change> changes, Change last) {
    var all = new ArrayList<>(changes);
    all.add(last);
    return all;
  }

  private static OfStatistics statistics(Table table, List<String> values) {
    var data = new LongData((long) values.hashCode(), null, 3, 4, Sketches.NONE);
    return new OfStatistics(
        table, values, List.of(new ColumnStatistics("id", "bigint", "hive", 7, data)));
  }

  @Test
  void ageTakesTheOldestChangesInBatchesAndNoPositionTwice() {
    write(store(), tx -> tx.changes().forget(tx.changes().position()));
    long before = store().position();
    for (int at : new int[] {10, 20, 30, 5}) {
      append(change(at, ChangeKind.INSERT, "d", "t"), new OfTable(null, null));
    }
    assertThat(given().written(tx -> tx.changes().forgetOlder(25, 0, 1))).isEqualTo(before + 1);
    assertThat(given().written(tx -> tx.changes().forgetOlder(25, before + 1, 9)))
        .isEqualTo(before + 2);
    // What is behind a younger change waits for it: the log is cut at one place.
    assertThat(given().written(tx -> tx.changes().forgetOlder(25, before + 2, 9)))
        .isEqualTo(before + 2);
    assertThat(given().list(tx -> tx.changes().after(0, 9)))
        .extracting(Change::position)
        .containsExactly(before + 3, before + 4);
    assertThat(given().written(tx -> tx.changes().forgetOlder(99, 0, 9))).isEqualTo(before + 4);
    try (var second = JdbcCatalogStore.open(beside())) {
      assertThat(second.position()).isEqualTo(before + 4);
    }
    assertThat(append(change(1, ChangeKind.INSERT, "d", "t"), new OfTable(null, null)))
        .isEqualTo(before + 5);
  }

  @Test
  void whatATransactionWroteIsKeptByPartition() {
    var table = given().partitionedTable("written");
    var one = partition(table, "a", "1");
    given().add(table, one);
    long txn = table.id() * 100;
    var first = new ReportedWrite(txn, 5, written(table, one, "f1"));
    var whole = new ReportedWrite(txn, 5, written(table, null, "f2"));
    var later = new ReportedWrite(txn, 6, written(table, one, "f3"));
    write(store(), tx -> tx.reportedWrites().add(table.name(), List.of(first, whole), 10));
    write(store(), tx -> tx.reportedWrites().add(table.name(), List.of(later), 11));
    assertThat(given().list(tx -> tx.reportedWrites().of(txn)))
        .containsExactly(new ReportedWrite(txn, 6, written(table, one, "f1", "f3")), whole);
    assertThat(given().list(tx -> tx.reportedWrites().of(txn + 1))).isEmpty();
  }

  private static OfWrite written(Table table, Partition partition, String... files) {
    return new OfWrite(
        table,
        partition,
        List.of(files).stream().map(file -> new WrittenFile(file, null, null)).toList());
  }

  @Test
  void reportsOfOneTransactionAtOnceLoseNoFile() throws Exception {
    var table = given().partitionedTable("raced_writes");
    long txn = table.id() * 100;
    inThreads(
        writer ->
            () -> {
              for (int i = 0; i < 10; i++) {
                var file = writer + "-" + i;
                write(
                    store(),
                    tx ->
                        tx.reportedWrites()
                            .add(
                                table.name(),
                                List.of(new ReportedWrite(txn, 1, written(table, null, file))),
                                1));
              }
              return true;
            });
    var files = store().read(tx -> tx.reportedWrites().of(txn)).get(0).written().files();
    assertThat(files).hasSize(WRITERS * 10).doesNotHaveDuplicates();
  }

  @Test
  void readersOfAnyNodeNeverSeeAHoleThatIsFilledLater() throws Exception {
    long before = store().position();
    var table = given().partitionedTable("gaps");
    var partitions = IntStream.range(0, 20).mapToObj(i -> partition(table, "d", "" + i)).toList();
    boolean alone = beside().access() == StoreSettings.Access.GUEST;
    try (var second = JdbcCatalogStore.open(beside())) {
      var writing = new AtomicBoolean(true);
      var readers = Executors.newFixedThreadPool(2);
      var followed =
          List.of(
              readers.submit(() -> follow(store(), before, writing)),
              readers.submit(() -> follow(second, before, writing)));
      try {
        inThreads(
            writer ->
                () -> {
                  var own = alone || writer % 2 == 0 ? store() : second;
                  for (int i = 0; i < WRITES; i++) {
                    int size = 1 + (writer + i) % 3;
                    write(
                        own,
                        tx -> {
                          for (int n = 0; n < size; n++) {
                            tx.changes()
                                .append(
                                    change(1, ChangeKind.ADD_PARTITION, "d", "w" + writer),
                                    new OfPartitions(table, List.of(), partitions));
                          }
                        });
                  }
                  return true;
                });
      } finally {
        writing.set(false);
        readers.shutdown();
      }
      var all = LongStream.rangeClosed(before + 1, store().position()).boxed().toList();
      for (Future<List<Long>> met : followed) {
        assertThat(met.get(60, TimeUnit.SECONDS)).isEqualTo(all);
      }
    }
  }

  private static List<Long> follow(JdbcCatalogStore store, long from, AtomicBoolean writing) {
    var met = new ArrayList<Long>();
    boolean more = true;
    while (more) {
      more = writing.get();
      long known = met.isEmpty() ? from : met.get(met.size() - 1);
      for (var change : store.read(tx -> tx.changes().after(known, 11))) {
        met.add(change.position());
        more = true;
      }
    }
    return met;
  }

  private interface Work {
    Callable<Boolean> of(int writer);
  }

  private static void inThreads(Work work) throws Exception {
    var threads = Executors.newFixedThreadPool(WRITERS);
    try {
      var tasks = IntStream.range(0, WRITERS).mapToObj(work::of).toList();
      for (var done : threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
