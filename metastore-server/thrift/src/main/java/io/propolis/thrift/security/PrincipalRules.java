package io.propolis.thrift.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * How Kerberos principals become users, in the form of Hadoop's {@code
 * hadoop.security.auth_to_local}: the first rule that fits decides. {@code DEFAULT} takes the first
 * part of principals of the server's realm; {@code RULE:[2:$1@$0](nn@.+)s/@.+//L} takes principals
 * of two parts, builds a text of them and of the realm ({@code $0}), wants it to match, replaces in
 * it, and folds it.
 */
public final class PrincipalRules {
  private static final Pattern RULE =
      Pattern.compile(
          "\\s*(?:(DEFAULT)|RULE:\\[(\\d+):([^]]*)](?:\\(([^)]*)\\))?"
              + "(?:s/([^/]*)/([^/]*)/(g)?)?)/?(L)?\\s*");
  private static final Pattern PRINCIPAL = Pattern.compile("([^/@]+)(?:/([^/@]+))?(?:@([^/@]+))?");
  private static final Pattern PART = Pattern.compile("\\$(\\d)");

  private record Rule(
      int parts,
      String format,
      @Nullable Pattern match,
      @Nullable Pattern from,
      String to,
      boolean everywhere,
      boolean lowerCase) {
    Optional<String> apply(List<String> principal) {
      if (principal.size() - 1 != parts) {
        return Optional.empty();
      }
      var text =
          PART.matcher(format)
              .replaceAll(part -> Matcher.quoteReplacement(of(principal, part.group(1))));
      if (match != null && !match.matcher(text).matches()) {
        return Optional.empty();
      }
      return Optional.of(replaced(text));
    }

    private static String of(List<String> principal, String number) {
      int index = Integer.parseInt(number);
      return index < principal.size() ? principal.get(index) : "";
    }

    private String replaced(String text) {
      if (from == null) {
        return text;
      }
      return everywhere ? from.matcher(text).replaceAll(to) : from.matcher(text).replaceFirst(to);
    }
  }

  private final String realm;
  private final List<Rule> rules;

  private PrincipalRules(String realm, List<Rule> rules) {
    this.realm = realm;
    this.rules = List.copyOf(rules);
  }

  /**
   * @param realm the one that {@code DEFAULT} means
   * @throws IllegalArgumentException naming the place in the text that is no rule
   */
  public static PrincipalRules parse(String text, String realm) {
    var rules = new ArrayList<Rule>();
    var form = RULE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!form.find(at) || form.start() != at) {
        throw new IllegalArgumentException(
            "A rule for principals is DEFAULT or RULE:[n:format](match)s/from/to/, not "
                + text.substring(at).strip());
      }
      rules.add(rule(form, realm));
      at = form.end();
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("There is no rule for principals");
    }
    return new PrincipalRules(realm, rules);
  }

  private static Rule rule(Matcher form, String realm) {
    boolean lowerCase = form.group(8) != null;
    if (form.group(1) != null) {
      return new Rule(0, realm, null, null, "", false, lowerCase);
    }
    try {
      return new Rule(
          Integer.parseInt(form.group(2)),
          form.group(3),
          form.group(4) == null ? null : Pattern.compile(form.group(4)),
          form.group(5) == null ? null : Pattern.compile(form.group(5)),
          form.group(6) == null ? "" : form.group(6),
          form.group(7) != null,
          lowerCase);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "No pattern in a rule for principals: " + e.getPattern(), e);
    }
  }

  /** The user that a principal is; a name of one part is one. Empty when no rule fits. */
  public Optional<String> shortName(String principal) {
    var form = PRINCIPAL.matcher(principal);
    if (!form.matches()) {
      return Optional.empty();
    }
    if (form.group(2) == null && form.group(3) == null) {
      return Optional.of(principal);
    }
    var parts = new ArrayList<String>();
    parts.add(form.group(3) == null ? realm : form.group(3));
    parts.add(form.group(1));
    if (form.group(2) != null) {
      parts.add(form.group(2));
    }
    for (var rule : rules) {
      var name = isDefault(rule) ? ofOwnRealm(parts) : rule.apply(parts);
      if (name.isPresent()) {
        return name.map(each -> rule.lowerCase() ? each.toLowerCase(Locale.ROOT) : each)
            .filter(each -> !each.isEmpty() && !each.contains("/") && !each.contains("@"));
      }
    }
    return Optional.empty();
  }

  private static boolean isDefault(Rule rule) {
    return rule.parts() == 0;
  }

  private Optional<String> ofOwnRealm(List<String> parts) {
    return parts.get(0).equals(realm) ? Optional.of(parts.get(1)) : Optional.empty();
  }
}
