package io.propolis.glue.operations;

import io.propolis.glue.wire.GlueException;
import java.util.regex.Pattern;

/** The outer form of rulesets in DQDL: {@code Rules = [ IsComplete "id", RowCount > 0 ]}. */
final class RulesetText {
  private static final Pattern RULES = Pattern.compile("\\bRules\\s*=\\s*\\[");
  private static final Pattern COMMENT = Pattern.compile("#[^\\n]*");

  private RulesetText() {}

  /** InvalidInputException for a text without rules. */
  static void check(String text) {
    if (count(text) == 0) {
      throw GlueException.invalidInput(
          "Ruleset holds no rules: it has the form Rules = [ rule, rule ]");
    }
  }

  /** How many rules the text holds; 0 when it is no ruleset. */
  static int count(String text) {
    var plain = COMMENT.matcher(text).replaceAll("");
    var start = RULES.matcher(plain);
    return start.find() ? count(plain, start.end()) : 0;
  }

  private static int count(String text, int from) {
    int depth = 0;
    int rules = 0;
    boolean quoted = false;
    boolean filled = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && text.charAt(i - 1) != '\\') {
        quoted = !quoted;
      }
      if (quoted || c == '"') {
        filled = true;
      } else if (c == '[' || c == '(' || c == '{') {
        depth++;
      } else if (c == ']' && depth == 0) {
        return filled ? rules + 1 : rules;
      } else if (c == ']' || c == ')' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0 && filled) {
        rules++;
        filled = false;
      } else if (!Character.isWhitespace(c)) {
        filled = true;
      }
    }
    return 0; // the list has no end
  }
}
