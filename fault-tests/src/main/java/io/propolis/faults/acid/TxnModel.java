package io.propolis.faults.acid;

import io.propolis.faults.history.Outcome;
import io.propolis.faults.history.Outcome.Refused;
import io.propolis.faults.history.Outcome.Unknown;
import io.propolis.faults.linear.Model;
import java.util.Optional;

/** A transaction, which begins open and ends once. */
final class TxnModel implements Model<TxnModel.State, TxnModel.Call> {
  /** What a read says of a transaction that it does not list. */
  static final String GONE = "GONE";

  enum State {
    OPEN,
    COMMITTED,
    ABORTED
  }

  /**
   * A call.
   *
   * @param seen what a read saw; empty for others
   */
  record Call(String name, String seen) {
    static final Call COMMIT = new Call("commit", "");
    static final Call ABORT = new Call("abort", "");

    /** The server takes the client for dead. */
    static final Call EXPIRE = new Call("expire", "");

    static Call read(String state) {
      return new Call("read", state);
    }

    @Override
    public String toString() {
      return name + seen;
    }
  }

  @Override
  public State initial() {
    return State.OPEN;
  }

  @Override
  public Optional<State> step(State state, Call call, Outcome outcome) {
    if (call.name().equals("read")) {
      return reads(state, call.seen()) ? Optional.of(state) : Optional.empty();
    }
    if (outcome instanceof Refused) {
      // Of a call that was made again after its answer was lost, too.
      return state == State.OPEN ? Optional.empty() : Optional.of(state);
    }
    var end = call.equals(Call.COMMIT) ? State.COMMITTED : State.ABORTED;
    if (state == State.OPEN) {
      return Optional.of(end);
    }
    boolean said = !(outcome instanceof Unknown);
    boolean nothingToDo = state == State.ABORTED && call.equals(Call.ABORT);
    return said && !nothingToDo ? Optional.empty() : Optional.of(state);
  }

  @Override
  public boolean isRead(Call call, Outcome outcome) {
    return call.name().equals("read") || outcome instanceof Refused;
  }

  /** One that is listed no more was committed, or aborted and cleaned up after. */
  private static boolean reads(State state, String seen) {
    return switch (state) {
      case OPEN -> seen.equals("OPEN");
      case COMMITTED -> seen.equals(GONE);
      case ABORTED -> seen.equals(GONE) || seen.equals("ABORTED");
    };
  }
}
