package io.propolis.glue.operations;

import io.propolis.glue.model.BoundedRegex;
import io.propolis.glue.wire.GlueException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Expressions by which clients choose names: regular ones, in which a {@code *} that stands where a
 * regular one makes little sense also means what it means to Hive, any text. aws-sdk-pandas asks
 * for {@code orders*} and {@code *orders*}.
 */
final class NameExpression {
  private static final Pattern STAR_OF_HIVE = Pattern.compile("(?<![.)\\]}\\\\])\\*");

  private NameExpression() {}

  /** Which names match; all when there is no expression. InvalidInputException when it is none. */
  static Predicate<String> of(@Nullable String expression) {
    if (expression == null || expression.isEmpty()) {
      return name -> true;
    }
    var ofHive = STAR_OF_HIVE.matcher(expression).replaceAll(".*");
    if (ofHive.equals(expression)) {
      return matching(expression, expression);
    }
    var matching = matching(ofHive, expression);
    return isRegular(expression) ? matching.or(matching(expression, expression)) : matching;
  }

  private static boolean isRegular(String expression) {
    try {
      Pattern.compile(expression);
      return true;
    } catch (PatternSyntaxException | StackOverflowError e) {
      return false;
    }
  }

  private static Predicate<String> matching(String regular, String given) {
    try {
      var pattern = Pattern.compile(regular, Pattern.CASE_INSENSITIVE);
      return name -> BoundedRegex.matches(pattern, name);
    } catch (PatternSyntaxException e) {
      throw GlueException.invalidInput(
          "Expression is not a regular one: %s in %s".formatted(e.getDescription(), given));
    } catch (StackOverflowError e) {
      throw GlueException.invalidInput("Expression is nested too deep");
    }
  }
}
