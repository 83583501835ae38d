package io.propolis.catalog.filter;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.PartitionNames;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of LIKE, compiled. Clients write the pattern, so that reading it and matching it are
 * bounded: a regular expression can otherwise take for ever or overflow the stack.
 */
public final class LikePattern {
  private static final int MAX_LENGTH = 4_096;
  private static final int MAX_STEPS = 1_000_000;

  private final String source;
  private final Pattern sql;
  private final @Nullable Pattern regex;

  /** INVALID for a pattern longer than 4,096 characters. */
  LikePattern(String pattern, Predicate.Dialect dialect) {
    if (pattern.length() > MAX_LENGTH) {
      throw invalid(
          Entity.REQUEST,
          "LIKE pattern has %d characters, more than %d".formatted(pattern.length(), MAX_LENGTH));
    }
    this.source = pattern;
    this.sql = sqlPattern(pattern);
    this.regex = dialect == Predicate.Dialect.SQL ? null : regexPattern(pattern);
  }

  /** The outcome for a value of a key. */
  int of(PredicateCompiler.Key key, String value) {
    boolean isNull = key.isStrict() && value.equals(PartitionNames.NULL_VALUE);
    return isNull ? Truth.UNKNOWN : matches(value);
  }

  /** What every value that matches begins with; may be empty. */
  public String prefix() {
    if (regex != null) {
      return "";
    }
    var prefix = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '%' || c == '_') {
        break;
      }
      boolean escapes = c == '\\' && i + 1 < source.length();
      prefix.append(escapes ? source.charAt(++i) : c);
    }
    return prefix.toString();
  }

  int matches(String value) {
    boolean bySql = matches(sql, value);
    if (regex == null) {
      return Truth.of(bySql);
    }
    boolean byRegex = matches(regex, value);
    return bySql == byRegex ? Truth.of(bySql) : Truth.TRUE | Truth.FALSE;
  }

  private boolean matches(Pattern pattern, String value) {
    try {
      return pattern.matcher(new Text(value, new Steps())).matches();
    } catch (StackOverflowError | TooManySteps e) {
      throw invalid(Entity.REQUEST, "LIKE pattern takes too long to match: " + source);
    }
  }

  private static Pattern sqlPattern(String like) {
    var regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        regex.append(Pattern.quote(String.valueOf(like.charAt(++i))));
      } else if (c == '%') {
        // Two in a row mean what one does, and would multiply the work.
        boolean repeated = i > 0 && like.charAt(i - 1) == '%' && regex.toString().endsWith(".*");
        regex.append(repeated ? "" : ".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  /** Null for what is certainly SQL's: with its wildcard and without that of expressions. */
  private static @Nullable Pattern regexPattern(String like) {
    if (like.contains("%") && !like.contains(".*")) {
      return null;
    }
    try {
      return Pattern.compile(like, Pattern.DOTALL);
    } catch (PatternSyntaxException | StackOverflowError e) {
      return null; // then it was meant as SQL's LIKE
    }
  }

  private static final class Steps {
    private int taken;

    void take() {
      if (++taken > MAX_STEPS) {
        throw new TooManySteps();
      }
    }
  }

  private static final class TooManySteps extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManySteps() {
      super("pattern takes too many steps", null, false, false);
    }
  }

  /** Counts how often the matcher looks at a character. */
  private record Text(String text, Steps steps) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      steps.take();
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
