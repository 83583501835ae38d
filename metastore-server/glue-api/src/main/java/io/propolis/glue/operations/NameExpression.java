package io.propolis.glue.operations;

import io.propolis.glue.model.BoundedRegex;
import io.propolis.glue.wire.GlueException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Expressions by which clients choose names: regular ones, whose {@code *} some take for Hive's.
 */
final class NameExpression {
  private NameExpression() {}

  /** Which names match; all when there is no expression. InvalidInputException when it is none. */
  static Predicate<String> of(@Nullable String expression) {
    if (expression == null || expression.isEmpty()) {
      return name -> true;
    }
    var pattern = compiled(expression);
    return name -> BoundedRegex.matches(pattern, name);
  }

  private static Pattern compiled(String expression) {
    try {
      return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      return ofHive(expression, e);
    } catch (StackOverflowError e) {
      throw GlueException.invalidInput("Expression is nested too deep");
    }
  }

  private static Pattern ofHive(String expression, PatternSyntaxException failure) {
    try {
      return Pattern.compile(expression.replace("*", ".*"), Pattern.CASE_INSENSITIVE);
    } catch (PatternSyntaxException e) {
      throw GlueException.invalidInput(
          "Expression is not a regular one: %s in %s"
              .formatted(failure.getDescription(), expression));
    }
  }
}
