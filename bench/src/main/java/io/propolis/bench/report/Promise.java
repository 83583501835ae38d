package io.propolis.bench.report;

import io.propolis.bench.Samples;
import io.propolis.bench.run.Outcome;
import io.propolis.bench.run.Round;
import io.propolis.bench.server.Contender;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Something that is promised of an operation of ours, and how it is seen in what was measured.
 *
 * @param operation its key
 * @param threads clients at once
 */
public record Promise(String operation, int threads, Claim claim) {

  /** What is said of the operation. */
  public sealed interface Claim {}

  /**
   * Ours is so many times faster than another server.
   *
   * @param label the other one's
   * @param factor at least; below 1 says how much slower it may be
   */
  public record Faster(String label, Quantity quantity, double factor) implements Claim {}

  /** A call of ours takes at most so long. */
  public record Within(double micros) implements Claim {}

  /** A counter of our server grows by less than this with each call. */
  public record Counts(String counter, String words, double most) implements Claim {}

  /** What is compared. */
  public enum Quantity {
    LATENCY(round -> 1 / round.medianMicros()),
    THROUGHPUT(Round::callsPerSecond);

    private final ToDoubleFunction<Round> larger;

    Quantity(ToDoubleFunction<Round> larger) {
      this.larger = larger;
    }
  }

  /** A verdict for each database on which everything that it speaks of was measured. */
  public List<Verdict> of(List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> isOf(outcome, Contender.PROPOLIS.label()))
        .flatMap(ours -> verdict(ours, outcomes).stream())
        .toList();
  }

  private boolean isOf(Outcome outcome, String label) {
    return outcome.operation().equals(operation)
        && outcome.threads() == threads
        && outcome.contender().equals(label);
  }

  private Optional<Verdict> verdict(Outcome ours, List<Outcome> outcomes) {
    var what =
        "%s, %d client%s, %s"
            .formatted(ours.title(), threads, threads == 1 ? "" : "s", ours.database());
    if (claim instanceof Faster faster) {
      return other(faster.label(), ours, outcomes).map(other -> faster(faster, what, ours, other));
    }
    if (claim instanceof Within within) {
      var samples = ours.of(Round::medianMicros);
      return Optional.of(
          Verdict.atMost(
              within.micros() / 1e3,
              "ms",
              what,
              samples.median() / 1e3,
              ResultTable.time(samples.median())));
    }
    return claim instanceof Counts counts ? counted(counts, what, ours) : Optional.empty();
  }

  private Optional<Outcome> other(String label, Outcome ours, List<Outcome> outcomes) {
    return outcomes.stream()
        .filter(outcome -> isOf(outcome, label) && outcome.database().equals(ours.database()))
        .findFirst();
  }

  private static Verdict faster(Faster faster, String what, Outcome ours, Outcome other) {
    var ratio = ours.over(other, faster.quantity().larger);
    var words =
        "%s: %s over %s"
            .formatted(
                what, faster.quantity() == Quantity.LATENCY ? "speed" : "calls/s", faster.label());
    return Verdict.atLeast(faster.factor(), "x", words, ratio.median(), ResultTable.ratio(ratio));
  }

  private static Optional<Verdict> counted(Counts counts, String what, Outcome ours) {
    if (!ours.rounds().stream().allMatch(round -> round.counted().containsKey(counts.counter()))) {
      return Optional.empty();
    }
    Samples samples = ours.of(round -> round.counted().getOrDefault(counts.counter(), 0.0));
    return Optional.of(
        Verdict.atMost(
            counts.most(),
            "per call",
            what + ": " + counts.words(),
            samples.median(),
            ResultTable.number(samples.median())));
  }

  /** Verdicts of several promises, in their order. */
  public static List<Verdict> verdicts(List<Promise> promises, List<Outcome> outcomes) {
    return promises.stream().flatMap(promise -> promise.of(outcomes).stream()).toList();
  }

  /** The same promise of several operations. */
  static Stream<Promise> each(List<String> operations, int threads, Claim claim) {
    return operations.stream().map(operation -> new Promise(operation, threads, claim));
  }
}
