package io.propolis.bench.report;

import io.propolis.bench.Samples;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.run.Round;
import io.propolis.bench.server.Contender;
import io.propolis.bench.server.ServerMetrics;
import java.util.List;
import java.util.Locale;

/** Outcomes as lines of text. */
public final class ResultTable {
  private static final String FORM = "%-34s %3s %-18s %9s %9s %9s %8s %8s %9s %6s   %-22s %-22s";

  private ResultTable() {}

  public static String header() {
    return FORM.formatted(
        "operation",
        "thr",
        "server",
        "p50",
        "p99",
        "calls/s",
        "cpu",
        "db cpu",
        "bytes",
        "sql",
        "ours faster (min-max)",
        "ours calls/s over");
  }

  /** One line for each; ours is compared with every other. */
  public static String lines(List<Outcome> outcomes) {
    var text = new StringBuilder();
    for (var outcome : outcomes) {
      var ours =
          outcomes.stream()
              .filter(other -> other.contender().equals(Contender.PROPOLIS.label()))
              .filter(other -> other.operation().equals(outcome.operation()))
              .findFirst();
      boolean compared = ours.isPresent() && ours.get() != outcome;
      text.append(
          FORM.formatted(
                  outcome.operation(),
                  outcome.threads(),
                  outcome.contender(),
                  time(outcome.of(Round::medianMicros).median()),
                  time(outcome.of(Round::p99Micros).median()),
                  number(outcome.of(Round::callsPerSecond).median()),
                  time(outcome.of(Round::serverCpuMicros).median()),
                  time(outcome.of(Round::databaseCpuMicros).median()),
                  number(outcome.of(Round::receivedBytes).median()),
                  statements(outcome),
                  compared
                      ? ratio(ours.get().over(outcome, round -> 1 / round.medianMicros()))
                      : "",
                  compared ? ratio(ours.get().over(outcome, Round::callsPerSecond)) : "")
              .stripTrailing());
      text.append('\n');
    }
    return text.toString();
  }

  static String statements(Outcome outcome) {
    return outcome.rounds().stream()
            .allMatch(round -> round.counted().containsKey(ServerMetrics.STATEMENTS))
        ? number(
            outcome
                .of(round -> round.counted().getOrDefault(ServerMetrics.STATEMENTS, 0.0))
                .median())
        : "";
  }

  static String time(double micros) {
    return micros < 1_000
        ? String.format(Locale.ROOT, "%.0f us", micros)
        : micros < 1_000_000
            ? String.format(Locale.ROOT, "%.3g ms", micros / 1e3)
            : String.format(Locale.ROOT, "%.3g s", micros / 1e6);
  }

  static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  /** "12.3x (9.8-14.1)". */
  static String ratio(Samples samples) {
    return "%sx (%s-%s)"
        .formatted(number(samples.median()), number(samples.min()), number(samples.max()));
  }
}
