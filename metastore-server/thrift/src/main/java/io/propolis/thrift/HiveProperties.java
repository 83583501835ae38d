package io.propolis.thrift;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The properties of Hive 4.1's metastore: each has the name of the standalone metastore, mostly
 * {@code metastore.…}, and an older one of Hive, mostly {@code hive.metastore.…}.
 */
public final class HiveProperties {
  private static final Pattern SECRET =
      Pattern.compile(".*(password|secret|bindpw|access\\.key|credential).*");
  private static final Map<String, Property> BY_NAME = read();

  private HiveProperties() {}

  /**
   * One of them.
   *
   * @param name the standalone metastore's
   * @param hiveName Hive's, which may be the same
   * @param initial what it is when nobody says; "" also when that is a class or depends on the
   *     machine
   */
  public record Property(String name, String hiveName, String initial) {}

  /** All of them, each once. */
  public static Set<Property> all() {
    return Set.copyOf(BY_NAME.values());
  }

  /** By either name. */
  public static Optional<Property> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The standalone metastore's name of a property that may be given by Hive's; others as is. */
  public static String canonical(String name) {
    return find(name).map(Property::name).orElse(name);
  }

  /** Whether the value is not for logs and not for clients. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  private static Map<String, Property> read() {
    var properties = new HashMap<String, Property>();
    try (var in = HiveProperties.class.getResourceAsStream("hive-properties.tsv")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      for (var line : text.split("\n")) {
        var parts = line.split("\t", -1);
        var hiveName = parts[1].isEmpty() ? parts[0] : parts[1];
        var property = new Property(parts[0], hiveName, parts[2]);
        properties.put(hiveName, property);
        properties.put(property.name(), property);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.copyOf(properties);
  }
}
