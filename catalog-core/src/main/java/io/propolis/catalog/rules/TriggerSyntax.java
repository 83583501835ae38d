package io.propolis.catalog.rules;

import io.propolis.catalog.model.Names;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two small languages of Hive's triggers. Conditions compare counters with numbers, joined by
 * AND and OR: {@code ELAPSED_TIME > 30000 AND BYTES_READ > '10 GB'}; Hive 3 and later write one
 * comparison, with {@code >}. Actions are {@code KILL} and {@code MOVE TO pool.path}.
 */
final class TriggerSyntax {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z_][\\w.:-]*|`[^`]+`)|(?<operator><=|>=|<>|!=|==|[<>=])"
              + "|(?<literal>\\d+(?:\\.\\d+)?[A-Za-z]*|'[^']*'|\"[^\"]*\"))\\s*");
  private static final Pattern QUANTITY =
      Pattern.compile(
          "[-+]?\\d+(\\.\\d+)?\\s*([kmgtp]?b?|bytes|ns|us|ms|s|sec|second|seconds|min|mins|minute"
              + "|minutes|h|hour|hours|d|day|days|nanos?|micros?|millis?)");
  private static final Pattern MOVE =
      Pattern.compile("MOVE\\s+(?:TO\\s+)?(\\S+)", Pattern.CASE_INSENSITIVE);
  private static final List<String> CONNECTIVES = List.of("and", "or");

  private TriggerSyntax() {}

  /** Whether the text is a condition. */
  static boolean isCondition(String text) {
    var tokens = TOKEN.matcher(text);
    int at = 0;
    // A condition is counter, operator, value; then a connective and the next, or the end.
    for (int place = 0; ; place++) {
      if (at == text.length()) {
        return place % 4 == 3;
      }
      if (!tokens.region(at, text.length()).lookingAt() || !fits(place % 4, tokens)) {
        return false;
      }
      at = tokens.end();
    }
  }

  private static boolean fits(int place, Matcher token) {
    return switch (place) {
      case 0 -> token.group("word") != null && !isConnective(token.group("word"));
      case 1 -> token.group("operator") != null;
      case 2 -> token.group("literal") != null && isQuantity(token.group("literal"));
      default -> token.group("word") != null && isConnective(token.group("word"));
    };
  }

  private static boolean isConnective(String word) {
    return CONNECTIVES.contains(Names.fold(word));
  }

  private static boolean isQuantity(String literal) {
    boolean quoted = literal.startsWith("'") || literal.startsWith("\"");
    var text = quoted ? literal.substring(1, literal.length() - 1) : literal;
    return QUANTITY.matcher(text.strip().toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether the text is an action. */
  static boolean isAction(String text) {
    return text.strip().equalsIgnoreCase("KILL") || target(text).isPresent();
  }

  /** Path of the pool to which an action moves queries. */
  static Optional<String> target(String action) {
    var move = MOVE.matcher(action.strip());
    return move.matches() ? Optional.of(Names.fold(move.group(1))) : Optional.empty();
  }
}
