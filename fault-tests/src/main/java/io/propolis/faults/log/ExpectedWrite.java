package io.propolis.faults.log;

import java.util.Map;
import java.util.Set;

/**
 * A call that writes, as the log should tell of it.
 *
 * @param begin when it was sent
 * @param end when its answer was there
 * @param outcome how it ended
 * @param given values that it gave, by object
 * @param removed objects that it removed, by their own names
 * @param made objects that it made, which carry no value
 */
public record ExpectedWrite(
    long begin,
    long end,
    Ending outcome,
    Map<String, String> given,
    Set<String> removed,
    Set<String> made,
    String text) {
  /** How a call ended, as far as the log is concerned. */
  public enum Ending {
    DONE,
    REFUSED,
    UNKNOWN
  }

  public ExpectedWrite {
    given = Map.copyOf(given);
    removed = Set.copyOf(removed);
    made = Set.copyOf(made);
  }
}
