package io.propolis.catalog.jdbc;

/** What a transaction allows, for as long as its work runs. */
final class Mode {
  private enum State {
    READING,
    WRITING,
    ENDED
  }

  private final Attempt attempt;
  private State state;

  private Mode(State state, Attempt attempt) {
    this.state = state;
    this.attempt = attempt;
  }

  /** Whether the same work was tried before, in vain. */
  enum Attempt {
    FIRST,
    LATER
  }

  static Mode reading() {
    return new Mode(State.READING, Attempt.FIRST);
  }

  static Mode writing(Attempt attempt) {
    return new Mode(State.WRITING, attempt);
  }

  Attempt attempt() {
    return attempt;
  }

  void end() {
    state = State.ENDED;
  }

  void requireOpen() {
    if (state == State.ENDED) {
      throw new IllegalStateException("The transaction has ended: it is not to leave its work");
    }
  }

  void requireWritable() {
    requireOpen();
    if (state == State.READING) {
      throw new IllegalStateException("A reading transaction cannot write or lock");
    }
  }
}
