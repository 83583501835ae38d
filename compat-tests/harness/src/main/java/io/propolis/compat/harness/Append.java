package io.propolis.compat.harness;

/**
 * One attempt of a writer to append its {@code n}th set of rows; {@code failure} is what its engine
 * said, empty when it acknowledged the append.
 */
public record Append(String writer, int n, int attempt, String failure) {

  /** Whether the engine said that the rows are in the table. */
  public boolean acknowledged() {
    return failure.isEmpty();
  }

  /** The next attempt at the same rows. */
  public Append again() {
    return new Append(writer, n, attempt + 1, "");
  }

  /** The same attempt with what its engine said of it; nothing when it succeeded. */
  public Append with(String newFailure) {
    return new Append(writer, n, attempt, newFailure);
  }
}
