package io.propolis.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.model.OperationModel;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.model.Shape;
import io.propolis.glue.model.TextPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Requests of an operation, made from the model. */
final class Example {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Shapes hold themselves; further down there is only what they need. */
  private static final int MAX_DEPTH = 4;

  /** One of these matches each pattern of the model, with the lengths that go with it. */
  private static final List<String> TEXTS =
      List.of(
          "a",
          "abc",
          "A",
          "Abc",
          "1",
          "3",
          "/a",
          "$",
          "a=b",
          "a.b.c",
          "*",
          "auto",
          "Mon:12",
          "sc://a",
          "s3://bucket/key",
          "https://example.com/a",
          "arn:aws:iam::123456789012:role/r",
          "arn:aws:glue:us-east-1:123456789012:table/a/b",
          "arn:aws:kms:us-east-1:123456789012:key/k",
          "arn:aws:secretsmanager:us-east-1:123456789012:secret:s",
          "01234567-89ab-cdef-0123-456789abcdef",
          "ja-01234567-89ab-cdef-0123-456789abcdef",
          "abcdefghijklmnopqrstuvwxyz0123456789",
          "a.b",
          "org.Abc",
          "Abc::Def",
          "a@b.c");

  private final ServiceModel model;
  private final OperationModel operation;

  Example(ServiceModel model, OperationModel operation) {
    this.model = model;
    this.operation = operation;
  }

  /** A request that breaks one constraint. */
  record Broken(String what, JsonNode tree) {}

  JsonNode least() {
    return operation.input() == null ? JSON.objectNode() : value(operation.input(), MAX_DEPTH);
  }

  JsonNode most() {
    return operation.input() == null ? JSON.objectNode() : value(operation.input(), 0);
  }

  List<Broken> broken() {
    var broken = new ArrayList<Broken>();
    if (operation.input() != null) {
      broken(operation.input(), 0, "", broken);
    }
    return broken;
  }

  /** Whether an answer is one of the operation. */
  void checkReply(JsonNode reply) {
    if (operation.output() != null) {
      new io.propolis.glue.model.InputCheck(model)
          .check(
              new OperationModel(operation.name(), operation.output(), null, operation.errors()),
              reply);
    }
  }

  /**
   * A value that keeps all constraints; without what is not required when {@code depth} is deep.
   */
  private JsonNode value(String shapeName, int depth) {
    var shape = model.shape(shapeName);
    if (shape instanceof Shape.Structure structure) {
      var object = JSON.objectNode();
      structure
          .members()
          .forEach(
              (member, of) -> {
                if (structure.required().contains(member) || depth < MAX_DEPTH) {
                  object.set(member, value(of, depth + 1));
                }
              });
      return object;
    } else if (shape instanceof Shape.ListOf list) {
      var array = JSON.arrayNode();
      int least = list.size().min() == null ? 0 : list.size().min().intValue();
      int size = depth >= MAX_DEPTH ? least : Math.max(1, least);
      for (int i = 0; i < size; i++) {
        array.add(value(list.member(), depth + 1));
      }
      return array;
    } else if (shape instanceof Shape.MapOf map) {
      var object = JSON.objectNode();
      int least = map.size().min() == null ? 0 : map.size().min().intValue();
      if (depth < MAX_DEPTH || least > 0) {
        object.set(value(map.key(), depth + 1).asText(), value(map.value(), depth + 1));
      }
      return object;
    } else if (shape instanceof Shape.Text text) {
      return JSON.textNode(text(shapeName, text));
    } else if (shape instanceof Shape.Numeric number) {
      double min = number.range().min() == null ? 1 : number.range().min();
      double max = number.range().max() == null ? Math.max(1, min) : number.range().max();
      double chosen = Math.max(min, Math.min(1, max));
      return number.width() == Shape.Numeric.Width.DOUBLE
          ? JSON.numberNode(chosen)
          : JSON.numberNode((long) chosen);
    } else if (shape instanceof Shape.Flag) {
      return JSON.booleanNode(true);
    } else if (shape instanceof Shape.Time time) {
      return time.isText() ? JSON.textNode("2026-01-02T03:04:05Z") : JSON.numberNode(1_700_000_000);
    } else if (shape instanceof Shape.Blob) {
      return JSON.textNode("AQ==");
    }
    return JSON.objectNode();
  }

  private static String text(String shapeName, Shape.Text text) {
    if (!text.known().isEmpty()) {
      return text.known().get(0);
    }
    if (!text.choices().isEmpty()) {
      return text.choices().get(0);
    }
    for (var candidate : TEXTS) {
      if (keeps(text, candidate)) {
        return candidate;
      }
    }
    int min = text.length().min() == null ? 1 : text.length().min().intValue();
    for (var candidate : List.of("a".repeat(Math.max(1, min)), "1".repeat(Math.max(1, min)))) {
      if (keeps(text, candidate)) {
        return candidate;
      }
    }
    throw new AssertionError("No example of " + shapeName + ": " + text);
  }

  private static boolean keeps(Shape.Text text, String candidate) {
    return !text.length().isAbove(candidate.length())
        && !text.length().isBelow(candidate.length())
        && text.wanted().map(pattern -> pattern.matches(candidate)).orElse(true);
  }

  private void broken(String shapeName, int depth, String path, List<Broken> broken) {
    if (!(model.shape(shapeName) instanceof Shape.Structure structure) || depth > 2) {
      return;
    }
    for (var member : structure.members().entrySet()) {
      var name = path + "/" + member.getKey();
      if (structure.required().contains(member.getKey())) {
        broken.add(new Broken("no " + name, with(name, null)));
      }
      var shape = model.shape(member.getValue());
      if (shape instanceof Shape.Text text) {
        broken.add(new Broken(name + " an object", with(name, JSON.objectNode())));
        texts(name, text, broken);
      } else if (shape instanceof Shape.Numeric number) {
        broken.add(new Broken(name + " a text", with(name, JSON.textNode("x"))));
        range(name, number.range(), broken);
      } else if (shape instanceof Shape.ListOf list) {
        broken.add(new Broken(name + " a number", with(name, JSON.numberNode(1))));
        if (list.size().max() != null && list.size().max() < 10_000) {
          var many = JSON.arrayNode();
          var one = value(list.member(), MAX_DEPTH);
          for (int i = 0; i <= list.size().max(); i++) {
            many.add(one);
          }
          broken.add(new Broken(name + " too many", with(name, many)));
        }
      } else if (shape instanceof Shape.Flag) {
        broken.add(new Broken(name + " a text", with(name, JSON.textNode("x"))));
      } else if (shape instanceof Shape.Structure) {
        broken.add(new Broken(name + " a text", with(name, JSON.textNode("x"))));
        broken(member.getValue(), depth + 1, name, broken);
      }
    }
  }

  private void texts(String name, Shape.Text text, List<Broken> broken) {
    if (!text.choices().isEmpty()) {
      broken.add(new Broken(name + " no choice", with(name, JSON.textNode("no-choice"))));
    }
    var length = text.length();
    if (length.min() != null && length.min() >= 1) {
      broken.add(new Broken(name + " too short", with(name, JSON.textNode(""))));
    }
    if (length.max() != null && length.max() < 500_000) {
      var longest = "a".repeat(length.max().intValue() + 1);
      broken.add(new Broken(name + " too long", with(name, JSON.textNode(longest))));
    }
    text.wanted()
        .map(TextPattern::regex)
        .filter(pattern -> !Pattern.compile(pattern).matcher("\u0000").matches())
        .ifPresent(
            pattern ->
                broken.add(new Broken(name + " no match", with(name, JSON.textNode("\u0000")))));
  }

  private void range(String name, Shape.Range range, List<Broken> broken) {
    if (range.min() != null && range.min() > Integer.MIN_VALUE) {
      broken.add(
          new Broken(name + " too small", with(name, JSON.numberNode((long) (range.min() - 1)))));
    }
    if (range.max() != null && range.max() < Integer.MAX_VALUE) {
      broken.add(
          new Broken(name + " too large", with(name, JSON.numberNode((long) (range.max() + 1)))));
    }
  }

  /** The least request with something else at a path; null removes what is there. */
  private JsonNode with(String path, @org.jspecify.annotations.Nullable JsonNode value) {
    var tree = (ObjectNode) least();
    var object = tree;
    var shape = operation.input();
    var parts = path.substring(1).split("/", -1);
    for (int i = 0; i < parts.length - 1; i++) {
      shape = ((Shape.Structure) model.shape(shape)).members().get(parts[i]);
      if (!object.has(parts[i])) {
        object.set(parts[i], value(shape, MAX_DEPTH));
      }
      object = (ObjectNode) object.get(parts[i]);
    }
    if (value == null) {
      object.remove(parts[parts.length - 1]);
    } else {
      object.set(parts[parts.length - 1], value);
    }
    return tree;
  }
}
