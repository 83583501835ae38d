package io.propolis.crawlers.formats;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.HiveType.Struct;
import io.propolis.crawlers.schema.StoredTypes;
import io.propolis.crawlers.schema.Widening;
import io.propolis.inference.InferredType;
import io.propolis.inference.TextSource;
import io.propolis.inference.TypeAccumulator;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What values of one place in a tree look like, gathered over rows and files: JSON, and what is as
 * deep (BSON, Ion, XML). An object whose keys are data is a map. Of each kind of value the first
 * one and its file are kept, so that a conflict can be shown.
 */
public final class ValueShape {
  /** What texts may be read as. */
  public enum Texts {
    /** Dates or timestamps when all are; never numbers, which are written without quotes. */
    QUOTED,
    /** Whatever a cell of a delimited file may be: the format has no other values than text. */
    BARE,
    /**
     * Text alone, as the format writes dates in a way of their own. Its readers take a value for
     * what it is written as and nothing else, so that no type holds floats and other numbers.
     */
    TYPED;

    /** How the texts of a format of trees are read. */
    static Texts of(FileFormat format) {
      return switch (format) {
        case XML -> BARE;
        case ION -> TYPED;
        default -> QUOTED;
      };
    }
  }

  /** Objects with more keys than this, each of them rare, are maps. */
  private static final int MOST_FIELDS = 64;

  /** Kinds of values, as {@link #examples} has them. */
  private static final String OBJECT = "object";

  private static final String ARRAY = "array";
  private static final String TEXT = "text";

  private final Texts reading;
  private final KindExamples examples = new KindExamples();

  /** Most shapes have none, and those of keys that are data are many: made with the first. */
  private Map<String, ValueShape> fields = Map.of();

  private @Nullable FieldCursor cursor;

  /** Types without parameters that {@link #scalar} holds already: bits by their places. */
  private int held;

  private HiveType scalar = Primitive.UNKNOWN;
  private @Nullable TypeAccumulator texts;
  private @Nullable ValueShape elements;
  private long objects;
  private long values;
  private boolean mixed;

  /**
   * The last answer of {@link #fields}; none since values came, which all pass by their objects.
   */
  private @Nullable List<Field> typed;

  /** A shape that has seen nothing. */
  public ValueShape(Texts reading) {
    this.reading = reading;
  }

  /** Takes in one value; {@code origin} names its file. */
  public void add(JsonNode value, String origin) {
    if (value.isNull() || value.isMissingNode()) {
      return;
    }
    values++;
    typed = null;
    if (value.isObject()) {
      objects++;
      seen(OBJECT, value, origin);
      value.properties().forEach(f -> field(f.getKey()).add(f.getValue(), origin));
    } else if (value.isArray()) {
      seen(ARRAY, value, origin);
      var inner = elements();
      value.forEach(element -> inner.add(element, origin));
    } else if (value.isTextual()) {
      var text = value.textValue();
      text(text, 0, text.length(), origin);
    } else {
      scalar(ScalarNodes.typeOf(value), value, origin);
    }
  }

  private void seen(String kind, JsonNode value, String origin) {
    if (!examples.has(kind)) {
      var text = value.isContainerNode() ? "" : value.asText();
      examples.add(kind, text, origin);
    }
  }

  private void text(String whole, int start, int end, String origin) {
    if (texts == null) {
      examples.add(TEXT, whole.substring(start, end), origin);
    }
    texts().add(whole, start, end, origin);
  }

  private void scalar(HiveType type, JsonNode value, String origin) {
    seen(type.hive(), value, origin);
    scalar = wider(scalar, type);
    if (type instanceof Primitive primitive) {
      held |= 1 << primitive.ordinal();
    }
  }

  /** Takes in an object whose fields follow. */
  void beginObject(String origin) {
    values++;
    typed = null;
    if (objects == 0) {
      examples.add(OBJECT, "", origin);
    }
    objects++;
    if (cursor != null) {
      cursor.restart();
    }
  }

  /** Takes in an array; the shape of its elements, which follow. */
  ValueShape beginArray(String origin) {
    values++;
    if (elements == null) {
      examples.add(ARRAY, "", origin);
    }
    return elements();
  }

  /** The shape of the field whose name stands there on a tape. */
  ValueShape field(JsonTape tape, int at) {
    var known = cursor == null ? null : cursor.find(tape.text(), tape.start(at), tape.end(at));
    return known != null ? known : field(tape.literal(at));
  }

  /** Takes in a text, a number or a truth value on a tape. */
  void add(JsonTape tape, int at, JsonTape.Part part, String origin) {
    values++;
    switch (part) {
      case TEXT -> text(tape, at, origin);
      case ESCAPED -> {
        var text = JsonText.literal(tape.literal(at)).textValue();
        text(text, 0, text.length(), origin);
      }
      case INT -> scalar(Primitive.INT, tape, at, origin);
      case BIGINT -> scalar(Primitive.BIGINT, tape, at, origin);
      case FRACTION -> scalar(Primitive.DOUBLE, tape, at, origin);
      case BOOLEAN -> scalar(Primitive.BOOLEAN, tape, at, origin);
      default -> {
        var node = JsonText.literal(tape.literal(at));
        scalar(ScalarNodes.typeOf(node), node, origin);
      }
    }
  }

  private void text(JsonTape tape, int at, String origin) {
    var whole = tape.text();
    if (whole.isLatin()) {
      if (texts == null) {
        examples.add(TEXT, tape.literal(at), origin);
      }
      texts().add(whole.bytes(), tape.start(at), tape.end(at), origin);
    } else {
      text(whole.text(), tape.start(at), tape.end(at), origin);
    }
  }

  /** A type that is held already needs no second look. */
  private void scalar(Primitive type, JsonTape tape, int at, String origin) {
    int bit = 1 << type.ordinal();
    if ((held & bit) == 0) {
      examples.add(type.hive(), tape.example(at), origin);
      scalar = wider(scalar, type);
      held |= bit;
    }
  }

  /** Takes in all that another shape has seen. */
  public void addAll(ValueShape other) {
    typed = null;
    values += other.values;
    objects += other.objects;
    mixed |= other.mixed;
    scalar = wider(scalar, other.scalar);
    examples.addAll(other.examples);
    held |= other.held;
    if (other.texts != null) {
      texts().addAll(other.texts);
    }
    if (other.elements != null) {
      elements().addAll(other.elements);
    }
    other.fields.forEach((name, shape) -> field(name).addAll(shape));
  }

  /** Writes what was seen, for {@link #read} of the same version. */
  void write(DataOutput out) throws IOException {
    out.writeByte(reading.ordinal());
    out.writeLong(objects);
    out.writeLong(values);
    out.writeBoolean(mixed);
    StoredTypes.write(scalar, out);
    examples.write(out);
    out.writeBoolean(texts != null);
    if (texts != null) {
      texts.write(out);
    }
    out.writeBoolean(elements != null);
    if (elements != null) {
      elements.write(out);
    }
    out.writeInt(fields.size());
    for (var field : fields.entrySet()) {
      StoredTypes.write(field.getKey(), out);
      field.getValue().write(out);
    }
  }

  static ValueShape read(DataInput in) throws IOException {
    var shape = new ValueShape(StoredTypes.constant(Texts.values(), in));
    shape.objects = in.readLong();
    shape.values = in.readLong();
    shape.mixed = in.readBoolean();
    shape.scalar = StoredTypes.read(in);
    shape.examples.read(in);
    shape.texts = in.readBoolean() ? TypeAccumulator.read(in) : null;
    shape.elements = in.readBoolean() ? read(in) : null;
    for (int left = in.readInt(); left > 0; left--) {
      shape.put(StoredTypes.text(in), read(in));
    }
    return shape;
  }

  private ValueShape field(String name) {
    var known = fields.get(name);
    if (known != null) {
      return known;
    }
    var field = new ValueShape(reading);
    put(name, field);
    return field;
  }

  private void put(String name, ValueShape field) {
    typed = null;
    if (cursor == null) {
      fields = new LinkedHashMap<>();
      cursor = new FieldCursor();
    }
    fields.put(name, field);
    cursor.learn(name, field);
  }

  private ValueShape elements() {
    if (elements == null) {
      elements = new ValueShape(reading);
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
    if (first.equals(second)) {
      return first;
    }
    if (reading == Texts.TYPED && isFloatBesideOther(first, second)) {
      mixed = true;
      return Primitive.STRING;
    }
    var widening = new Widening();
    var wider = widening.merge("", first, second, "");
    mixed |= !widening.conflicts().isEmpty();
    return wider;
  }

  private static boolean isFloatBesideOther(HiveType first, HiveType second) {
    return first != Primitive.UNKNOWN
        && second != Primitive.UNKNOWN
        && (first == Primitive.DOUBLE || second == Primitive.DOUBLE);
  }

  /** The fields of the objects seen, in order of appearance. */
  public List<Field> fields() {
    var known = typed;
    if (known != null) {
      return known;
    }
    var found = new ArrayList<Field>();
    fields.forEach((name, shape) -> found.add(new Field(name, shape.type())));
    typed = List.copyOf(found);
    return typed;
  }

  /** The shape of a field; empty when no object had one. */
  java.util.Optional<ValueShape> at(String name) {
    return java.util.Optional.ofNullable(fields.get(name));
  }

  /** The shape of the elements; empty when no array was seen. */
  java.util.Optional<ValueShape> inArrays() {
    return java.util.Optional.ofNullable(elements);
  }

  /** Why each field has its type, in one line. */
  public Map<String, String> reasons() {
    var reasons = new LinkedHashMap<String, String>();
    fields.forEach((name, shape) -> reasons.put(name, shape.reason()));
    return reasons;
  }

  private String reason() {
    if (values == 0) {
      return "all values are null";
    }
    if (isMixed()) {
      return "values of several kinds, which only text holds: " + examples.shown();
    }
    if (objects > 0) {
      return type() instanceof MapOf && !fields.isEmpty()
          ? "its %d keys are data, such as '%s'".formatted(fields.size(), firstName())
          : "objects, %s".formatted(examples.of(OBJECT));
    }
    if (elements != null) {
      return "arrays, %s".formatted(examples.of(ARRAY));
    }
    if (texts != null) {
      var decision = texts.decide();
      return reading == Texts.TYPED || isText(decision.type())
          ? "text, such as " + examples.of(TEXT)
          : decision.reason().substring(decision.reason().indexOf(": ") + 2);
    }
    return (values == 1 ? "one value, " : "the narrowest type of %d values, ".formatted(values))
        + examples.shown();
  }

  private String firstName() {
    return fields.keySet().iterator().next();
  }

  /** Paths at which values of kinds were met that only text holds together, with examples. */
  public List<String> conflicts() {
    var found = new ArrayList<String>();
    conflicts("", found);
    return found;
  }

  private void conflicts(String path, List<String> found) {
    if (isMixed()) {
      found.add(
          "%s is %s; it becomes string".formatted(path, examples.shown().replace("), ", ") and ")));
    }
    if (!path.isEmpty()) {
      twins(path, found);
      nameless(path, found);
    }
    if (!path.isEmpty() && isMap()) {
      ofValues().conflicts(path + "{}", found);
    } else {
      fields.forEach(
          (name, shape) -> shape.conflicts(path.isEmpty() ? name : path + "." + name, found));
    }
    if (elements != null) {
      elements.conflicts(path + "[]", found);
    }
  }

  /** Names of a struct that are one field for all who fold names. */
  private void twins(String path, List<String> found) {
    var first = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    for (var name : fields.keySet()) {
      var other = first.putIfAbsent(name, name);
      if (other != null) {
        found.add(
            "%s.%s and %s.%s differ only by case; they become one field, %s"
                .formatted(path, other, path, name, other));
      }
    }
  }

  /** Fields that a struct in Hive's syntax cannot have. */
  private void nameless(String path, List<String> found) {
    if (objects == 0 || isMixed() || isMap()) {
      return;
    }
    for (var name : fields.keySet()) {
      if (!isName(name)) {
        found.add(
            "%s.'%s' is left out: no type of Hive's can hold a field of that name"
                .formatted(path, name));
      }
    }
  }

  /**
   * The kinds of values at each path where only text holds them together, as Glue writes a choice:
   * {@code choice<int,string>}.
   */
  Map<String, String> choices() {
    var found = new TreeMap<String, String>();
    choices("", found);
    return found;
  }

  private void choices(String path, Map<String, String> found) {
    if (isMixed()) {
      var kinds = new TreeSet<String>();
      examples
          .kinds()
          .forEach(
              kind ->
                  kinds.add(
                      switch (kind) {
                        case TEXT -> Primitive.STRING.hive();
                        case OBJECT -> object().hive();
                        case ARRAY -> new Array(elements().type()).hive();
                        default -> kind;
                      }));
      found.put(path, "choice<" + String.join(",", kinds) + ">");
    }
    if (!path.isEmpty() && isMap()) {
      ofValues().choices(path + "{}", found);
    } else {
      fields.forEach(
          (name, shape) -> shape.choices(path.isEmpty() ? name : path + "." + name, found));
    }
    if (elements != null) {
      elements.choices(path + "[]", found);
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

  private boolean isMixed() {
    return !isRepeated() && !isElement() && (mixed || kinds() > 1);
  }

  /** In XML an element that has attributes in some places and nothing but text in others. */
  private boolean isElement() {
    return reading == Texts.BARE && objects > 0 && texts != null && elements == null;
  }

  /** In XML an element that stands once in some rows and several times in others. */
  private boolean isRepeated() {
    return reading == Texts.BARE && elements != null && scalar == Primitive.UNKNOWN;
  }

  private int kinds() {
    return (objects > 0 ? 1 : 0)
        + (elements != null ? 1 : 0)
        + (texts != null ? 1 : 0)
        + (scalar != Primitive.UNKNOWN ? 1 : 0);
  }

  private HiveType type() {
    if (isMixed()) {
      return Primitive.STRING;
    }
    if (elements != null && isRepeated()) {
      return new Array(oneOf(elements).type());
    }
    if (isElement()) {
      return withText().object();
    }
    if (objects > 0) {
      return object();
    }
    if (elements != null) {
      return new Array(elements.type());
    }
    return texts == null ? scalar : text(texts.type());
  }

  /** The shape of an element, be it alone or one of several. */
  private ValueShape oneOf(ValueShape several) {
    var all = new ValueShape(reading);
    all.addAll(several);
    all.objects += objects;
    all.values += values;
    if (texts != null) {
      all.texts().addAll(texts);
    }
    fields.forEach((name, shape) -> all.field(name).addAll(shape));
    return all;
  }

  /** Text alone is what stands beside attributes elsewhere. */
  private ValueShape withText() {
    var all = new ValueShape(reading);
    all.objects = objects;
    all.values = values;
    fields.forEach((name, shape) -> all.field(name).addAll(shape));
    if (texts != null) {
      all.field(XmlRows.VALUE).texts().addAll(texts);
      all.field(XmlRows.VALUE).values += values - objects;
    }
    return all;
  }

  private static boolean isText(InferredType type) {
    return type == InferredType.Scalar.STRING || type == InferredType.Scalar.UNKNOWN;
  }

  private HiveType text(InferredType type) {
    if (reading == Texts.TYPED) {
      return Primitive.STRING;
    }
    if (type == InferredType.Scalar.TIMESTAMP
        && texts != null
        && texts.decide().localPattern().isPresent()) {
      // Readers of trees take one pattern for all columns at most.
      return Primitive.STRING;
    }
    if (reading == Texts.BARE) {
      return CsvSample.hive(type);
    }
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
      return new Struct(
          new Widening()
              .merge(List.of(), fields().stream().filter(f -> isName(f.name())).toList(), ""));
    }
    return new MapOf(Primitive.STRING, ofValues().type());
  }

  /** The one shape of the values of a map. */
  private ValueShape ofValues() {
    var all = new ValueShape(reading);
    fields.values().forEach(all::addAll);
    return all;
  }

  /** Whether objects are maps; at the root they are rows, whatever their keys are. */
  private boolean isMap() {
    return !fields.isEmpty() && hasKeysThatAreData();
  }

  private boolean hasKeysThatAreData() {
    long present = fields.values().stream().mapToLong(f -> f.values).sum();
    boolean rare = present < objects * (long) fields.size() / 4;
    return fields.keySet().stream().noneMatch(ValueShape::isName)
        || (fields.size() > MOST_FIELDS && rare);
  }

  /** Whether a type in Hive's syntax can hold the name. */
  private static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c == '_' || Character.isLetterOrDigit(c))
        && !Character.isDigit(name.charAt(0));
  }
}
