package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.NOT_EMPTY;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.workload.ReplicationMetrics;
import io.propolis.catalog.model.workload.RuntimeStatistics;
import io.propolis.catalog.model.workload.RuntimeStatistics.Payload;
import io.propolis.catalog.model.workload.ScheduledExecution;
import io.propolis.catalog.model.workload.ScheduledExecution.State;
import io.propolis.catalog.model.workload.ScheduledQuery;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import io.propolis.catalog.model.workload.StoredPackage;
import io.propolis.catalog.model.workload.StoredProcedure;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

abstract class WorkloadContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  @Test
  void proceduresAndPackagesComeBackAndAreReplaced() {
    var database = given().database();
    var first = new StoredProcedure(database, "Proc", "ann", "CREATE " + AWKWARD);
    var second = new StoredProcedure(database, "Proc", null, "other");
    write(store(), tx -> tx.procedures().put(first));
    assertThat(given().find(tx -> tx.procedures().find(database, "Proc"))).contains(first);
    write(store(), tx -> tx.procedures().put(second));
    assertThat(given().find(tx -> tx.procedures().find(database, "Proc"))).contains(second);
    assertThat(given().find(tx -> tx.procedures().find(database, "proc"))).isEmpty();

    var contents = new StoredPackage(database, "Pack", "ann", "head " + AWKWARD, "body" + AWKWARD);
    write(store(), tx -> tx.packages().put(contents));
    assertThat(given().find(tx -> tx.packages().find(database, "Pack"))).contains(contents);
    assertThat(given().list(tx -> tx.packages().names(database))).containsExactly("Pack");
    assertThat(given().list(tx -> tx.procedures().names("HIVE"))).contains("Proc");

    write(store(), tx -> tx.procedures().delete(database, "absent"));
    write(store(), tx -> tx.packages().delete(database, "Pack"));
    assertThat(given().list(tx -> tx.packages().names("hive"))).doesNotContain("Pack");
  }

  @Test
  void aDatabaseWithProceduresIsNotDeletedBeforeThem() {
    var database = given().database();
    write(store(), tx -> tx.procedures().put(new StoredProcedure(database, "p", null, "s")));
    assertRefused(store(), NOT_EMPTY, database.name(), tx -> tx.databases().delete(database));
    write(
        store(),
        tx -> {
          tx.procedures().deleteAll(database);
          tx.packages().deleteAll(database);
          tx.databases().delete(database);
        });
    var lost = new StoredPackage(DatabaseName.of("lost"), "p", null, "h", "b");
    assertRefused(store(), NOT_FOUND, "lost", tx -> tx.packages().put(lost));
  }

  @Test
  void runtimeStatisticsAreReadUntilTheirWeightIsReached() {
    write(store(), tx -> tx.runtimeStatistics().deleteUntil(Long.MAX_VALUE));
    var all =
        LongStream.rangeClosed(1, 4)
            .mapToObj(
                i ->
                    new RuntimeStatistics(i, (int) i, Payload.of(new byte[] {0, (byte) (255 - i)})))
            .toList();
    write(store(), tx -> all.forEach(tx.runtimeStatistics()::append));
    assertThat(newest(Long.MAX_VALUE, Long.MAX_VALUE))
        .containsExactly(all.get(3), all.get(2), all.get(1), all.get(0));
    assertThat(newest(4, Long.MAX_VALUE)).containsExactly(all.get(3));
    assertThat(newest(5, Long.MAX_VALUE)).containsExactly(all.get(3), all.get(2));
    assertThat(newest(Long.MAX_VALUE, 3)).containsExactly(all.get(1), all.get(0));
    write(store(), tx -> tx.runtimeStatistics().deleteUntil(3));
    assertThat(newest(Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(all.get(3));
  }

  private List<RuntimeStatistics> newest(long weight, long before) {
    return given().list(tx -> tx.runtimeStatistics().newest(weight, before));
  }

  @Test
  void replicationMetricsAreFoundByPolicyExecutionAndDump() {
    var one = new ReplicationMetrics(11, AWKWARD, 5, 100, AWKWARD, "p", "json");
    var two = new ReplicationMetrics(12, AWKWARD, 5, 200, null, null, null);
    var other = new ReplicationMetrics(13, "other", 6, 300, "m", "p", "gzip");
    write(store(), tx -> tx.replicationMetrics().put(List.of(one, two, other)));
    assertThat(given().list(tx -> tx.replicationMetrics().ofPolicy(AWKWARD)))
        .containsExactly(two, one);
    assertThat(given().list(tx -> tx.replicationMetrics().ofDump(5))).containsExactly(two, one);
    assertThat(given().list(tx -> tx.replicationMetrics().ofExecution(13))).containsExactly(other);

    var third = new ReplicationMetrics(14, "third", 6, 100, "m", "p", null);
    var changed = new ReplicationMetrics(12, AWKWARD, 5, 200, "m", "new", "json");
    write(
        store(),
        tx -> {
          assertThat(tx.replicationMetrics().hold(List.of(changed, third)))
              .containsExactly(third, two);
          tx.replicationMetrics().put(List.of(changed));
          tx.replicationMetrics().deleteUntil(100);
        });
    assertThat(given().list(tx -> tx.replicationMetrics().ofPolicy(AWKWARD)))
        .containsExactly(changed);
  }

  private static ScheduledQuery query(Key key, Long next) {
    return new ScheduledQuery(0, key, true, "0 0 * * * ?", "ann", "SELECT " + AWKWARD, next, null);
  }

  @Test
  void aScheduledQueryComesBackAsItWasStored() {
    var key = new Key("ns" + AWKWARD, "Nightly");
    write(store(), tx -> tx.scheduledQueries().insert(query(key, 100L)));
    var stored = given().find(tx -> tx.scheduledQueries().find(key)).orElseThrow();
    assertThat(stored.withId(0)).isEqualTo(query(key, 100L));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "already exists",
        tx -> tx.scheduledQueries().insert(query(key, 1L)));
    var changed = new ScheduledQuery(stored.id(), key, false, "other", null, null, null, null);
    write(store(), tx -> tx.scheduledQueries().update(changed));
    assertThat(given().find(tx -> tx.scheduledQueries().find(key))).contains(changed);
    assertThat(given().find(tx -> tx.scheduledQueries().find(new Key(key.namespace(), "nightly"))))
        .isEmpty();
  }

  @Test
  void dueQueriesAreEnabledIdleAndInTime() {
    var late = new Key("due", "late");
    var later = new Key("due", "later");
    var running = new Key("due", "running");
    write(
        store(),
        tx -> {
          tx.scheduledQueries().insert(query(later, 20L));
          tx.scheduledQueries().insert(query(late, 10L));
          tx.scheduledQueries().insert(query(new Key("due", "never"), null));
          tx.scheduledQueries().insert(query(new Key("due", "off"), 5L).withEnabled(false));
          tx.scheduledQueries().insert(query(new Key("elsewhere", "late"), 10L));
          tx.scheduledQueries().insert(query(running, 1L).withActiveExecution(7L));
        });
    assertThat(given().list(tx -> tx.scheduledQueries().due("due", 20, 9)))
        .containsExactly(late, later);
    assertThat(given().list(tx -> tx.scheduledQueries().due("due", 19, 9))).containsExactly(late);
    assertThat(given().list(tx -> tx.scheduledQueries().due("due", 20, 1))).containsExactly(late);
  }

  @Test
  void executionsAreKeptUntilTheirTimeOrTheirQueryIsGone() {
    var key = new Key("executions", "q");
    write(store(), tx -> tx.scheduledQueries().insert(query(key, 1L)));
    var query = given().find(tx -> tx.scheduledQueries().find(key)).orElseThrow();
    long first = append(query, ScheduledExecution.begun(key, 50));
    long second = append(query, ScheduledExecution.begun(key, 60));
    write(store(), tx -> tx.scheduledQueries().update(query.withActiveExecution(second)));
    assertThat(given().list(tx -> tx.scheduledQueries().executions(key, 9)))
        .extracting(ScheduledExecution::id)
        .containsExactly(second, first);
    assertThat(given().list(tx -> tx.scheduledQueries().silentSince("executions", 59, 9)))
        .isEmpty();
    assertThat(given().list(tx -> tx.scheduledQueries().silentSince("executions", 60, 9)))
        .extracting(ScheduledExecution::id)
        .containsExactly(second);

    var begun = given().find(tx -> tx.scheduledQueries().execution(first)).orElseThrow();
    var failed = begun.reported(State.FAILED, "hive_1", AWKWARD, 70);
    write(store(), tx -> tx.scheduledQueries().update(failed));
    assertThat(given().find(tx -> tx.scheduledQueries().execution(first))).contains(failed);
    write(store(), tx -> tx.scheduledQueries().deleteEndedUntil(49));
    assertThat(given().find(tx -> tx.scheduledQueries().execution(first))).isPresent();
    write(store(), tx -> tx.scheduledQueries().deleteEndedUntil(60));
    assertThat(given().list(tx -> tx.scheduledQueries().executions(key, 9)))
        .extracting(ScheduledExecution::id)
        .containsExactly(second);
    write(store(), tx -> assertThat(tx.scheduledQueries().delete(key)).isTrue());
    assertThat(given().find(tx -> tx.scheduledQueries().execution(second))).isEmpty();
    write(store(), tx -> assertThat(tx.scheduledQueries().delete(key)).isFalse());
  }

  private long append(ScheduledQuery query, ScheduledExecution execution) {
    return given().written(tx -> tx.scheduledQueries().append(query, execution));
  }

  @Test
  void propertyMapsAreHeldReplacedAndFoundByTheirBeginning() {
    var key = "maps.db" + AWKWARD;
    write(
        store(),
        tx -> {
          assertThat(tx.propertyMaps().lock(List.of(key, "maps.dc")))
              .isEqualTo(Map.of(key, Map.of(), "maps.dc", Map.of()));
          tx.propertyMaps().put(Map.of(key, Map.of("a", AWKWARD), "maps.dc", Map.of("b", "")));
        });
    assertThat(given().map(tx -> tx.propertyMaps().startingWith("maps.d")))
        .isEqualTo(Map.of(key, Map.of("a", AWKWARD), "maps.dc", Map.of("b", "")));
    assertThat(given().map(tx -> tx.propertyMaps().startingWith("maps.db"))).containsOnlyKeys(key);
    assertThat(given().map(tx -> tx.propertyMaps().startingWith("maps.D"))).isEmpty();
    write(
        store(),
        tx -> {
          assertThat(tx.propertyMaps().lock(List.of(key)).get(key)).containsOnlyKeys("a");
          tx.propertyMaps().put(Map.of(key, Map.of()));
        });
    assertThat(given().map(tx -> tx.propertyMaps().startingWith(key)))
        .isEqualTo(Map.of(key, Map.of()));
  }
}
