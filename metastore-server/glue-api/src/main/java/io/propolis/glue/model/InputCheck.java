package io.propolis.glue.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.glue.codec.AlikeNode;
import io.propolis.glue.model.Shape.Numeric.Width;
import io.propolis.glue.model.Shape.Range;
import io.propolis.glue.wire.GlueException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Holds requests against the model before anything is done. What is not of its type at all is a
 * SerializationException; what breaks a constraint a ValidationException that names every broken
 * one, in AWS's words. Members that the model does not know pass.
 */
public final class InputCheck {
  /** AWS names no more, either. */
  private static final int MAX_NAMED = 100;

  /** How much of a value a message shows. */
  private static final int MAX_SHOWN = 1_000;

  private final ServiceModel model;

  public InputCheck(ServiceModel model) {
    this.model = model;
  }

  /** What was found in a request so far. */
  private static final class Findings {
    private final List<String> broken = new ArrayList<>();

    /**
     * Lists that broke nothing, by the object: one may stand in many places of a request. And
     * models of objects that are alike, which broke nothing but perhaps by what differs.
     */
    private final Map<JsonNode, Shape> sound = new IdentityHashMap<>();

    void add(String message) {
      broken.add(message);
    }

    int size() {
      return broken.size();
    }

    void sound(Shape shape, JsonNode value) {
      sound.put(value, shape);
    }

    boolean isSound(Shape shape, JsonNode value) {
      return sound.get(value) == shape;
    }
  }

  /** Throws {@link GlueException} unless the request is one of the operation. */
  public void check(OperationModel operation, JsonNode request) {
    if (operation.input() == null) {
      return;
    }
    var findings = new Findings();
    check(model.shape(operation.input()), request, Place.REQUEST, findings);
    var broken = findings.broken;
    if (!broken.isEmpty()) {
      throw GlueException.validation(
          "%d validation error%s detected: %s"
              .formatted(
                  broken.size(),
                  broken.size() == 1 ? "" : "s",
                  broken.stream().limit(MAX_NAMED).collect(Collectors.joining("; "))));
    }
  }

  private void check(Shape shape, JsonNode value, Place path, Findings broken) {
    if (shape instanceof Shape.Structure structure) {
      structure(structure, value, path, broken);
    } else if (shape instanceof Shape.ListOf list) {
      list(list, value, path, broken);
    } else if (shape instanceof Shape.MapOf map) {
      map(map, value, path, broken);
    } else if (shape instanceof Shape.Text text) {
      text(text, value, path, broken);
    } else if (shape instanceof Shape.Numeric number) {
      number(number, value, path, broken);
    } else if (shape instanceof Shape.Flag) {
      require(value.isBoolean(), value, path, "a Boolean");
    } else if (shape instanceof Shape.Time) {
      require(value.isNumber() || value.isTextual(), value, path, "a Date");
    } else if (shape instanceof Shape.Blob) {
      require(value.isTextual(), value, path, "a ByteBuffer");
    }
  }

  private void structure(Shape.Structure structure, JsonNode value, Place path, Findings broken) {
    require(value.isObject(), value, path, "a structure");
    if (value instanceof AlikeNode alike && broken.isSound(structure, alike.model())) {
      var differing = structure.members().get(alike.differing());
      if (differing != null) {
        var place = path.member(alike.differing());
        check(model.shape(differing), alike.get(alike.differing()), place, broken);
      }
      return;
    }
    int before = broken.size();
    for (var member : structure.members().entrySet()) {
      var part = value.get(member.getKey());
      if (part != null && !part.isNull()) {
        check(model.shape(member.getValue()), part, path.member(member.getKey()), broken);
      } else if (structure.required().contains(member.getKey())) {
        broken.add(failed("null", path.member(member.getKey()), "Member must not be null"));
      }
    }
    if (value instanceof AlikeNode alike && broken.size() == before) {
      broken.sound(structure, alike.model());
    }
  }

  private void list(Shape.ListOf list, JsonNode value, Place path, Findings broken) {
    if (broken.isSound(list, value)) {
      return;
    }
    int before = broken.size();
    require(value.isArray(), value, path, "a List");
    size(list.size(), value, path, "length", value.size(), broken);
    var member = model.shape(list.member());
    for (int i = 0; i < value.size(); i++) {
      var partPath = path.element(i + 1);
      if (value.get(i).isNull()) {
        broken.add(failed("null", partPath, "Member must not be null"));
      } else {
        check(member, value.get(i), partPath, broken);
      }
    }
    if (broken.size() == before) {
      broken.sound(list, value);
    }
  }

  private void map(Shape.MapOf map, JsonNode value, Place path, Findings broken) {
    require(value.isObject(), value, path, "a Map");
    size(map.size(), value, path, "length", value.size(), broken);
    var key = model.shape(map.key());
    var member = model.shape(map.value());
    for (var entry : value.properties()) {
      var partPath = path.entry(entry.getKey());
      check(
          key,
          com.fasterxml.jackson.databind.node.TextNode.valueOf(entry.getKey()),
          partPath,
          broken);
      if (!entry.getValue().isNull()) {
        check(member, entry.getValue(), partPath, broken);
      }
    }
  }

  private static void text(Shape.Text text, JsonNode value, Place path, Findings broken) {
    require(value.isValueNode(), value, path, "a String");
    var content = value.asText();
    size(text.length(), value, path, "length", content.codePointCount(0, content.length()), broken);
    var wanted = text.wanted();
    if (wanted.isPresent() && !wanted.get().matches(content)) {
      broken.add(
          failed(
              shown(value),
              path,
              "Member must satisfy regular expression pattern: " + wanted.get().regex()));
    }
    if (!text.choices().isEmpty() && !text.choices().contains(content)) {
      broken.add(
          failed(
              shown(value),
              path,
              "Member must satisfy enum value set: [" + String.join(", ", text.choices()) + "]"));
    }
  }

  private static void number(Shape.Numeric number, JsonNode value, Place path, Findings broken) {
    require(value.isNumber(), value, path, label(number.width()));
    if (number.width() != Width.DOUBLE) {
      boolean fits =
          value.isIntegralNumber()
              ? number.width() == Width.INTEGER ? value.canConvertToInt() : value.canConvertToLong()
              : isWhole(value, number.width());
      require(fits, value, path, label(number.width()));
    }
    size(number.range(), value, path, "value", value.asDouble(), broken);
  }

  /** 5.0 is a whole number, too: some clients have no others. */
  private static boolean isWhole(JsonNode value, Width width) {
    var decimal = value.decimalValue().stripTrailingZeros();
    return decimal.scale() <= 0 && decimal.abs().compareTo(BigDecimal.valueOf(limit(width))) <= 0;
  }

  private static long limit(Width width) {
    return width == Width.INTEGER ? Integer.MAX_VALUE : Long.MAX_VALUE;
  }

  private static String label(Width width) {
    return switch (width) {
      case INTEGER -> "an Integer";
      case LONG -> "a Long";
      case DOUBLE -> "a Double";
    };
  }

  private static void size(
      Range range, JsonNode value, Place path, String what, double size, Findings broken) {
    if (range.isAbove(size)) {
      broken.add(
          failed(
              shown(value),
              path,
              "Member must have %s greater than or equal to %s"
                  .formatted(what, plain(range.min()))));
    }
    if (range.isBelow(size)) {
      broken.add(
          failed(
              shown(value),
              path,
              "Member must have %s less than or equal to %s".formatted(what, plain(range.max()))));
    }
  }

  private static String plain(@org.jspecify.annotations.Nullable Double bound) {
    return bound == null ? "" : new BigDecimal(bound).stripTrailingZeros().toPlainString();
  }

  private static String failed(String value, Place path, String constraint) {
    return "Value %s at '%s' failed to satisfy constraint: %s".formatted(value, path, constraint);
  }

  private static String shown(JsonNode value) {
    var text = value.isTextual() ? value.asText() : value.toString();
    return "'" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text) + "'";
  }

  private static void require(boolean isRight, JsonNode value, Place path, String wanted) {
    if (!isRight) {
      throw GlueException.serialization(
          "%s can not be converted to %s%s"
              .formatted(
                  value.getNodeType() + "_VALUE",
                  wanted,
                  path == Place.REQUEST ? "" : " at " + path));
    }
  }
}
