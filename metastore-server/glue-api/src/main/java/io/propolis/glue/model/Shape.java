package io.propolis.glue.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a value of the model looks like. Other shapes are referred to by name. */
public sealed interface Shape {
  /** An object with members. */
  record Structure(Set<String> required, Map<String, String> members) implements Shape {}

  /** An object that may hold anything. */
  record Document() implements Shape {}

  record ListOf(String member, Range size) implements Shape {}

  record MapOf(String key, String value, Range size) implements Shape {}

  /**
   * A text.
   *
   * @param pattern that the whole text matches; the one of the model, for messages
   * @param choices texts that it may be; empty for any
   * @param known texts of a choice to which clients add others; empty when it is none
   */
  record Text(Range length, @Nullable TextPattern pattern, List<String> choices, List<String> known)
      implements Shape {
    public Text {
      choices = List.copyOf(choices);
      known = List.copyOf(known);
    }

    public Optional<TextPattern> wanted() {
      return Optional.ofNullable(pattern);
    }
  }

  /** A number; a whole one unless {@code fraction}. */
  record Numeric(Width width, Range range) implements Shape {
    /** How large numbers may be. */
    public enum Width {
      INTEGER,
      LONG,
      DOUBLE
    }
  }

  record Flag() implements Shape {}

  /** A time; in seconds since the epoch, unless it {@code isText} as ISO 8601 has it. */
  record Time(boolean isText) implements Shape {}

  /** Bytes, as base64. */
  record Blob() implements Shape {}

  /** Bounds, both included; absent ones do not bound. */
  record Range(@Nullable Double min, @Nullable Double max) {
    public boolean isAbove(double value) {
      return min != null && value < min;
    }

    public boolean isBelow(double value) {
      return max != null && value > max;
    }
  }
}
