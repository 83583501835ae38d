package io.propolis.catalog.jdbc;

import static io.propolis.catalog.jdbc.Given.AUTHOR;
import static io.propolis.catalog.jdbc.Given.newTable;
import static io.propolis.catalog.jdbc.Given.partition;
import static io.propolis.catalog.model.ColumnStatistics.HIVE_ENGINE;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StatisticsData.LongData;
import io.propolis.catalog.model.StatisticsData.Sketches;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.model.workload.ReplicationMetrics;
import io.propolis.catalog.store.Transaction;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * SQL statements per operation, where layouts are known already. A lock costs one on servers. The
 * token that every writing transaction stores there is left out of the counts.
 */
abstract class StatementCountContract {
  abstract Given given();

  private long reading(Consumer<Transaction> work) {
    long before = given().store.statements();
    given()
        .store
        .read(
            tx -> {
              work.accept(tx);
              return true;
            });
    return given().store.statements() - before;
  }

  private long writing(Consumer<Transaction> work) {
    long before = given().store.statements();
    Refusals.write(given().store, work);
    return given().store.statements() - before - given().tokens();
  }

  /** Round trips from BEGIN to COMMIT. */
  private long trips(Consumer<Transaction> work) {
    long before = given().store.roundTrips();
    Refusals.write(given().store, work);
    return given().store.roundTrips() - before;
  }

  private static List<Partition> thousand(Table table) {
    return IntStream.range(0, 1000).mapToObj(i -> partition(table, "d", "" + i)).toList();
  }

  @Test
  void aLookUpIsOneStatement() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"));
    assertThat(reading(tx -> tx.databases().find(table.name().database()))).isEqualTo(1);
    assertThat(reading(tx -> tx.tables().find(table.name()))).isEqualTo(1);
    assertThat(reading(tx -> tx.partitions().find(table, List.of("a", "1")))).isEqualTo(1);
  }

  @Test
  void aBatchOfAThousandIsAConstantNumberOfStatements() {
    var table = given().partitionedTable("orders");
    var partitions = thousand(table);
    var values = partitions.stream().map(Partition::values).toList();
    assertThat(writing(tx -> tx.partitions().insert(table, partitions))).isEqualTo(1);
    assertThat(reading(tx -> tx.partitions().findAll(table, values))).isEqualTo(1);
    assertThat(reading(tx -> tx.partitions().forEach(table, p -> {}))).isEqualTo(1);
    assertThat(writing(tx -> tx.partitions().update(table, partitions))).isEqualTo(2);
    var statistics =
        new ColumnStatistics(
            "id", "bigint", HIVE_ENGINE, 1, new LongData(1L, 2L, 3, 4, Sketches.NONE));
    var byPartition = values.stream().collect(Collectors.toMap(v -> v, v -> List.of(statistics)));
    // The numbers of columns, ids, documents and their new ones; a new number and what it is.
    assertThat(writing(tx -> tx.statistics().putPartitions(table, byPartition))).isEqualTo(6);
    assertThat(writing(tx -> tx.statistics().putPartitions(table, byPartition))).isEqualTo(4);
    assertThat(
            reading(tx -> tx.statistics().ofPartitions(table, values, List.of("id"), HIVE_ENGINE)))
        .isEqualTo(2);
    assertThat(writing(tx -> tx.partitions().delete(table, values))).isEqualTo(4);
  }

  @Test
  void changesOfATableDoNotDependOnItsPartitions() {
    var table = given().partitionedTable("orders");
    given().addMany(table, 3000);
    var wider = Given.layout("id", "amount", "more");
    given()
        .store
        .write(
            tx ->
                tx.tables()
                    .insert(
                        newTable(table.name().database(), "wide").toBuilder().layout(wider).build(),
                        AUTHOR));
    assertThat(writing(tx -> tx.partitions().replaceLayout(table, table.layout(), wider)))
        .isEqualTo(1);
    assertThat(writing(tx -> tx.partitions().pinLocations(table))).isEqualTo(1);
    var renamed = table.toBuilder().name(table.name().database().table("renamed")).build();
    assertThat(writing(tx -> tx.tables().update(table, renamed, ChangeKind.ALTER_TABLE, AUTHOR)))
        .isEqualTo(2);
    var database = DatabaseName.of(table.name().database().name() + "x");
    assertThat(
            writing(tx -> tx.databases().update(table.name().database(), Database.named(database))))
        .isEqualTo(1);
    assertThat(writing(tx -> tx.tables().delete(table))).isEqualTo(2);
  }

  @Test
  void aHundredTablesByNameAreOneStatement() {
    var database = given().database();
    var names = IntStream.range(0, 100).mapToObj(i -> "t" + i).toList();
    Refusals.write(
        given().store,
        tx -> names.forEach(name -> tx.tables().insert(newTable(database, name), AUTHOR)));
    assertThat(reading(tx -> tx.tables().findAll(database, names))).isEqualTo(1);
    assertThat(reading(tx -> tx.tables().all(database))).isEqualTo(1);
  }

  @Test
  void theConstraintsOfATableAreOneStatement() {
    var table = given().table(given().database(), "orders");
    var constraints =
        IntStream.range(0, 50)
            .mapToObj(
                i ->
                    new Constraint(
                        table.name(),
                        "c" + i,
                        new Constraint.NotNull("id"),
                        new Constraint.Trust(true, true, true)))
            .toList();
    assertThat(writing(tx -> tx.constraints().insert(table, constraints))).isEqualTo(1);
    assertThat(reading(tx -> tx.constraints().of(table))).isEqualTo(1);
    assertThat(writing(tx -> tx.tables().delete(table))).isEqualTo(1);
  }

  @Test
  void privilegesAreGrantedAndFoundInAConstantNumberOfStatements() {
    var table = given().partitionedTable("orders");
    var partitions = thousand(table);
    given().add(table, partitions.toArray(Partition[]::new));
    var bob = Principal.user("bob-" + table.id());
    var resources =
        partitions.stream()
            .<Resource>map(p -> new Resource.OfPartition(table.name(), p.values()))
            .toList();
    var grants = resources.stream().map(r -> AccessContract.grant(r, bob, "SELECT")).toList();
    assertThat(writing(tx -> tx.grants().insert(grants))).isEqualTo(3);
    assertThat(reading(tx -> tx.grants().on(resources, List.of(bob)))).isEqualTo(3);
    assertThat(reading(tx -> tx.grants().on(resources.subList(0, 1), List.of(bob)))).isEqualTo(3);
    assertThat(reading(tx -> tx.grants().onPartitionsOf(table, List.of(bob)))).isEqualTo(1);
    assertThat(reading(tx -> tx.roles().reachableFrom(List.of(bob)))).isEqualTo(1);
    assertThat(writing(tx -> tx.grants().deleteTo(bob))).isEqualTo(1);
  }

  @Test
  void theChangeLogCostsTwoStatementsPerTransaction() {
    assertThat(
            writing(
                tx -> {
                  for (int i = 0; i < 500; i++) {
                    tx.changes().append(Given.change("ada"));
                  }
                }))
        .isEqualTo(2);
  }

  @Test
  void whatHiveServersAskAndReportIsAConstantNumberOfStatements() {
    var many =
        IntStream.range(0, 500)
            .mapToObj(i -> new ReplicationMetrics(10_000 + i, "counts", i, 1, "m", "p", "json"))
            .toList();
    var maps =
        IntStream.range(0, 500)
            .boxed()
            .collect(Collectors.toMap(i -> "counts." + i, i -> Map.of("k", "v")));
    assertThat(writing(tx -> tx.replicationMetrics().hold(many))).isEqualTo(2);
    assertThat(writing(tx -> tx.replicationMetrics().put(many))).isEqualTo(1);
    assertThat(writing(tx -> tx.propertyMaps().lock(maps.keySet()))).isEqualTo(2);
    assertThat(writing(tx -> tx.propertyMaps().put(maps))).isEqualTo(1);
    assertThat(reading(tx -> tx.propertyMaps().startingWith("counts."))).isEqualTo(1);
    assertThat(reading(tx -> tx.runtimeStatistics().newest(Long.MAX_VALUE, 1))).isEqualTo(1);
    assertThat(reading(tx -> tx.scheduledQueries().due("counts", 1, 32))).isEqualTo(1);
    assertThat(reading(tx -> tx.scheduledQueries().silentSince("counts", 1, 32))).isEqualTo(1);
    assertThat(reading(tx -> tx.resourcePlans().all("counts"))).isEqualTo(1);
  }
}
