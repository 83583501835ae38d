package io.propolis.crawlers.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One object of a definition, read key by key; every wrong key or value is named by its path.
 *
 * @param reading how all of the definition is read
 */
record Section(String path, JsonNode node, Reading reading) {
  Section {
    if (!node.isObject()) {
      throw new InvalidDefinitionException(
          "%s must hold keys and values, not: %s"
              .formatted(path.isEmpty() ? "A crawler" : path, node));
    }
  }

  /**
   * Unless those are passed over, refuses keys that are not known, naming the nearest known one.
   */
  Section allowing(String... known) {
    return reading.unknown() == Reading.UnknownKeys.PASSED_OVER ? this : allowingOnly(known);
  }

  /** Refuses keys that are not known, naming the nearest known one. */
  Section allowingOnly(String... known) {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!List.of(known).contains(key)) {
                var near = nearest(key, known);
                throw new InvalidDefinitionException(
                    distance(key, near) <= key.length() / 2
                        ? "Unknown key %s; did you mean %s?".formatted(at(key), at(near))
                        : "Unknown key %s; known here are %s"
                            .formatted(at(key), String.join(", ", known)));
              }
            });
    return this;
  }

  /** Notes a key as one that changes nothing in a crawl, for a reason. */
  void noticing(String key, String reason) {
    reading.notice("%s %s".formatted(at(key), node.get(key)), "changes nothing: " + reason);
  }

  boolean has(String key) {
    var value = node.path(key);
    return !(value.isMissingNode()
        || value.isNull()
        || (value.isContainerNode() && value.isEmpty())
        || (value.isTextual() && value.textValue().isEmpty()));
  }

  Optional<String> text(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isValueNode()) {
      throw wrong(key, "a text");
    }
    return Optional.of(node.get(key).asText());
  }

  String requiredText(String key) {
    return text(key)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new InvalidDefinitionException("Key " + at(key) + " is missing"));
  }

  /** A whole number within limits. */
  Optional<Integer> number(String key, int least, int most) {
    if (!has(key)) {
      return Optional.empty();
    }
    var value = node.get(key);
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw wrong(key, "a whole number");
    }
    if (value.intValue() < least || value.intValue() > most) {
      throw wrong(key, "a number from %d to %d".formatted(least, most));
    }
    return Optional.of(value.intValue());
  }

  /** A number within limits. */
  Optional<Double> decimal(String key, double least, double most) {
    if (!has(key)) {
      return Optional.empty();
    }
    var value = node.get(key);
    if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
      throw wrong(key, "a number from %s to %s".formatted(least, most));
    }
    return Optional.of(value.doubleValue());
  }

  Optional<Boolean> flag(String key) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (!node.get(key).isBoolean()) {
      throw wrong(key, "true or false");
    }
    return Optional.of(node.get(key).booleanValue());
  }

  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (var element : list(key)) {
      if (!element.isTextual()) {
        throw wrong(key, "a list of texts");
      }
      texts.add(element.textValue());
    }
    return texts;
  }

  List<Section> sections(String key) {
    var sections = new ArrayList<Section>();
    for (var element : list(key)) {
      sections.add(new Section("%s[%d]".formatted(at(key), sections.size()), element, reading));
    }
    return sections;
  }

  private JsonNode list(String key) {
    var value = node.path(key);
    if (has(key) && !value.isArray()) {
      throw wrong(key, "a list");
    }
    return value;
  }

  Optional<Section> section(String key) {
    return has(key) ? Optional.of(new Section(at(key), node.get(key), reading)) : Optional.empty();
  }

  /** One of the names of an enum. */
  <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
    return text(key)
        .map(
            value ->
                Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(value))
                    .findFirst()
                    .orElseThrow(() -> wrong(key, "one of " + names(type))));
  }

  private static String names(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants()).map(Enum::name).collect(Collectors.joining(", "));
  }

  InvalidDefinitionException wrong(String key, String wanted) {
    return new InvalidDefinitionException(
        "%s must be %s, not: %s".formatted(at(key), wanted, node.path(key)));
  }

  String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String nearest(String key, String... known) {
    Collection<String> candidates = List.of(known);
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
        .orElse("");
  }

  /** Levenshtein's distance, case aside. */
  private static int distance(String first, String second) {
    var a = first.toLowerCase(Locale.ROOT);
    var b = second.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    Arrays.setAll(previous, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
