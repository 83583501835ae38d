package io.propolis.jobs.model;

import io.propolis.jobs.model.YamlNode.Mapping;
import io.propolis.jobs.model.YamlNode.Nothing;
import io.propolis.jobs.model.YamlNode.Scalar;
import io.propolis.jobs.model.YamlNode.Sequence;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Members of one object of a document. Reads them by name and type, and adds what is wrong to a
 * list of problems that all objects of the document share.
 */
final class Members {
  private final String path;
  private final Map<String, YamlNode> members;
  private final List<String> problems;

  private Members(String path, Map<String, YamlNode> members, List<String> problems) {
    this.path = path;
    this.members = members;
    this.problems = problems;
  }

  static Members of(YamlNode root, List<String> problems) {
    if (root instanceof Mapping mapping) {
      return new Members("", mapping.members(), problems);
    }
    problems.add("must be a mapping of CreateJob's members (Name, Command, …)");
    return new Members("", Map.of(), problems);
  }

  boolean has(String key) {
    return value(key) != null;
  }

  /** Adds a problem for every member whose name is not among {@code known}. */
  void allowOnly(Collection<String> known) {
    members.forEach(
        (key, node) -> {
          if (!known.contains(key)) {
            var hint =
                NearestName.of(key, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElseGet(() -> "known are " + String.join(", ", known));
            problem(key, "unknown; " + hint);
          }
        });
  }

  /** The object of that name; one without members when absent. */
  Members object(String key) {
    var node = value(key);
    if (node instanceof Mapping mapping) {
      return new Members(path + key + ".", mapping.members(), problems);
    }
    if (node != null) {
      problem(key, "must be a mapping");
    }
    return new Members(path + key + ".", Map.of(), problems);
  }

  Optional<String> text(String key) {
    var node = value(key);
    if (node instanceof Scalar scalar) {
      return Optional.of(scalar.text());
    }
    if (node != null) {
      problem(key, "must be text");
    }
    return Optional.empty();
  }

  /** Texts by name; a name without a value has the empty text, as a flag argument has in Glue. */
  Map<String, String> texts(String key) {
    var result = new LinkedHashMap<String, String>();
    var object = object(key);
    object.members.forEach(
        (name, node) -> {
          if (node instanceof Nothing) {
            result.put(name, "");
          } else {
            object.text(name).ifPresent(text -> result.put(name, text));
          }
        });
    return result;
  }

  boolean truth(String key) {
    var text = text(key);
    if (text.isEmpty()) {
      return false;
    }
    switch (text.get()) {
      case "true", "True" -> {
        return true;
      }
      case "false", "False" -> {
        return false;
      }
      default -> {
        problem(key, "must be true or false, not " + text.get());
        return false;
      }
    }
  }

  Optional<Integer> whole(String key, int lowest, int highest) {
    return text(key).flatMap(text -> whole(key, text, lowest, highest));
  }

  private Optional<Integer> whole(String key, String text, int lowest, int highest) {
    try {
      // Tools write MaxCapacity as 10.0: still a whole number.
      int number = new java.math.BigDecimal(text.strip()).intValueExact();
      if (number >= lowest && number <= highest) {
        return Optional.of(number);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Said below, with the same words as a number out of range.
    }
    problem(key, "must be a whole number from " + lowest + " to " + highest + ", not " + text);
    return Optional.empty();
  }

  /** Adds a problem when the member is there with anything in it. */
  void refuse(String key, String reason) {
    var node = value(key);
    if (node != null && hasContent(node)) {
      problem(key, (node instanceof Scalar scalar ? scalar.text() + ": " : "") + reason);
    }
  }

  private static boolean hasContent(YamlNode node) {
    if (node instanceof Mapping mapping) {
      return mapping.members().values().stream().anyMatch(Members::hasContent);
    }
    if (node instanceof Sequence sequence) {
      return sequence.items().stream().anyMatch(Members::hasContent);
    }
    return node instanceof Scalar scalar && !scalar.text().isBlank();
  }

  void problem(String key, String what) {
    var node = members.get(key);
    var place = node == null ? "" : "line " + node.line() + ": ";
    problems.add(place + path + key + ": " + what);
  }

  private @Nullable YamlNode value(String key) {
    var node = members.get(key);
    return node instanceof Nothing ? null : node;
  }
}
