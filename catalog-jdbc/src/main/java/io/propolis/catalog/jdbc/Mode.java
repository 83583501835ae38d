package io.propolis.catalog.jdbc;

/** What a transaction allows, for as long as its work runs. */
final class Mode {
  private enum State {
    READING,
    WRITING,
    ENDED
  }

  private State state;

  private Mode(State state) {
    this.state = state;
  }

  static Mode reading() {
    return new Mode(State.READING);
  }

  static Mode writing() {
    return new Mode(State.WRITING);
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
