package io.propolis.server.config;

import io.propolis.server.config.Setting.Display;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One setting, as read from the record tree.
 *
 * @param name dotted, as {@code store.pool-size}
 * @param type of the record's component
 */
public record SettingKey(String name, Class<?> type, Setting setting) {
  private static final String PREFIX = "PROPOLIS_";
  private static final Pattern SECRET_PARAMETER =
      Pattern.compile("(?i)((?:password|pwd|secret|token)\\w*=)[^&;]*");
  private static final Pattern USER_INFO = Pattern.compile("//[^/@]*@");

  /** All settings, in the order of the record tree. */
  public static final List<SettingKey> ALL = List.copyOf(of("", Settings.class));

  private static List<SettingKey> of(String prefix, Class<?> section) {
    var keys = new ArrayList<SettingKey>();
    for (var component : section.getRecordComponents()) {
      var name = prefix + kebab(component.getName());
      var setting = component.getAnnotation(Setting.class);
      if (setting != null) {
        keys.add(new SettingKey(name, component.getType(), setting));
      } else {
        keys.addAll(of(name + ".", component.getType()));
      }
    }
    return keys;
  }

  /** The name of a component within its section. */
  static String kebab(String component) {
    return component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  static String child(String section, RecordComponent component) {
    var name = kebab(component.getName());
    return section.isEmpty() ? name : section + "." + name;
  }

  /** {@code PROPOLIS_STORE_POOL_SIZE}. */
  public String environment() {
    return PREFIX + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** {@code --store.pool-size}, and shorter names where there are some. */
  public List<String> flags() {
    var flags = new ArrayList<String>();
    flags.add("--" + name);
    flags.addAll(List.of(setting.flags()));
    return flags;
  }

  /** The part before the first dot, or the name itself. */
  public String section() {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  public String help() {
    return setting.help();
  }

  public String label() {
    return setting.label();
  }

  /** What it is when nobody says, as text; {@code {data}} stands for the data folder. */
  public Optional<String> initial() {
    return Optional.of(setting.initial()).filter(text -> !text.isEmpty());
  }

  /** A value as logs may show it. */
  public String shown(String value) {
    return switch (setting.display()) {
      case PLAIN -> value;
      case MASKED -> "******";
      case URL ->
          USER_INFO
              .matcher(SECRET_PARAMETER.matcher(value).replaceAll("$1******"))
              .replaceAll("//******@");
    };
  }

  boolean isSecret() {
    return setting.display() == Display.MASKED;
  }
}
