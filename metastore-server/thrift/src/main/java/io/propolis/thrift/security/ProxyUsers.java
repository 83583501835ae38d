package io.propolis.thrift.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may ask for something in another user's name, by Hadoop's properties {@code
 * hadoop.proxyuser.<user>.users}, {@code .groups} and {@code .hosts}: lists with commas, or {@code
 * *} for all. Groups can only be allowed all at once: the server does not know who is in them.
 */
public final class ProxyUsers {
  /** Nobody may. */
  public static final ProxyUsers NONE = new ProxyUsers(Map.of());

  private static final String PREFIX = "hadoop.proxyuser.";
  private static final Pattern KEY =
      Pattern.compile("hadoop\\.proxyuser\\.(.+)\\.(users|groups|hosts)");
  private static final String ALL = "*";

  private record Rule(Set<String> users, Set<String> groups, Set<String> hosts) {
    static final Rule NOTHING = new Rule(Set.of(), Set.of(), Set.of());

    Rule with(String part, Set<String> values) {
      return switch (part) {
        case "users" -> new Rule(values, groups, hosts);
        case "groups" -> new Rule(users, values, hosts);
        default -> new Rule(users, groups, values);
      };
    }

    boolean allows(String user) {
      return users.contains(ALL) || users.contains(user) || groups.contains(ALL);
    }
  }

  private final Map<String, Rule> rules;

  private ProxyUsers(Map<String, Rule> rules) {
    this.rules = Map.copyOf(rules);
  }

  /**
   * Reads {@code hue.users=ann,bob; hue.hosts=*}: the properties without what all begin with.
   *
   * @throws IllegalArgumentException naming what is of another form
   */
  public static ProxyUsers parse(String text) {
    var properties = new HashMap<String, String>();
    for (var each : text.split(";")) {
      if (each.isBlank()) {
        continue;
      }
      var parts = each.split("=", 2);
      var key = PREFIX + parts[0].strip();
      if (parts.length < 2 || !KEY.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "A rule for proxy users is NAME.users=, NAME.groups= or NAME.hosts=, not "
                + each.strip());
      }
      properties.put(key, parts[1]);
    }
    return of(properties);
  }

  /** Reads those of the properties that are about proxy users. */
  public static ProxyUsers of(Map<String, String> properties) {
    var rules = new HashMap<String, Rule>();
    properties.forEach(
        (key, value) -> {
          var form = KEY.matcher(key);
          if (form.matches()) {
            var values =
                Arrays.stream(value.split(","))
                    .map(String::strip)
                    .filter(each -> !each.isEmpty())
                    .collect(Collectors.toUnmodifiableSet());
            rules.merge(
                form.group(1),
                Rule.NOTHING.with(form.group(2), values),
                (rule, ignored) -> rule.with(form.group(2), values));
          }
        });
    return new ProxyUsers(rules);
  }

  /** Whether {@code caller}, who speaks from that address, may act as {@code user}. */
  public boolean allows(String caller, String address, String user) {
    var rule = rules.getOrDefault(caller, Rule.NOTHING);
    return rule.allows(user)
        && (rule.hosts().contains(ALL)
            || rule.hosts().stream().anyMatch(host -> isAt(host, address)));
  }

  private static boolean isAt(String host, String address) {
    if (host.equals(address)) {
      return true;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host))
          .anyMatch(known -> known.getHostAddress().equals(address));
    } catch (UnknownHostException e) {
      return false; // a host that is not known now speaks from nowhere
    }
  }
}
