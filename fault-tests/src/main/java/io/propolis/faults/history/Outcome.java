package io.propolis.faults.history;

import java.util.Map;

/** How a call ended. */
public sealed interface Outcome {
  /** Done, whatever there is to see. */
  Outcome OK = new Seen(Map.of());

  /**
   * Acknowledged.
   *
   * @param values what a read saw, by key; names alone have empty values
   */
  record Seen(Map<String, String> values) implements Outcome {
    public Seen {
      values = Map.copyOf(values);
    }
  }

  /** The server said no: nothing was changed. */
  record Refused(Reason reason) implements Outcome {}

  /**
   * Nobody told: done once at any time after the call began, or never. So ends a call whose
   * connection broke, and one whose server lost its database before it knew.
   */
  record Unknown(String why) implements Outcome {}

  /** Why a server says no. */
  enum Reason {
    ABSENT,
    EXISTS,
    /** A compare-and-swap found another value. */
    CONFLICT
  }
}
