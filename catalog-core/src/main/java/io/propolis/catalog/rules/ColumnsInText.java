package io.propolis.catalog.rules;

import io.propolis.catalog.model.Names;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of columns in the SQL text of a check, found without understanding the rest. */
final class ColumnsInText {
  /**
   * Texts in quotes, names in backquotes, and words. A word behind a dot is a field of a struct,
   * and one before a parenthesis a function.
   */
  private static final Pattern PIECE =
      Pattern.compile(
          "'(?:[^'\\\\]|\\\\.)*'"
              + "|\"(?:[^\"\\\\]|\\\\.)*\""
              + "|(?<!\\.)`(?<quoted>(?:[^`]|``)+)`"
              + "|(?<![\\w.])(?<word>[A-Za-z_]\\w*)(?!\\w|\\s*\\()",
          Pattern.DOTALL);

  private ColumnsInText() {}

  static boolean mentions(String expression, Iterable<String> columns) {
    var pieces = PIECE.matcher(expression);
    while (pieces.find()) {
      var name = name(pieces);
      if (name != null) {
        for (var column : columns) {
          if (column.equals(name)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The expression with the names that the function gives for the names in it. */
  static String renamed(String expression, Function<String, String> newNames) {
    return PIECE
        .matcher(expression)
        .replaceAll(
            piece -> {
              var whole = piece.group();
              var matcher = PIECE.matcher(whole);
              var name = matcher.matches() ? name(matcher) : null;
              var now = name == null ? null : newNames.apply(name);
              if (now == null || now.equals(name)) {
                return Matcher.quoteReplacement(whole);
              }
              boolean plain = whole.charAt(0) != '`' && now.matches("[A-Za-z_]\\w*");
              return Matcher.quoteReplacement(plain ? now : '`' + now.replace("`", "``") + '`');
            });
  }

  private static @Nullable String name(Matcher piece) {
    var quoted = piece.group("quoted");
    if (quoted != null) {
      return Names.fold(quoted.replace("``", "`"));
    }
    var word = piece.group("word");
    return word == null ? null : Names.fold(word);
  }
}
