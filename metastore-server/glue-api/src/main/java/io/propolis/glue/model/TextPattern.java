package io.propolis.glue.model;

import java.util.regex.Pattern;

/**
 * A pattern that whole texts have to match. Most of the model's allow any text of some characters:
 * those that allow all that are printable ASCII are not asked about a text of such alone, which a
 * regular expression would walk through one object at a time.
 */
public final class TextPattern {
  private static final Pattern OF_CHARACTERS = Pattern.compile("\\[([^\\]\\\\]|\\\\.)*\\]\\*");

  private final Pattern pattern;
  private final boolean takesPrintable;

  private TextPattern(Pattern pattern, boolean takesPrintable) {
    this.pattern = pattern;
    this.takesPrintable = takesPrintable;
  }

  static TextPattern of(String regex) {
    var pattern = Pattern.compile(regex);
    return new TextPattern(pattern, OF_CHARACTERS.matcher(regex).matches() && takesAll(pattern));
  }

  private static boolean takesAll(Pattern pattern) {
    for (char c = ' '; c < 0x7F; c++) {
      if (!pattern.matcher(String.valueOf(c)).matches()) {
        return false;
      }
    }
    return true;
  }

  /** Whether the whole text matches. */
  public boolean matches(String text) {
    return takesPrintable && isPrintable(text) || BoundedRegex.matches(pattern, text);
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  /** As the model has it, for messages. */
  public String regex() {
    return pattern.pattern();
  }
}
