package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.ScheduledQueryOperations;
import io.propolis.catalog.ScheduledQueryOperations.Claim;
import io.propolis.catalog.ScheduledQueryOperations.Report;
import io.propolis.catalog.Schedules;
import io.propolis.catalog.WorkloadSettings;
import io.propolis.catalog.model.workload.ScheduledExecution;
import io.propolis.catalog.model.workload.ScheduledExecution.State;
import io.propolis.catalog.model.workload.ScheduledQuery;
import io.propolis.catalog.model.workload.ScheduledQuery.Key;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduledQueryOperationsTest {
  private static final Key KEY = new Key("hive", "minutely");

  /** Whatever the expression: the next full minute; none for the expression "once". */
  private static final Schedules MINUTES =
      (expression, moment) ->
          expression.equals("once")
              ? Optional.empty()
              : Optional.of(moment.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60));

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
  }

  @AfterEach
  void close() {
    given.close();
  }

  private ScheduledQueryOperations queries() {
    return given.session().scheduledQueries(MINUTES);
  }

  private ScheduledQueryOperations queries(WorkloadSettings settings) {
    var catalog = given.catalog;
    return Catalog.open(
            catalog.store(),
            catalog.files(),
            catalog.clock(),
            catalog.settings().withWorkload(settings))
        .as(new Caller("ada", "test"))
        .scheduledQueries(MINUTES);
  }

  private static WorkloadSettings after(int disable, int skip) {
    var usual = WorkloadSettings.DEFAULT;
    return new WorkloadSettings(
        4,
        true,
        usual.executionTimeout(),
        usual.executionAge(),
        disable,
        skip,
        usual.runtimeStatisticsAge(),
        usual.replicationMetricsAge());
  }

  private static ScheduledQuery query(String schedule) {
    return new ScheduledQuery(0, KEY, true, schedule, "ann", "SELECT 1", null, null);
  }

  private static Report failed(Claim claim) {
    return new Report(claim.execution(), State.FAILED, null, "why");
  }

  private long minutesUntilNext(ScheduledQueryOperations queries) {
    var next = queries.require(KEY).nextExecutionAt();
    return Duration.ofMillis(next - given.clock.millis()).toMinutes();
  }

  @Test
  void aDueQueryIsTakenOnceAndAgainAfterItHasEnded() {
    queries().create(query("minutely"));
    assertThat(queries().poll("hive")).isEmpty();
    given.clock.pass(Duration.ofMinutes(1));
    assertThat(queries().poll("elsewhere")).isEmpty();
    var claim = queries().poll("hive").orElseThrow();
    given.clock.pass(Duration.ofMinutes(1));
    assertThat(queries().poll("hive")).isEmpty();

    queries().report(new Report(claim.execution(), State.FINISHED, "hive_1", null));
    var next = queries().poll("hive").orElseThrow();
    assertThat(next.execution()).isGreaterThan(claim.execution());
    assertThat(queries().executions(KEY, 9))
        .extracting(ScheduledExecution::state)
        .containsExactly(State.INITED, State.FINISHED);
  }

  @Test
  void aServerThatFallsSilentLosesItsExecution() {
    queries().create(query("minutely"));
    given.clock.pass(Duration.ofMinutes(1));
    var lost = queries().poll("hive").orElseThrow();
    given.clock.pass(Duration.ofSeconds(100));
    queries().report(new Report(lost.execution(), State.EXECUTING, "hive_1", null));
    given.clock.pass(Duration.ofSeconds(119));
    assertThat(queries().poll("hive")).isEmpty();
    given.clock.pass(Duration.ofSeconds(1));
    assertThat(queries().poll("hive")).isPresent();
    assertThat(queries().executions(KEY, 9).get(1))
        .satisfies(
            execution -> {
              assertThat(execution.state()).isEqualTo(State.TIMED_OUT);
              assertThat(execution.error())
                  .isEqualTo(
                      "Query stuck in: EXECUTING state for >120 seconds. Execution timed out.");
            });
    assertThatThrownBy(
            () -> queries().report(new Report(lost.execution(), State.FINISHED, null, null)))
        .isInstanceOf(CatalogException.class)
        .hasMessage("Invalid state change: TIMED_OUT=>FINISHED");
  }

  @Test
  void nothingIsServedWhenTheOperatorSaysSo() {
    queries().create(query("minutely"));
    given.clock.pass(Duration.ofMinutes(1));
    var usual = after(0, 0);
    var queries =
        queries(
            new WorkloadSettings(
                4,
                false,
                usual.executionTimeout(),
                usual.executionAge(),
                0,
                0,
                usual.runtimeStatisticsAge(),
                usual.replicationMetricsAge()));
    assertThatThrownBy(() -> queries.poll("hive"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("metastore.scheduled.queries.enabled");
    assertThatThrownBy(() -> queries.drop(KEY)).isInstanceOf(CatalogException.class);
    assertThat(queries.require(KEY).enabled()).isTrue();
  }

  @Test
  void aQueryWithoutAFurtherTimeRunsNoMore() {
    queries().create(query("minutely"));
    queries().alter(query("once"));
    assertThat(queries().require(KEY).nextExecutionAt()).isNull();
    given.clock.pass(Duration.ofDays(1));
    assertThat(queries().poll("hive")).isEmpty();
    queries().alter(query("once").withNextExecutionAt(given.clock.millis()));
    assertThat(queries().poll("hive")).isPresent();
  }

  @Test
  void anAlterLeavesTheExecutionThatIsUnderWay() {
    queries().create(query("minutely"));
    given.clock.pass(Duration.ofMinutes(1));
    var claim = queries().poll("hive").orElseThrow();
    queries().alter(query("minutely").withNextExecutionAt(given.clock.millis()));
    assertThat(queries().poll("hive")).isEmpty();
    queries().report(new Report(claim.execution(), State.FINISHED, null, null));
    assertThat(queries().poll("hive")).isPresent();
  }

  @Test
  void failuresInARowDisableAQuery() {
    var queries = queries(after(2, 0));
    queries.create(query("minutely"));
    for (int i = 0; i < 2; i++) {
      given.clock.pass(Duration.ofMinutes(1));
      queries.report(failed(queries.poll("hive").orElseThrow()));
    }
    assertThat(queries.require(KEY).enabled()).isFalse();
    given.clock.pass(Duration.ofMinutes(5));
    assertThat(queries.poll("hive")).isEmpty();
    assertThat(queries.executions(KEY, 9))
        .extracting(ScheduledExecution::state)
        .containsExactly(State.AUTO_DISABLED, State.FAILED, State.FAILED);
    queries.alter(query("minutely"));
    given.clock.pass(Duration.ofMinutes(1));
    queries.report(failed(queries.poll("hive").orElseThrow()));
    assertThat(queries.require(KEY).enabled()).isTrue();
  }

  @Test
  void eachFailureInARowMakesAQueryMissOneTurnMore() {
    var queries = queries(after(0, 3));
    queries.create(query("minutely"));
    for (int wait : new int[] {1, 2, 3, 3}) {
      given.clock.pass(Duration.ofMinutes(minutesUntilNext(queries)));
      queries.report(failed(queries.poll("hive").orElseThrow()));
      assertThat(minutesUntilNext(queries)).isEqualTo(wait);
    }
    given.clock.pass(Duration.ofMinutes(3));
    var claim = queries.poll("hive").orElseThrow();
    queries.report(new Report(claim.execution(), State.FINISHED, null, null));
    assertThat(minutesUntilNext(queries)).isEqualTo(1);
  }

  @Test
  void endedExecutionsAreForgottenAfterTheirAge() {
    queries().create(query("minutely"));
    given.clock.pass(Duration.ofMinutes(1));
    var old = queries().poll("hive").orElseThrow();
    queries().report(new Report(old.execution(), State.FINISHED, null, null));
    given.clock.pass(Duration.ofDays(31));
    var young = queries().poll("hive").orElseThrow();
    assertThat(queries().executions(KEY, 9))
        .extracting(ScheduledExecution::id)
        .containsExactly(young.execution());
  }
}
