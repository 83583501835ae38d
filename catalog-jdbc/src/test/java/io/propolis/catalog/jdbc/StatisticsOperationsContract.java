package io.propolis.catalog.jdbc;

import static io.propolis.catalog.model.ColumnStatistics.HIVE_ENGINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.Session;
import io.propolis.catalog.StatisticsOperations;
import io.propolis.catalog.StatisticsOperations.Existing;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketch;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.catalog.sketch.KllHistogram;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Statistics as operations keep, mark and merge them, and what that costs. */
abstract class StatisticsOperationsContract {
  private static final List<String> COLUMNS = List.of("a", "b", "c");

  private final AtomicReference<Catalog> opened = new AtomicReference<>();

  abstract Given given();

  private Session session() {
    var catalog =
        opened.updateAndGet(
            known ->
                known != null
                    ? known
                    : Catalog.open(
                        given().store,
                        Lakes.open(S3Settings.DEFAULT),
                        Clock.systemUTC(),
                        CatalogSettings.withWarehouse(
                            "file:" + System.getProperty("java.io.tmpdir") + "/stat-warehouse")));
    return catalog.as(Caller.SYSTEM);
  }

  private StatisticsOperations statistics() {
    return session().statistics();
  }

  private TableName table(Map<String, String> parameters, Column... keys) {
    var table =
        Given.newTable(given().database(), "orders").toBuilder()
            .layout(Given.layout("a", "b", "c"))
            .partitionKeys(List.of(keys))
            .parameters(parameters)
            .build();
    Refusals.write(given().store, tx -> tx.tables().insert(table, Given.AUTHOR));
    return table.name();
  }

  private TableName partitioned(Map<String, String> parameters, int partitions) {
    var name = table(parameters, new Column("n", "int"));
    var table = session().tables().require(name);
    given()
        .add(
            table,
            IntStream.range(0, partitions)
                .mapToObj(i -> Partition.of(List.of("" + i), table.layout()))
                .toArray(Partition[]::new));
    return name;
  }

  private static ColumnStatistics of(String column, StatisticsData data) {
    return new ColumnStatistics(column, "bigint", HIVE_ENGINE, 1, data);
  }

  private static ColumnStatistics numbers(String column, long low, long high) {
    return of(column, new LongData(low, high, 1, 5, sketches((int) low % 8, low)));
  }

  /** Flajolet and Martin's sketch of one vector, and a KLL sketch of one value. */
  private static Sketches sketches(int bit, float value) {
    var kll = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    kll.put(new byte[] {2, 2, 15, 4, (byte) 200, 0, 8, 0}).putFloat(value);
    return new Sketches(
        Sketch.of(new byte[] {'F', 'M', 1, 0, (byte) (1 << bit), 0, 0, 0}), Sketch.of(kll.array()));
  }

  private static List<List<String>> values(int partitions) {
    return IntStream.range(0, partitions).mapToObj(i -> List.of("" + i)).toList();
  }

  private static Map<List<String>, List<ColumnStatistics>> all(int partitions) {
    var all = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    for (int i = 0; i < partitions; i++) {
      int low = i;
      all.put(List.of("" + i), COLUMNS.stream().map(c -> numbers(c, low, low + 10)).toList());
    }
    return all;
  }

  private long statements(Runnable work) {
    long before = given().store.statements();
    work.run();
    return given().store.statements() - before;
  }

  private StatisticsState state(TableName name) {
    return StatisticsState.of(session().tables().require(name).parameters());
  }

  private StatisticsState state(TableName name, String partition) {
    return StatisticsState.of(
        session().partitions().find(name, List.of(partition)).orElseThrow().parameters());
  }

  @Test
  void whatIsPutIsMarkedAsRightAndWhatIsRemovedIsNot() {
    var name = partitioned(Map.of(StatisticsState.KEY, "{\"BASIC_STATS\":\"true\"}"), 2);
    statistics().putTable(name, List.of(numbers("a", 1, 2), numbers("b", 1, 2)));
    statistics().putPartitions(name, all(2));
    assertThat(state(name))
        .hasToString("{\"BASIC_STATS\":\"true\",\"COLUMN_STATS\":{\"a\":\"true\",\"b\":\"true\"}}");
    assertThat(state(name, "1").isOf("c")).isTrue();

    assertThat(statistics().deleteTable(name, List.of("a"), HIVE_ENGINE)).isTrue();
    assertThat(statistics().deleteTable(name, List.of("a"), HIVE_ENGINE)).isFalse();
    assertThat(state(name))
        .hasToString("{\"BASIC_STATS\":\"true\",\"COLUMN_STATS\":{\"b\":\"true\"}}");
    var second = List.of(List.of("1"));
    assertThat(statistics().deletePartitions(name, second, List.of("a", "c"), HIVE_ENGINE))
        .isTrue();
    assertThat(state(name, "1")).hasToString("{\"COLUMN_STATS\":{\"b\":\"true\"}}");
    assertThat(state(name, "0").isOf("a")).isTrue();
    assertThat(statistics().deletePartitions(name, List.of(), List.of(), "impala")).isFalse();
    assertThat(statistics().deletePartitions(name, List.of(), List.of(), HIVE_ENGINE)).isTrue();
    assertThat(state(name, "0")).hasToString("{}");
    assertThat(statistics().ofPartitions(name, values(2), COLUMNS, HIVE_ENGINE)).isEmpty();
  }

  @Test
  void onlyWhatIsRightIsMergedWith() {
    var name = table(Map.of());
    statistics().putTable(name, List.of(numbers("a", 1, 5)));
    var more = List.of(numbers("a", 3, 30), numbers("b", 1, 2));
    assertThat(statistics().putTable(name, more, Existing.MERGE, Writer.NONE)).isTrue();
    var found = statistics().ofTable(name, COLUMNS, HIVE_ENGINE);
    assertThat(found).hasSize(1);
    var merged = (LongData) found.get(0).data();
    assertThat(merged.low()).isEqualTo(1);
    assertThat(merged.high()).isEqualTo(30);
    assertThat(merged.nulls()).isEqualTo(2);
    assertThat(histogram(found.get(0)).count()).isEqualTo(2);
  }

  private static KllHistogram histogram(ColumnStatistics statistics) {
    var sketch = statistics.data().sketches().histogram();
    return KllHistogram.read(java.util.Objects.requireNonNull(sketch).bytes()).orElseThrow();
  }

  @Test
  void manyPartitionsAreAggregatedWithTheirSketches() {
    int partitions = 2_100;
    var name = partitioned(Map.of(), partitions);
    statistics().putPartitions(name, all(partitions));
    var shuffled = new ArrayList<>(values(partitions));
    java.util.Collections.reverse(shuffled);

    var aggregate = statistics().aggregate(name, shuffled, COLUMNS, HIVE_ENGINE);

    assertThat(aggregate.partitionsFound()).isEqualTo(partitions);
    assertThat(aggregate.columns())
        .extracting(ColumnStatistics::column)
        .containsExactly("a", "b", "c");
    for (var column : aggregate.columns()) {
      var data = (LongData) column.data();
      assertThat(data.low()).isZero();
      assertThat(data.high()).isEqualTo(partitions + 9);
      assertThat(data.nulls()).isEqualTo(partitions);
      assertThat(data.distinct()).isEqualTo((long) (256 / 0.77351));
      assertThat(histogram(column).count()).isEqualTo(partitions);
    }
    assertThat(statistics().aggregate(name, shuffled, COLUMNS, "impala").columns()).isEmpty();
  }

  @Test
  void partitionsWithoutStatisticsOrSketchesAreExtendedOver() {
    var name = partitioned(Map.of(), 10);
    var some = all(10);
    some.remove(List.of("0"));
    some.remove(List.of("7"));
    some.put(List.of("3"), List.of(of("a", new LongData(3L, 13L, 1, 5, Sketches.NONE))));
    statistics().putPartitions(name, some);
    var aggregate = statistics().aggregate(name, values(10), COLUMNS, HIVE_ENGINE);
    assertThat(aggregate.partitionsFound()).isEqualTo(7);
    var extended = (LongData) aggregate.columns().get(0).data();
    assertThat(extended.low()).isZero();
    assertThat(extended.high()).isEqualTo(20);
    assertThat(extended.nulls()).isEqualTo(10);
    assertThat(histogram(aggregate.columns().get(0)).count()).isEqualTo(7);
  }

  @Test
  void whatWasAskedForBeforeIsKeptUntilItChanges() {
    var name = partitioned(Map.of(), 30);
    statistics().putPartitions(name, all(30));
    var first = statistics().aggregate(name, values(30), COLUMNS, HIVE_ENGINE);
    assertThat(first.columns()).isNotEmpty();
    // At most the question where the catalog stands, twice: for the table and for the aggregate.
    assertThat(statements(() -> statistics().aggregate(name, values(30), COLUMNS, HIVE_ENGINE)))
        .isLessThanOrEqualTo(2);

    statistics().putPartitions(name, Map.of(List.of("3"), List.of(numbers("a", -8, 1))));
    var second = statistics().aggregate(name, values(30), COLUMNS, HIVE_ENGINE);
    assertThat(((LongData) second.columns().get(0).data()).low()).isEqualTo(-8);

    session()
        .partitions()
        .drop(name, List.of(List.of("3")), Missing.REFUSE, io.propolis.catalog.DropData.KEEP_FILES);
    assertThat(statistics().aggregate(name, values(30), COLUMNS, HIVE_ENGINE).partitionsFound())
        .isEqualTo(29);
    statistics().deletePartitions(name, List.of(), List.of("b"), HIVE_ENGINE);
    assertThat(statistics().aggregate(name, values(30), COLUMNS, HIVE_ENGINE).columns()).hasSize(2);
  }

  @Test
  void statisticsOfPartitionsAreKeptUntilTheyChange() {
    var name = partitioned(Map.of(), 30);
    statistics().putPartitions(name, all(30));
    var first = statistics().ofPartitions(name, values(30), COLUMNS, HIVE_ENGINE);
    assertThat(first).isEqualTo(all(30));
    assertThat(statements(() -> statistics().ofPartitions(name, values(30), COLUMNS, HIVE_ENGINE)))
        .isLessThanOrEqualTo(2);

    var changed = List.of(numbers("a", -8, 1));
    statistics().putPartitions(name, Map.of(List.of("3"), changed));
    var second = statistics().ofPartitions(name, values(30), COLUMNS, HIVE_ENGINE);
    assertThat(second.get(List.of("3")))
        .containsExactly(changed.get(0), numbers("b", 3, 13), numbers("c", 3, 13));
    assertThat(second.get(List.of("4"))).isEqualTo(first.get(List.of("4")));
    assertThat(statistics().ofPartitions(name, values(2), List.of("c"), HIVE_ENGINE))
        .isEqualTo(
            Map.of(
                List.of("0"),
                List.of(numbers("c", 0, 10)),
                List.of("1"),
                List.of(numbers("c", 1, 11))));
  }

  /** Documents that stand are changed, and others made, by one call. */
  @Test
  void statisticsOfManyPartitionsReplaceThoseThatStand() {
    var name = partitioned(Map.of(), 40);
    statistics().putPartitions(name, all(30));
    statistics().deletePartitions(name, List.of(List.of("7")), COLUMNS, HIVE_ENGINE);
    var changed = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
    values(40).forEach(values -> changed.put(values, List.of(numbers("b", -8, 1))));
    statistics().putPartitions(name, changed);

    var found = statistics().ofPartitions(name, values(40), COLUMNS, HIVE_ENGINE);
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(values(40));
    found.forEach(
        (values, of) -> {
          long low = Long.parseLong(values.get(0));
          var b = numbers("b", -8, 1);
          if (low == 7 || low >= 30) {
            assertThat(of).containsExactly(b);
          } else {
            assertThat(of)
                .containsExactly(numbers("a", low, low + 10), b, numbers("c", low, low + 10));
          }
        });
  }

  @Test
  void statementsDoNotDependOnPartitionsOrColumns() {
    var few = partitioned(Map.of(), 10);
    var many = partitioned(Map.of(), 300);
    statistics().putPartitions(few, all(1));
    statistics().putPartitions(many, all(1));
    long ofFew = statements(() -> statistics().putPartitions(few, all(10)));
    long ofMany = statements(() -> statistics().putPartitions(many, all(300)));
    assertThat(ofMany).isLessThanOrEqualTo(ofFew + 1);
    assertThat(statements(() -> statistics().aggregate(many, values(300), COLUMNS, HIVE_ENGINE)))
        .isLessThanOrEqualTo(6);
    long oneGone =
        statements(() -> statistics().deletePartitions(few, values(1), List.of("a"), HIVE_ENGINE));
    long allGone =
        statements(() -> statistics().deletePartitions(many, values(300), COLUMNS, HIVE_ENGINE));
    assertThat(allGone).isLessThanOrEqualTo(oneGone + 1);
  }

  @Test
  void statisticsGoWithTheirColumn() {
    var name = partitioned(Map.of(), 2);
    var impala = new ColumnStatistics("b", "bigint", "impala", 1, numbers("b", 1, 2).data());
    statistics().putTable(name, List.of(numbers("a", 1, 2), numbers("b", 1, 2), impala));
    statistics().putPartitions(name, all(2));
    var table = session().tables().require(name);
    var columns = new ArrayList<>(table.layout().columns());
    columns.set(1, new Column("renamed", columns.get(1).type()));
    columns.set(2, new Column("c", "date"));
    var changed = table.toBuilder().layout(table.layout().withColumns(columns)).build();

    session().tables().alter(name, changed, new AlterOptions(Cascade.PARTITIONS, Mode.KEEP, null));

    var asked = List.of("a", "b", "c", "renamed");
    assertThat(statistics().ofTable(name, asked, HIVE_ENGINE))
        .extracting(ColumnStatistics::column)
        .containsExactly("a");
    assertThat(statistics().ofTable(name, asked, "impala")).isEmpty();
    assertThat(state(name)).hasToString("{\"COLUMN_STATS\":{\"a\":\"true\"}}");
    assertThat(statistics().ofPartitions(name, values(2), asked, HIVE_ENGINE).get(List.of("1")))
        .extracting(ColumnStatistics::column)
        .containsExactly("a");
    assertThat(state(name, "1")).hasToString("{\"COLUMN_STATS\":{\"a\":\"true\"}}");
  }

  private void retype(TableName name, int column, String type, Cascade cascade) {
    var table = session().tables().require(name);
    var columns = new ArrayList<>(table.layout().columns());
    columns.set(column, new Column(columns.get(column).name(), type));
    var changed = table.toBuilder().layout(table.layout().withColumns(columns)).build();
    session().tables().alter(name, changed, new AlterOptions(cascade, Mode.KEEP, null));
  }

  /** As the index in memory, a look-up of one, and a server that has read nothing yet show them. */
  private void assertMarks(TableName name, String partition, String state) {
    var listed = new ArrayList<String>();
    session()
        .partitions()
        .list(name, -1)
        .forEach(
            each -> {
              if (each.values().equals(List.of(partition))) {
                listed.add(StatisticsState.of(each.parameters()).toString());
              }
            });
    assertThat(listed).containsExactly(state);
    assertThat(state(name, partition)).hasToString(state);
    opened.set(null);
    assertThat(state(name, partition)).hasToString(state);
  }

  @Test
  void marksThatEndedMayBeMadeAnewOneByOne() {
    var name = partitioned(Map.of(), 3);
    statistics().putPartitions(name, all(3));
    retype(name, 1, "date", Cascade.PARTITIONS);
    assertMarks(name, "0", "{\"COLUMN_STATS\":{\"a\":\"true\",\"c\":\"true\"}}");

    statistics().putPartitions(name, Map.of(List.of("0"), List.of(numbers("b", 1, 2))));
    var all = "{\"COLUMN_STATS\":{\"a\":\"true\",\"b\":\"true\",\"c\":\"true\"}}";
    var withoutB = "{\"COLUMN_STATS\":{\"a\":\"true\",\"c\":\"true\"}}";
    assertMarks(name, "0", all);
    assertMarks(name, "1", withoutB);
    assertThat(statistics().ofPartitions(name, values(3), List.of("b"), HIVE_ENGINE))
        .containsOnlyKeys(List.of("0"));

    // Another change of another column, and back to the type that was there at first.
    retype(name, 0, "date", Cascade.TABLE_ONLY);
    retype(name, 1, "bigint", Cascade.TABLE_ONLY);
    assertMarks(name, "0", "{\"COLUMN_STATS\":{\"c\":\"true\"}}");
    assertMarks(name, "1", "{\"COLUMN_STATS\":{\"c\":\"true\"}}");

    // Partitions that are written for other reasons keep what they have, and no more.
    var second = session().partitions().find(name, List.of("1")).orElseThrow();
    session().partitions().alter(name, List.of(second.withExtras(Map.of("x", "y"))), Mode.KEEP);
    var third = session().partitions().find(name, List.of("2")).orElseThrow();
    session().partitions().rename(name, List.of("2"), third.withValues(List.of("9")));
    assertMarks(name, "1", "{\"COLUMN_STATS\":{\"c\":\"true\"}}");
    assertMarks(name, "9", "{\"COLUMN_STATS\":{\"c\":\"true\"}}");
    var marked = StatisticsState.withColumns(Map.of(), List.of("a"));
    var added =
        Partition.of(List.of("7"), second.layout())
            .withParameters(marked)
            .withLocation("file:" + System.getProperty("java.io.tmpdir"));
    session()
        .partitions()
        .add(name, List.of(added), PartitionOperations.Existing.REFUSE, Mode.KEEP);
    assertMarks(name, "7", "{\"COLUMN_STATS\":{\"a\":\"true\"}}");
  }

  /** Nobody writes such values, and they come back. */
  @Test
  void whatLooksLikeAStoredMarkComesBackAsItIs() {
    var name = partitioned(Map.of(), 2);
    statistics().putPartitions(name, all(2));
    retype(name, 1, "date", Cascade.PARTITIONS);
    var table = session().tables().require(name);
    for (var odd : List.of("@7 {\"COLUMN_STATS\":{\"b\":\"true\"}}", "@", "@1", "true")) {
      var added =
          Partition.of(List.of("1" + odd.hashCode()), table.layout())
              .withParameters(Map.of(StatisticsState.KEY, odd));
      given().add(table, added);
      assertThat(given().list(tx -> tx.partitions().findAll(table, List.of(added.values()))))
          .containsExactly(added);
    }
  }

  private static final Map<String, String> TRANSACTIONAL =
      Map.of("transactional", "true", StatisticsState.KEY, "{\"BASIC_STATS\":\"true\"}");

  private static WriteIdSnapshot sees(TableName name, long mark, Long... hidden) {
    return new WriteIdSnapshot(name, mark, List.of(hidden), Set.of());
  }

  @Test
  void readersOfATransactionalTableTrustWhatTheySee() {
    var name = table(TRANSACTIONAL);
    assertThatThrownBy(() -> statistics().putTable(name, List.of(numbers("a", 1, 2))))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("without providing the transactional write state");
    var writer = new Writer(3, sees(name, 3));
    var put = List.of(numbers("a", 1, 2));
    assertThat(statistics().putTable(name, put, Existing.REPLACE, writer)).isTrue();
    var table = session().tables().require(name);
    assertThat(WriteStamps.of(table.extras())).isEqualTo(3);
    assertThat(StatisticsOperations.areCompliant(table, null)).isTrue();
    assertThat(StatisticsOperations.areCompliant(table, sees(name, 3))).isTrue();
    assertThat(StatisticsOperations.areCompliant(table, sees(name, 2))).isFalse();
    assertThat(StatisticsOperations.areCompliant(table, sees(name, 5, 3L))).isFalse();

    // One that does not see the other writes: nothing is right any more.
    var beside = new Writer(4, sees(name, 4, 3L));
    statistics().putTable(name, put, Existing.REPLACE, beside);
    assertThat(state(name)).hasToString("{}");
    var after = session().tables().require(name);
    assertThat(StatisticsOperations.areCompliant(after, sees(name, 9))).isFalse();
    // A merge does not even keep the numbers.
    assertThat(statistics().putTable(name, put, Existing.MERGE, new Writer(5, sees(name, 5))))
        .isFalse();
  }

  @Test
  void aWriterReplacesWhatAnAbortedOneLeft() {
    var name = table(TRANSACTIONAL);
    var put = List.of(numbers("a", 1, 2));
    statistics().putTable(name, put, Existing.REPLACE, new Writer(1, sees(name, 1)));
    var aborted = new WriteIdSnapshot(name, 2, List.of(1L), Set.of(1L));
    statistics().putTable(name, put, Existing.REPLACE, new Writer(2, aborted));
    assertThat(state(name).isBasic()).isTrue();
    assertThat(state(name).isOf("a")).isTrue();
  }

  @Test
  void partitionsOfATransactionalTableAreTrustedOneByOne() {
    var name = partitioned(TRANSACTIONAL, 2);
    var table = session().tables().require(name);
    var basic = Map.of(StatisticsState.KEY, "{\"BASIC_STATS\":\"true\"}");
    Refusals.write(
        given().store,
        tx ->
            tx.partitions()
                .update(
                    table,
                    tx.partitions().findAll(table, values(2)).stream()
                        .map(partition -> partition.withParameters(basic))
                        .toList()));
    var one = Map.of(List.of("0"), List.of(numbers("a", 1, 2)));
    var other = Map.of(List.of("1"), List.of(numbers("a", 5, 9)));
    statistics().putPartitions(name, one, Existing.REPLACE, new Writer(1, sees(name, 1)));
    statistics().putPartitions(name, other, Existing.REPLACE, new Writer(2, sees(name, 2)));

    var columns = List.of("a");
    var early = sees(name, 1);
    assertThat(statistics().ofPartitions(name, values(2), columns, HIVE_ENGINE, early))
        .containsOnlyKeys(List.of("0"));
    var none = statistics().aggregate(name, values(2), columns, HIVE_ENGINE, early);
    assertThat(none.isCompliant()).isFalse();
    assertThat(none.columns()).isEmpty();
    var all = statistics().aggregate(name, values(2), columns, HIVE_ENGINE, sees(name, 2));
    assertThat(all.isCompliant()).isTrue();
    assertThat(((LongData) all.columns().get(0).data()).high()).isEqualTo(9);
    assertThat(
            statistics()
                .aggregate(name, List.of(List.of("0")), columns, HIVE_ENGINE, early)
                .isCompliant())
        .isTrue();
  }

  @Test
  void alteringATransactionalTableClaimsNothingOutsideOfATransaction() {
    var name = table(TRANSACTIONAL);
    statistics()
        .putTable(
            name, List.of(numbers("a", 1, 2)), Existing.REPLACE, new Writer(1, sees(name, 1)));
    Table table = session().tables().require(name);
    var claims =
        table.toBuilder()
            .parameters(StatisticsState.withColumns(table.parameters(), List.of("b")))
            .build();
    var plain = new AlterOptions(Cascade.TABLE_ONLY, Mode.KEEP, null);
    assertThatThrownBy(() -> session().tables().alter(name, claims, plain))
        .hasMessageContaining("Cannot change stats state for a transactional table");

    session().tables().alter(name, table.withParameter("owner", "ada"), plain);
    assertThat(WriteStamps.of(session().tables().require(name).extras())).isEqualTo(1);
    session().tables().alter(name, claims, plain.by(new Writer(2, sees(name, 2))));
    assertThat(state(name).isOf("b")).isTrue();
    assertThat(WriteStamps.of(session().tables().require(name).extras())).isEqualTo(2);
    session().tables().alter(name, claims, plain.by(new Writer(3, sees(name, 3, 2L))));
    assertThat(state(name)).hasToString("{}");
  }

  /** Found by the fault test: one read saw the table before it was dropped, the next after it. */
  @Test
  void aTableThatIsDroppedWhileItsStatisticsAreReadIsNotFound() {
    var name = partitioned(Map.of(), 1);
    var values = List.of(List.of("0"));
    statistics().putPartitions(name, Map.of(List.of("0"), List.of(numbers("a", 1, 2))));
    List<Runnable> reads =
        List.of(
            () -> statistics().ofPartitions(name, values, COLUMNS, HIVE_ENGINE),
            () -> statistics().aggregate(name, values, COLUMNS, HIVE_ENGINE),
            () -> statistics().ofTable(name, COLUMNS, HIVE_ENGINE));
    opened
        .get()
        .asOfOneMoment(
            () -> {
              var table = session().tables().require(name);
              CompletableFuture.runAsync(
                      () -> Refusals.write(given().store, tx -> tx.tables().delete(table)))
                  .join();
              for (var read : reads) {
                assertThatThrownBy(read::run)
                    .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.kind()).isEqualTo(CatalogException.Kind.NOT_FOUND));
              }
              return true;
            });
  }
}
