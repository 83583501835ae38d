package io.propolis.faults.linear;

import io.propolis.faults.history.Outcome;
import java.util.Optional;

/**
 * What one object does when it is called by one client at a time. States and calls are immutable
 * and have {@code equals}.
 */
public interface Model<S, C> {
  S initial();

  /**
   * The state after the call; empty when the call cannot have this outcome in this state. For an
   * unknown outcome the state after the call has had its effect, the same state if it has none.
   */
  Optional<S> step(S state, C call, Outcome outcome);

  /** Whether a call with this outcome leaves every state as it is. */
  boolean isRead(C call, Outcome outcome);
}
