package io.propolis.crawlers.formats;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.Widening;
import io.propolis.inference.InferredType;
import io.propolis.inference.TextSource;
import io.propolis.inference.TypeAccumulator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What JSON values of one place look like, gathered over lines and files. Texts are dates or
 * timestamps when all are, and never numbers. An object whose keys are data is a map.
 */
public final class JsonShape {
  /** Objects with more keys than this, each of them rare, are maps. */
  private static final int MOST_FIELDS = 64;

  private HiveType scalar = Primitive.UNKNOWN;
  private @Nullable TypeAccumulator texts;
  private @Nullable JsonShape elements;
  private final Map<String, JsonShape> fields = new LinkedHashMap<>();
  private long objects;
  private long values;
  private boolean mixed;

  /** Takes in one value. */
  public void add(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return;
    }
    values++;
    if (value.isObject()) {
      objects++;
      value.properties().forEach(f -> field(f.getKey()).add(f.getValue()));
    } else if (value.isArray()) {
      value.forEach(element -> elements().add(element));
      elements();
    } else if (value.isTextual()) {
      texts().add(value.textValue(), "");
    } else {
      scalar = wider(scalar, typeOf(value));
    }
  }

  /** Takes in all that another shape has seen. */
  public void addAll(JsonShape other) {
    values += other.values;
    objects += other.objects;
    mixed |= other.mixed;
    scalar = wider(scalar, other.scalar);
    if (other.texts != null) {
      texts().addAll(other.texts);
    }
    if (other.elements != null) {
      elements().addAll(other.elements);
    }
    other.fields.forEach((name, shape) -> field(name).addAll(shape));
  }

  private JsonShape field(String name) {
    return fields.computeIfAbsent(name, unused -> new JsonShape());
  }

  private JsonShape elements() {
    if (elements == null) {
      elements = new JsonShape();
    }
    return elements;
  }

  private TypeAccumulator texts() {
    if (texts == null) {
      texts = new TypeAccumulator(TextSource.CELL);
    }
    return texts;
  }

  private HiveType wider(HiveType first, HiveType second) {
    var widening = new Widening();
    var wider = widening.merge("", first, second, "");
    mixed |= !widening.conflicts().isEmpty();
    return wider;
  }

  private static HiveType typeOf(JsonNode value) {
    if (value.isBoolean()) {
      return Primitive.BOOLEAN;
    }
    if (value.isInt()) {
      return Primitive.INT;
    }
    if (value.isLong()) {
      return Primitive.BIGINT;
    }
    if (value.isBigInteger()) {
      return digits(value.bigIntegerValue()) <= Decimal.MAX_PRECISION
          ? new Decimal(Decimal.MAX_PRECISION, 0)
          : Primitive.STRING;
    }
    return Primitive.DOUBLE;
  }

  private static int digits(BigInteger value) {
    return value.abs().toString().length();
  }

  /** The fields of the objects seen, in order of appearance. */
  public List<Field> fields() {
    var typed = new ArrayList<Field>();
    fields.forEach((name, shape) -> typed.add(new Field(name, shape.type())));
    return typed;
  }

  /** Paths at which values of kinds were met that only text holds together. */
  public List<String> conflicts() {
    var found = new ArrayList<String>();
    conflicts("", found);
    return found;
  }

  private void conflicts(String path, List<String> found) {
    if (mixed || kinds().size() > 1) {
      found.add("%s is %s".formatted(path, String.join(" and ", kinds())));
    }
    fields.forEach(
        (name, shape) -> shape.conflicts(path.isEmpty() ? name : path + "." + name, found));
    if (elements != null) {
      elements.conflicts(path + "[]", found);
    }
  }

  /** Patterns of the timestamps met, at every depth. */
  public Set<String> timestampPatterns() {
    var patterns = new TreeSet<String>();
    if (texts != null && type() == Primitive.TIMESTAMP) {
      patterns.addAll(texts.decide().patterns());
    }
    fields.values().forEach(shape -> patterns.addAll(shape.timestampPatterns()));
    if (elements != null) {
      patterns.addAll(elements.timestampPatterns());
    }
    return patterns;
  }

  private Set<String> kinds() {
    var kinds = new TreeSet<String>();
    if (objects > 0) {
      kinds.add("object");
    }
    if (elements != null) {
      kinds.add("array");
    }
    if (texts != null) {
      kinds.add("text");
    }
    if (scalar != Primitive.UNKNOWN) {
      kinds.add(scalar.hive());
    }
    return kinds;
  }

  private HiveType type() {
    if (mixed || kinds().size() > 1) {
      return Primitive.STRING;
    }
    if (objects > 0) {
      return object();
    }
    if (elements != null) {
      return new Array(elements.type());
    }
    return texts == null ? scalar : text(texts.decide().type());
  }

  private static HiveType text(InferredType type) {
    if (type == InferredType.Scalar.DATE) {
      return Primitive.DATE;
    }
    return type == InferredType.Scalar.TIMESTAMP ? Primitive.TIMESTAMP : Primitive.STRING;
  }

  private HiveType object() {
    if (fields.isEmpty()) {
      return new MapOf(Primitive.STRING, Primitive.STRING);
    }
    if (!hasKeysThatAreData()) {
      return new Struct(fields().stream().filter(f -> isName(f.name())).toList());
    }
    var widening = new Widening();
    HiveType value = Primitive.UNKNOWN;
    for (var field : fields()) {
      value = widening.merge("", value, field.type(), "");
    }
    return new MapOf(Primitive.STRING, value);
  }

  private boolean hasKeysThatAreData() {
    long present = fields.values().stream().mapToLong(f -> f.values).sum();
    boolean rare = present < objects * (long) fields.size() / 4;
    return fields.keySet().stream().noneMatch(JsonShape::isName)
        || (fields.size() > MOST_FIELDS && rare);
  }

  /** Whether a type in Hive's syntax can hold the name. */
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))
        && !Character.isDigit(name.charAt(0));
  }
}
