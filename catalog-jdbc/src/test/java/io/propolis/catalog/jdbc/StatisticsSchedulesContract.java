package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.RunOperations;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.StatisticsSettingsOperations;
import io.propolis.catalog.StatisticsTaskOperations;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunSchedule;
import io.propolis.catalog.model.Table;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Column statistics that several nodes of one database compute by schedules. */
abstract class StatisticsSchedulesContract extends RunsOfNodes {
  private Table table;

  @Override
  Run.Kind kind() {
    return Run.Kind.COLUMN_STATISTICS;
  }

  @BeforeEach
  void makeTable() {
    table = given().table(given().database(), "orders");
  }

  /** Schedules of other tests would start runs in these. */
  @AfterEach
  void removeSchedule() {
    var id = Long.toString(table.id());
    Refusals.write(given().store, tx -> tx.runSchedules().delete(kind(), id));
  }

  private StatisticsSettingsOperations settings() {
    return settings(0);
  }

  private StatisticsSettingsOperations settings(int node) {
    return session(node).statisticsSettings(HOURLY);
  }

  private StatisticsTaskOperations tasks() {
    return session(0).statisticsTasks();
  }

  private List<Run> startDue(int node) {
    return settings(node)
        .startDue((name, document) -> Map.of("table", name.toString(), "settings", document));
  }

  private List<Run> startDue() {
    return startDue(0);
  }

  private void endAll() {
    for (var run : tasks().list(table, null, 10)) {
      if (!run.state().isFinal()) {
        session(0).runs().update(run.ended(State.SUCCEEDED, clock.millis(), null));
      }
    }
  }

  @Test
  void aScheduleStartsOneRunOverAllNodesAndOneAfterDownTime() throws Exception {
    settings().create(table, "{\"Role\":\"r\"}", "hourly", Map.of());
    assertThat(startDue()).as("before its time").isEmpty();

    clock.pass(HOUR);
    var started = atOnce(this::startDue).stream().flatMap(List::stream).toList();
    assertThat(started)
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.cause()).isEqualTo(RunOperations.BY_SCHEDULE);
              assertThat(run.state()).isEqualTo(State.WAITING);
              assertThat(run.progress())
                  .containsEntry("table", table.name().toString())
                  .containsEntry("settings", "{\"Role\":\"r\"}");
            });
    assertThat(tasks().list(table, null, 10)).isEqualTo(started);

    clock.pass(HOUR);
    assertThat(startDue()).as("while it still runs").isEmpty();
    endAll();
    clock.pass(HOUR.multipliedBy(10));
    assertThat(startDue()).as("ten times missed").hasSize(1);
    assertThat(startDue()).isEmpty();
  }

  @Test
  void aRunByHandLeavesTheTurnOut() {
    settings().create(table, "{}", "hourly", Map.of());
    tasks().start(table, RunOperations.ON_DEMAND, Map.of());
    clock.pass(HOUR);

    assertThat(startDue()).isEmpty();
    endAll();
    clock.pass(HOUR);

    assertThat(startDue()).hasSize(1);
    assertState(Reason.RUNNING, () -> tasks().start(table, RunOperations.ON_DEMAND, Map.of()));
  }

  @Test
  void aScheduleIsPausedChangedResumedAndRemoved() {
    assertThatThrownBy(() -> settings().pause(table)).isInstanceOf(CatalogException.class);
    settings().create(table, "{}", "", Map.of());
    assertState(Reason.NO_SCHEDULE, () -> settings().resume(table));
    settings().change(table, current -> "{}", "one");
    assertState(Reason.SCHEDULED, () -> settings().resume(table));
    settings().pause(table);
    assertState(Reason.NOT_SCHEDULED, () -> settings().pause(table));

    clock.pass(HOUR.multipliedBy(2));
    assertThat(startDue()).isEmpty();
    settings().change(table, current -> "{}", "two");
    assertThat(settings().schedule(table))
        .hasValueSatisfying(
            schedule -> {
              assertThat(schedule.expression()).isEqualTo("two");
              assertThat(schedule.state()).isEqualTo(RunSchedule.State.PAUSED);
            });

    settings().resume(table);
    assertThat(startDue()).as("what was paused is not made up for").isEmpty();
    clock.pass(HOUR);
    assertThat(startDue()).hasSize(1);
    settings().change(table, current -> "{}", "");
    assertThat(settings().schedule(table)).isEmpty();
  }

  @Test
  void aScheduleFollowsItsTableToAnotherNameAndGoesWithIt() {
    settings().create(table, "{}", "hourly", Map.of());
    var renamed = table.toBuilder().name(table.name().database().table("renamed")).build();
    session(0).tables().alter(table.name(), renamed, AlterOptions.PLAIN);
    clock.pass(HOUR);

    assertThat(startDue())
        .singleElement()
        .satisfies(
            run -> assertThat(run.progress()).containsEntry("table", renamed.name().toString()));

    endAll();
    session(0).tables().drop(renamed.name(), io.propolis.catalog.DropData.KEEP_FILES);
    clock.pass(HOUR);
    assertThat(startDue()).isEmpty();
    assertThat(settings().schedule(table)).isEmpty();
  }

  @Test
  void aScheduleGoesWithTheSettings() {
    settings().create(table, "{}", "hourly", Map.of());

    settings().delete(table);
    settings().create(table, "{}", "", Map.of());

    assertThat(settings().schedule(table)).isEmpty();
  }
}
