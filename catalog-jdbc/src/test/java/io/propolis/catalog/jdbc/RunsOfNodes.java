package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.RunStateException;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.catalog.Schedules;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Several nodes that execute the runs of one kind. */
abstract class RunsOfNodes extends NodesOfOneDatabase {
  static final Duration HOUR = Duration.ofHours(1);

  /** Every full hour. */
  static final Schedules HOURLY =
      (expression, moment) ->
          Optional.of(Instant.ofEpochMilli((moment.toEpochMilli() / 3_600_000 + 1) * 3_600_000));

  abstract Run.Kind kind();

  /** Whatever other tests have left waiting is no business of these. */
  @BeforeEach
  void endRunsOfOthers() {
    Refusals.write(given().store, tx -> tx.runs().deleteEndedBefore(kind(), 0));
    for (var run : given().store.read(tx -> tx.runs().unfinished(kind()))) {
      Refusals.write(
          given().store, tx -> tx.runs().update(run.ended(State.FAILED, 1, "of another test")));
    }
  }

  static void assertState(Reason reason, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(
            RunStateException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
