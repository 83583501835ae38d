package io.propolis.server.hive;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${name}} as Hadoop does: a system property of the JVM, else another property;
 * {@code ${env.NAME}}, with {@code :-default} or {@code -default}, from the environment. Hive's own
 * {@code ${system:name}}, {@code ${env:NAME}} and {@code ${hiveconf:name}} mean the same. What is
 * not known stays as it is written.
 */
final class Variables {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}$\\s]+)}");
  private static final Pattern ENVIRONMENT =
      Pattern.compile("env[.:]([^:-]+)(?::-(.*)|-(.*))?", Pattern.DOTALL);
  private static final int MAX_DEPTH = 20;

  private final Map<String, String> texts;
  private final Map<String, String> environment;

  Variables(Map<String, String> texts, Map<String, String> environment) {
    this.texts = texts;
    this.environment = environment;
  }

  String fill(String text) {
    return fill(text, new HashSet<>());
  }

  private String fill(String text, Set<String> open) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              var name = match.group(1);
              // A variable that needs itself is left, as Hadoop leaves it.
              if (open.size() == MAX_DEPTH || !open.add(name)) {
                return Matcher.quoteReplacement(match.group());
              }
              var value = value(name).map(found -> fill(found, open)).orElse(match.group());
              open.remove(name);
              return Matcher.quoteReplacement(value);
            });
  }

  private Optional<String> value(String name) {
    var variable = ENVIRONMENT.matcher(name);
    if (variable.matches()) {
      return fromEnvironment(variable);
    }
    if (name.startsWith("system:")) {
      return Optional.ofNullable(System.getProperty(name.substring("system:".length())));
    }
    var plain = name.startsWith("hiveconf:") ? name.substring("hiveconf:".length()) : name;
    return Optional.ofNullable(System.getProperty(plain))
        .or(() -> Optional.ofNullable(texts.get(plain)));
  }

  private Optional<String> fromEnvironment(Matcher variable) {
    var value = environment.get(variable.group(1));
    @Nullable String whenEmpty = variable.group(2);
    @Nullable String whenAbsent = variable.group(3);
    if (whenEmpty != null && (value == null || value.isEmpty())) {
      return Optional.of(whenEmpty);
    }
    return Optional.ofNullable(value == null ? whenAbsent : value);
  }
}
