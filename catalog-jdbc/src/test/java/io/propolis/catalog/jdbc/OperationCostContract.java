package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.Session;
import io.propolis.catalog.StatisticsOperations;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Lock;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whole operations cost: in statements, and in round trips to a database server. */
abstract class OperationCostContract {
  private static final List<Integer> SIZES = List.of(1, 10, 5_000);

  @TempDir private Path folder;
  private int tables;
  private Session session;

  abstract Given given();

  private Session session() {
    if (session == null) {
      session = open();
    }
    return session;
  }

  private Session open() {
    var settings = CatalogSettings.withWarehouse("file:" + folder);
    return Catalog.open(given().store, Lakes.open(S3Settings.DEFAULT), Clock.systemUTC(), settings)
        .as(new Caller("ada", "test"));
  }

  private interface Operation {
    void run();
  }

  private long statements(Operation operation) {
    long before = given().store.statements();
    operation.run();
    return given().store.statements() - before;
  }

  private long trips(Operation operation) {
    long before = given().store.roundTrips();
    operation.run();
    return given().store.roundTrips() - before;
  }

  private boolean isServer() {
    return given().tokens() > 0;
  }

  private Table partitioned(Session session, int partitions) {
    var table = create(session, List.of(new Column("day", "string")));
    add(session, table, 0, partitions);
    return table;
  }

  private Table create(Session session, List<Column> keys) {
    var database = DatabaseName.of("cost_" + given().store.product().substring(0, 2));
    if (session.databases().find(database).isEmpty()) {
      session.databases().create(Database.named(database));
    }
    var name = "t" + given().store.position() + "_" + tables++;
    var table =
        Given.newTable(database, name).toBuilder()
            .partitionKeys(keys)
            .location("file:" + folder.resolve(name))
            .build();
    return session.tables().create(table, Mode.KEEP);
  }

  /** Locations that exist: the server makes no folders. */
  private void add(Session session, Table table, int from, int count) {
    session
        .partitions()
        .add(table.name(), partitions(table, from, count), Existing.REFUSE, Mode.KEEP);
  }

  private List<Partition> partitions(Table table, int from, int count) {
    return IntStream.range(from, from + count)
        .mapToObj(
            i -> Partition.of(List.of("d" + i), table.layout()).withLocation("file:" + folder))
        .toList();
  }

  private static List<List<String>> values(List<Partition> partitions) {
    return partitions.stream().map(Partition::values).toList();
  }

  @Test
  void aBatchCostsAsMuchAsOnePartition() {
    var session = session();
    var table = partitioned(session, 0);
    add(session, table, 9_000, 1);
    var costs = new HashMap<String, List<Long>>();
    for (int size : List.of(1, 100, 1_000)) {
      var batch = partitions(table, 0, size);
      var changed = batch.stream().map(p -> p.withParameters(Map.of("size", "" + size))).toList();
      var statistics = new HashMap<List<String>, List<ColumnStatistics>>();
      batch.forEach(p -> statistics.put(p.values(), statistics("id", "amount")));
      cost(costs, "add", () -> add(session, table, 0, size));
      cost(costs, "alter", () -> session.partitions().alter(table.name(), changed, Mode.KEEP));
      cost(
          costs,
          "statistics",
          () ->
              session
                  .statistics()
                  .putPartitions(
                      table.name(),
                      statistics,
                      StatisticsOperations.Existing.REPLACE,
                      Writer.NONE));
      cost(
          costs,
          "drop",
          () ->
              session
                  .partitions()
                  .drop(table.name(), values(batch), Missing.REFUSE, DropData.KEEP_FILES));
    }
    costs.forEach(
        (operation, each) ->
            assertThat(each).as(operation).allSatisfy(cost -> assertThat(cost).isBetween(1L, 18L)));
    assertThat(costs.get("add")).as("add").containsOnly(costs.get("add").get(0));
    assertThat(costs.get("drop")).as("drop").containsOnly(costs.get("drop").get(0));
  }

  private void cost(Map<String, List<Long>> costs, String operation, Operation work) {
    // What the server keeps in memory follows the log before anything is counted.
    session().tables().find(TableName.of("default", "absent"));
    costs.computeIfAbsent(operation, each -> new ArrayList<>()).add(statements(work));
  }

  private static List<ColumnStatistics> statistics(String... columns) {
    var data = new LongData(1L, 2L, 3, 4, Sketches.NONE);
    return Arrays.stream(columns)
        .map(c -> new ColumnStatistics(c, "string", ColumnStatistics.HIVE_ENGINE, 1, data))
        .toList();
  }

  @Test
  void aChangeOfATableCostsTheSameWhateverItsPartitions() {
    var session = session();
    var costs = new HashMap<String, List<Long>>();
    for (int size : SIZES) {
      var table = partitioned(session, size);
      given()
          .store
          .write(
              tx -> {
                tx.grants()
                    .insert(
                        List.of(
                            AccessContract.grant(
                                new Resource.OfTable(table.name()),
                                Principal.user("bob"),
                                "SELECT")));
                return true;
              });
      var wider = table.toBuilder().layout(Given.layout("id", "amount", "more" + size % 7)).build();
      long before = given().store.position();
      cost(
          costs,
          "cascade",
          () ->
              session
                  .tables()
                  .alter(
                      table.name(), wider, new AlterOptions(Cascade.PARTITIONS, Mode.KEEP, null)));
      assertThat(given().list(tx -> tx.changes().after(before, 9)))
          .singleElement()
          .extracting(Change::partitions)
          .asList()
          .isEmpty();
      var renamed = table.name().database().table(table.name().name() + "_renamed");
      cost(
          costs,
          "rename",
          () ->
              session
                  .tables()
                  .alter(
                      table.name(), wider.toBuilder().name(renamed).build(), AlterOptions.PLAIN));
      var elsewhere =
          wider.toBuilder().name(renamed).location("file:" + folder.resolve("else" + size)).build();
      cost(costs, "move", () -> session.tables().alter(renamed, elsewhere, AlterOptions.PLAIN));
      assertThat(session.partitions().count(renamed)).isEqualTo(size);
      cost(costs, "drop", () -> session.tables().drop(renamed, DropData.DELETE_FILES));
    }
    costs.forEach((operation, each) -> assertThat(each).as(operation).containsOnly(each.get(0)));
  }

  @Test
  void otherColumnsCostTheSameWhateverThePartitionsThatHaveStatistics() {
    var session = session();
    var costs = new HashMap<String, List<Long>>();
    var cascading = new AlterOptions(Cascade.PARTITIONS, Mode.KEEP, null);
    for (int size : List.of(10, 3_000)) {
      for (var which : List.of("with", "without")) {
        var table = partitioned(session, size);
        if (which.equals("with")) {
          var all = new HashMap<List<String>, List<ColumnStatistics>>();
          partitions(table, 0, size).forEach(p -> all.put(p.values(), statistics("id", "amount")));
          session.statistics().putPartitions(table.name(), all);
        }
        var other = new ArrayList<>(table.layout().columns());
        // New to the server in each case, so that each layout is stored.
        other.set(0, new Column("id", "varchar(%d)".formatted(size + which.length())));
        var retyped = table.toBuilder().layout(table.layout().withColumns(other)).build();
        cost(
            costs,
            "retype " + which,
            () -> session.tables().alter(table.name(), retyped, cascading));
        other.remove(1);
        var fewer = table.toBuilder().layout(table.layout().withColumns(other)).build();
        cost(
            costs, "remove " + which, () -> session.tables().alter(table.name(), fewer, cascading));
        var read = session.partitions().find(table.name(), List.of("d7")).orElseThrow();
        assertThat(read.parameters().getOrDefault(StatisticsState.KEY, "{}")).isEqualTo("{}");
        assertThat(read.layout().columns()).isEqualTo(other);
      }
    }
    costs.forEach((operation, each) -> assertThat(each).as(operation).containsOnly(each.get(0)));
  }

  /** Beside the statements stand the round trips, in which an embedded database has none. */
  @Test
  void whatWritesCostIsKnown() {
    var session = session();
    var table = create(session, List.of());
    var changed = table.withParameter("k", "v");
    session.tables().require(table.name());
    int server = isServer() ? 1 : 0;
    var wanted =
        table.toBuilder()
            .name(table.name().database().table(table.name().name() + "_more"))
            .location(table.location() + "_more")
            .type(TableType.EXTERNAL_TABLE)
            .parameters(Map.of("EXTERNAL", "TRUE"))
            .build();
    // The position; the table, its version, position, change, token.
    assertCost(4 + 2 * server, 3, () -> session.tables().create(wanted, Mode.KEEP));
    // Lock, version and database; indexes; the table, what belongs to it, its tags, position,
    // change, token.
    assertCost(7 + 2 * server, 3, () -> session.tables().drop(wanted.name(), DropData.KEEP_FILES));
    // The table, its version, position, change, token; where statements go alone, a look before.
    for (int i = 0; i < 3; i++) {
      assertCost(5, 1, () -> session.tables().alter(table.name(), changed, AlterOptions.PLAIN));
    }
    var lock = new AtomicReference<Lock>();
    // The gate, what is in the way; the lock, its components, token.
    assertCost(3 + 2 * server, 2, () -> lock.set(session.locks().request(lock(table.name()))));
    // The gate, the lock, token.
    assertCost(1 + 2 * server, 1, () -> session.locks().release(lock.get().id()));
  }

  private static Lock lock(TableName name) {
    var component =
        new Lock.Component(
            1, Lock.Mode.EXCLUSIVE, name.database().name(), name.name(), null, "UPDATE");
    return new Lock(
        0, 0, Lock.State.WAITING, List.of(component), "ada", "here", null, null, 0, null);
  }

  private void assertCost(long statements, long trips, Operation operation) {
    long tripsBefore = given().store.roundTrips();
    assertThat(statements(operation)).as("statements").isEqualTo(statements);
    if (isServer()) {
      assertThat(given().store.roundTrips() - tripsBefore).as("round trips").isEqualTo(trips);
    }
  }

  @Test
  void aWriteIsTwoRoundTripsWithItsTransaction() {
    if (!isServer()) {
      return; // an embedded database has none
    }
    var session = session();
    var table = create(session, List.of());
    var changed = session.tables().require(table.name()).withParameter("k", "v");
    long alter = trips(() -> session.tables().alter(table.name(), changed, AlterOptions.PLAIN));
    long write =
        trips(
            () ->
                given()
                    .store
                    .write(
                        tx -> {
                          var current = tx.tables().lock(table.name()).orElseThrow();
                          tx.changes().append(Given.change("ada"));
                          return tx.tables()
                              .update(current, current, ChangeKind.ALTER_TABLE, Given.AUTHOR);
                        }));
    assertThat(write).isEqualTo(2);
    assertThat(alter).as("of a table that is known").isEqualTo(1);
    assertThat(
            trips(
                () ->
                    given()
                        .store
                        .write(
                            tx -> {
                              tx.changes().append(Given.change("ada"));
                              return tx.tables()
                                  .insert(
                                      Given.newTable(table.name().database(), "trips"),
                                      Given.AUTHOR);
                            })))
        .isEqualTo(2);
  }
}
