package io.propolis.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerMetricsTest {
  @Test
  void numbersWithoutLabelsAreRead() {
    assertThat(
            ServerMetrics.parse(
                """
                # HELP a_total Of a kind.
                # TYPE a_total counter
                a_total 12
                b_total{kind="x"} 3
                c_total 1.5e3
                """))
        .isEqualTo(Map.of("a_total", 12.0, "c_total", 1500.0));
  }
}
