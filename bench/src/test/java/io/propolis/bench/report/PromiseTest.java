package io.propolis.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.bench.report.Promise.Counts;
import io.propolis.bench.report.Promise.Faster;
import io.propolis.bench.report.Promise.Quantity;
import io.propolis.bench.report.Promise.Within;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.run.Round;
import io.propolis.bench.server.ServerMetrics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromiseTest {
  private static final List<Outcome> OUTCOMES =
      List.of(
          outcome("propolis", 2_000, Map.of(ServerMetrics.POSITION_QUERIES, 0.1)),
          outcome("hive-4.0.1", 10_000, Map.of()));

  @Test
  void fasterByTheFactorHolds() {
    assertThat(verdict(new Faster("hive-4.0.1", Quantity.LATENCY, 5)).holds()).isTrue();
    assertThat(verdict(new Faster("hive-4.0.1", Quantity.LATENCY, 5.1)).holds()).isFalse();
    assertThat(verdict(new Faster("hive-4.0.1", Quantity.THROUGHPUT, 5.1)).holds()).isFalse();
  }

  @Test
  void aTimeAndACountAreBounds() {
    assertThat(verdict(new Within(2_000)).holds()).isTrue();
    assertThat(verdict(new Within(1_999)).holds()).isFalse();
    assertThat(verdict(new Counts(ServerMetrics.POSITION_QUERIES, "", 0.2)).holds()).isTrue();
    assertThat(verdict(new Counts(ServerMetrics.POSITION_QUERIES, "", 0.05)).holds()).isFalse();
  }

  @Test
  void nothingIsSaidOfWhatWasNotMeasured() {
    assertThat(new Promise("alter-table", 8, new Within(1)).of(OUTCOMES)).isEmpty();
    assertThat(new Promise("get-table-30", 1, new Within(1)).of(OUTCOMES)).isEmpty();
    assertThat(promise(new Faster("empty", Quantity.LATENCY, 1)).of(OUTCOMES)).isEmpty();
    assertThat(promise(new Counts("unknown", "", 1)).of(OUTCOMES)).isEmpty();
  }

  private static Promise promise(Promise.Claim claim) {
    return new Promise("get-table-30", 8, claim);
  }

  private static Verdict verdict(Promise.Claim claim) {
    var verdicts = promise(claim).of(OUTCOMES);
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0);
  }

  private static Outcome outcome(
      String contender, double medianMicros, Map<String, Double> counted) {
    var round = new Round(8, medianMicros, medianMicros, 8e6 / medianMicros, 0, 0, 0, 0, counted);
    return new Outcome(
        "get-table-30", "get_table", "mariadb", 8, contender, 0, List.of(round, round, round));
  }
}
