package io.propolis.inference;

/**
 * The values of one form among those a type was inferred from.
 *
 * @param type what these values alone would be
 * @param form what they look like, in words that follow the example
 * @param example the first of them in alphabetical order
 * @param origin the folder or file the example was met in; empty when none was named
 * @param count how many there were
 */
public record Evidence(InferredType type, String form, String example, String origin, long count) {

  /** The example quoted, with its form and origin. */
  String sentence() {
    return "'" + example + "' " + form + (origin.isEmpty() ? "" : " (in " + origin + ")");
  }
}
