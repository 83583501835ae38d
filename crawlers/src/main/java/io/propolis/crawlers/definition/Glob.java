package io.propolis.crawlers.definition;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A glob pattern with Glue's rules: {@code *} stays within a path component and {@code **} crosses
 * them, {@code ?} is one character of a component, {@code [a-z]} and {@code [!a]} are sets, {@code
 * {a,b}} are alternatives that do not nest, {@code \} takes the next character literally, and a
 * leading dot is an ordinary character.
 */
public final class Glob {
  private final Pattern regex;

  private Glob(Pattern regex) {
    this.regex = regex;
  }

  /**
   * Reads a pattern.
   *
   * @throws InvalidDefinitionException naming the pattern
   */
  public static Glob of(String pattern) {
    return new Glob(new Translation(pattern).regex());
  }

  /** Whether a path relative to the include path is meant, with slashes and none in front. */
  public boolean matches(String path) {
    return regex.matcher(path).matches();
  }

  private static final class Translation {
    private final String glob;
    private final StringBuilder regex = new StringBuilder();
    private boolean inGroup;
    private int next;

    private Translation(String glob) {
      this.glob = glob;
    }

    Pattern regex() {
      while (next < glob.length()) {
        character(glob.charAt(next++));
      }
      if (inGroup) {
        throw wrong("a { without }");
      }
      try {
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
      } catch (PatternSyntaxException e) {
        throw wrong(e.getDescription());
      }
    }

    private void character(char c) {
      switch (c) {
        case '\\' -> literal(taken());
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> set();
        case '{' -> open();
        case '}' -> close();
        case ',' -> regex.append(inGroup ? "|" : ",");
        default -> literal(c);
      }
    }

    private char taken() {
      if (next == glob.length()) {
        throw wrong("a \\ at the end");
      }
      return glob.charAt(next++);
    }

    private void literal(char c) {
      regex.append(Pattern.quote(String.valueOf(c)));
    }

    private void star() {
      if (next < glob.length() && glob.charAt(next) == '*') {
        next++;
        regex.append(".*");
      } else {
        regex.append("[^/]*");
      }
    }

    private void open() {
      if (inGroup) {
        throw wrong("a { within { }");
      }
      inGroup = true;
      regex.append("(?:");
    }

    private void close() {
      regex.append(inGroup ? ")" : "\\}");
      inGroup = false;
    }

    private void set() {
      regex.append("(?!/)[");
      if (next < glob.length() && glob.charAt(next) == '!') {
        next++;
        regex.append('^');
      }
      int first = next;
      while (next < glob.length() && (glob.charAt(next) != ']' || next == first)) {
        char c = glob.charAt(next++);
        // Within a set only the hyphen is special: *, ? and \ stand for themselves.
        regex.append(c == '-' ? "-" : "\\x{" + Integer.toHexString(c) + "}");
      }
      if (next == glob.length()) {
        throw wrong("a [ without ]");
      }
      next++;
      regex.append(']');
    }

    private InvalidDefinitionException wrong(String what) {
      return new InvalidDefinitionException("Exclusion pattern %s has %s".formatted(glob, what));
    }
  }
}
