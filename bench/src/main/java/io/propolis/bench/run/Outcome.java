package io.propolis.bench.run;

import io.propolis.bench.Samples;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of one contender doing one thing with so many clients.
 *
 * @param operation key of the operation, with its step: "partitions-add-drop-100/add"
 * @param contender its label
 * @param residentMiB of the server's process after the last round
 */
public record Outcome(
    String operation,
    String title,
    String database,
    int threads,
    String contender,
    double residentMiB,
    List<Round> rounds) {

  public Samples of(ToDoubleFunction<Round> value) {
    return Samples.of(rounds.stream().mapToDouble(value).toArray());
  }

  /**
   * How this one compares with another, round by round.
   *
   * @param larger what is larger the better it is, such as calls per second
   */
  public Samples over(Outcome other, ToDoubleFunction<Round> larger) {
    int pairs = Math.min(rounds.size(), other.rounds.size());
    var ratios = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      ratios[i] = larger.applyAsDouble(rounds.get(i)) / larger.applyAsDouble(other.rounds.get(i));
    }
    return Samples.of(ratios);
  }
}
