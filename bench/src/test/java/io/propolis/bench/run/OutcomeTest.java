package io.propolis.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  @Test
  void whatIsComparedIsOfOneRound() {
    // The machine was twice as slow in the second round, for both.
    var ours = outcome("propolis", 1_000, 500, 1_500);
    var other = outcome("empty", 2_000, 1_000, 1_500);

    var ratio = ours.over(other, Round::callsPerSecond);

    assertThat(ratio.median()).isEqualTo(0.5);
    assertThat(ratio.min()).isEqualTo(0.5);
    assertThat(ratio.max()).isEqualTo(1);
  }

  private static Outcome outcome(String contender, double... callsPerSecond) {
    return new Outcome(
        "ping",
        "ping",
        "mariadb",
        1,
        contender,
        0,
        Arrays.stream(callsPerSecond)
            .mapToObj(rate -> new Round(1, 1, 1, rate, 0, 0, 0, 0, Map.of()))
            .toList());
  }
}
