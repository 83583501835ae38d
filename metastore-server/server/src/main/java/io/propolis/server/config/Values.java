package io.propolis.server.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts to values. All throw IllegalArgumentException saying what would be right. */
final class Values {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

  private Values() {}

  static Object parse(SettingKey key, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("a value is missing");
    }
    var type = key.type();
    if (type == String.class) {
      return text;
    } else if (type == int.class) {
      return number(text, key.setting().min(), key.setting().max());
    } else if (type == boolean.class) {
      return truth(text);
    } else if (type == Path.class) {
      return Path.of(text).toAbsolutePath().normalize();
    } else if (type == URI.class) {
      return address(text);
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == DataSize.class) {
      return DataSize.parse(text);
    } else if (type.isEnum()) {
      return constant(type, text);
    }
    throw new IllegalStateException("no reader for settings of " + type);
  }

  private static int number(String text, int min, int max) {
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw new IllegalArgumentException(
        max == Integer.MAX_VALUE
            ? "a whole number of at least " + min + " is needed"
            : "a whole number from %d to %d is needed".formatted(min, max));
  }

  private static boolean truth(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("true or false is needed");
    };
  }

  private static URI address(String text) {
    var address = URI.create(text.trim());
    if (address.getScheme() == null || address.getHost() == null) {
      throw new IllegalArgumentException("an address is needed, as http://host:9000");
    }
    return address;
  }

  private static Duration duration(String text) {
    var form = DURATION.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException("a duration is a number and ms, s, m, h or d, as 30s");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private static Object constant(Class<?> type, String text) {
    for (var constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(text.trim())) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "one of "
            + Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))
            + " is needed");
  }
}
