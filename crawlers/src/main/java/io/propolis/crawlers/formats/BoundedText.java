package io.propolis.crawlers.formats;

import java.util.regex.Pattern;

/**
 * A line that a regular expression may look at so many times and no more: patterns come from users,
 * and some take longer than the age of the lake.
 */
final class BoundedText implements CharSequence {
  /** Longer lines match nothing. */
  private static final int LONGEST = 32 << 10;

  private static final int LOOKS_PER_CHARACTER = 200;
  private static final int LEAST_LOOKS = 20_000;

  private final String text;
  private int left;

  private BoundedText(String text) {
    this.text = text;
    this.left = LEAST_LOOKS + LOOKS_PER_CHARACTER * text.length();
  }

  /** Whether the pattern matches the whole line, and does so soon enough. */
  static boolean matches(Pattern pattern, String line) {
    if (line.length() > LONGEST) {
      return false;
    }
    try {
      return pattern.matcher(new BoundedText(line)).matches();
    } catch (TooLongException | StackOverflowError e) {
      // Java's matcher recurses over groups; what is too deep for it here is so for engines too.
      return false;
    }
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new TooLongException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.substring(start, end);
  }

  @Override
  public String toString() {
    return text;
  }

  private static final class TooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
