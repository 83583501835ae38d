package io.propolis.compat.harness;

/**
 * What became of one scenario in a client process: {@code failure} is a stack trace, empty when it
 * passed.
 */
public record ScenarioReport(String name, String failure) {

  /** Whether every assertion of the scenario held. */
  public boolean passed() {
    return failure.isEmpty();
  }
}
