package io.propolis.inference;

import java.util.List;
import java.util.Optional;

/**
 * A type and how it was come by.
 *
 * @param type {@code UNKNOWN} when there was no value but null
 * @param reason one line that begins with the type's name
 * @param values how many values were not null
 * @param nulls how many were
 * @param patterns {@code DateTimeFormatter} patterns of the dates and timestamps met, sorted
 * @param evidence the forms met, most frequent first: more than one type in it is a conflict
 */
public record TypeDecision(
    InferredType type,
    String reason,
    long values,
    long nulls,
    List<String> patterns,
    List<Evidence> evidence) {

  /** Copies the lists. */
  public TypeDecision {
    patterns = List.copyOf(patterns);
    evidence = List.copyOf(evidence);
  }

  /**
   * The pattern that readers must be told, of timestamps as people write them; empty when they are
   * written as ISO 8601 has it, or are none.
   */
  public Optional<String> localPattern() {
    return type == InferredType.Scalar.TIMESTAMP
        ? patterns.stream().filter(pattern -> !pattern.startsWith("yyyy-MM-dd")).findFirst()
        : Optional.empty();
  }
}
