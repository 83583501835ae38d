package io.propolis.faults.linear;

/** What became of a check. */
public sealed interface Verdict {
  /** There is an order of the calls that explains every answer. */
  record Linearizable() implements Verdict {}

  /** There is none. The explanation names the first answer that nothing explains. */
  record Violated(String explanation) implements Verdict {}

  /** The search became too large to be finished. */
  record Undecided(String explanation) implements Verdict {}
}
