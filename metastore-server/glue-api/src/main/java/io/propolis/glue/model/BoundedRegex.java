package io.propolis.glue.model;

import io.propolis.glue.wire.GlueException;
import java.util.regex.Pattern;

/**
 * Matches texts that clients send against patterns, and patterns that clients send, within bounds:
 * a regular expression can otherwise take for ever or overflow the stack.
 */
public final class BoundedRegex {
  private static final int MAX_STEPS = 5_000_000;

  private BoundedRegex() {}

  /** Whether the whole text matches. InvalidInputException when that takes too long to say. */
  public static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(new Counted(text, new int[1])).matches();
    } catch (StackOverflowError | TooManySteps e) {
      throw GlueException.invalidInput("Pattern takes too long to match: " + pattern.pattern());
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("pattern takes too many steps", null, false, false);
    }
  }

  /** Counts how often the matcher looks at a character. */
  private record Counted(String text, int[] steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++steps[0] > MAX_STEPS) {
        throw new TooManySteps();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
