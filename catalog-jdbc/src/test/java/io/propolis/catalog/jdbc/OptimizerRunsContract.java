package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.DropData;
import io.propolis.catalog.OptimizerOperations;
import io.propolis.catalog.OptimizerOperations.Rate;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.OptimizerType;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.IcebergRules;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Optimizers of Iceberg tables that several nodes of one database run. */
abstract class OptimizerRunsContract extends RunsOfNodes {
  private Table table;

  @Override
  Run.Kind kind() {
    return Run.Kind.TABLE_OPTIMIZER;
  }

  @BeforeEach
  void makeTable() {
    var plain = given().table(given().database(), "orders");
    table =
        session(0)
            .tables()
            .alter(
                plain.name(), each -> IcebergRules.pointed(each, "s3://m/0"), AlterOptions.PLAIN);
  }

  /** Schedules of other tests would start runs in these. */
  @AfterEach
  void removeTable() {
    session(0).tables().drop(table.name(), DropData.KEEP_FILES);
    startDue(0);
  }

  private OptimizerOperations optimizers() {
    return session(0).optimizers();
  }

  private List<Run> startDue(int node) {
    return session(node).optimizers().startDue(HOUR);
  }

  private void end(State state, Map<String, String> progress) {
    for (var type : OptimizerType.values()) {
      for (var run : optimizers().runs(table, type, null, 10)) {
        if (!run.state().isFinal()) {
          session(0).runs().update(run.ended(state, clock.millis(), null, progress));
        }
      }
    }
  }

  @Test
  void oneOfAllNodesStartsARunAtOnceAndAtItsRate() throws Exception {
    optimizers().create(table, OptimizerType.RETENTION, "{}", new Rate.Every(Duration.ofHours(3)));

    var started = atOnce(this::startDue).stream().flatMap(List::stream).toList();

    assertThat(started).hasSize(1);
    assertThat(optimizers().task(started.get(0)))
        .hasValueSatisfying(
            task -> {
              assertThat(task.table()).isEqualTo(table.name());
              assertThat(task.type()).isEqualTo(OptimizerType.RETENTION);
            });
    end(State.SUCCEEDED, Map.of());
    clock.pass(HOUR.multipliedBy(2));
    assertThat(startDue(0)).as("before its time").isEmpty();
    clock.pass(HOUR);
    assertThat(startDue(0)).hasSize(1);
    clock.pass(HOUR.multipliedBy(3));
    assertThat(startDue(0)).as("while it still runs").isEmpty();
  }

  @Test
  void oneThatIsSwitchedOffOrDeletedDoesNotRun() {
    optimizers().create(table, OptimizerType.RETENTION, "{}", new Rate.Usual());
    optimizers().change(table, OptimizerType.RETENTION, "{}", new Rate.Never());
    assertThat(startDue(0)).isEmpty();
    optimizers().change(table, OptimizerType.RETENTION, "{}", new Rate.Usual());
    optimizers().delete(table, OptimizerType.RETENTION);

    assertThat(startDue(0)).isEmpty();
  }

  @Test
  void aCompactionIsPassedOverUntilTableOrSettingsChange() {
    optimizers().create(table, OptimizerType.COMPACTION, "{}", new Rate.Usual());
    assertThat(startDue(0)).hasSize(1);
    var version = optimizers().require(table, OptimizerType.COMPACTION).version();
    end(
        State.SUCCEEDED,
        Map.of(
            OptimizerOperations.POINTER,
            "s3://m/0",
            OptimizerOperations.SETTINGS,
            Long.toString(version)));
    clock.pass(HOUR);
    assertThat(startDue(0)).as("nothing has changed").isEmpty();

    optimizers().change(table, OptimizerType.COMPACTION, "{\"a\":1}", new Rate.Usual());
    clock.pass(HOUR);
    assertThat(startDue(0)).as("the settings have changed").hasSize(1);
    end(State.FAILED, Map.of());
    clock.pass(HOUR);
    assertThat(startDue(0)).as("the last one failed").hasSize(1);
  }
}
