package io.propolis.crawlers.formats;

import com.amazon.ion.IonException;
import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.Timestamp;
import com.amazon.ion.system.IonReaderBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Amazon Ion, binary or text: structs, one after the other. JSON is Ion too, and comes first. */
final class IonValues implements ContentClassifier {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The version that binary Ion begins with, or the start of a struct, annotated or not. */
  private static final Pattern TEXT =
      Pattern.compile("\\s*(?:\\$ion_1_0\\b|(?:[A-Za-z_$][\\w$]*::\\s*)*\\{)");

  private static final int DEEPEST = 200;

  /** Ion's SerDe hands out all decimals as of 38 digits, 18 of them behind the point. */
  private static final int WHOLE_DIGITS = 20;

  private static final int SCALE = 18;

  @Override
  public String name() {
    return "ion";
  }

  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    boolean binary = Magic.ION.isAt(content.head(), 0);
    if (!binary
        && (Magic.isBinary(content.head()) || !TEXT.matcher(content.text().head()).lookingAt())) {
      return Optional.empty();
    }
    boolean sure = binary || content.text().head().stripLeading().startsWith("$ion_1_0");
    var shape = new ValueShape(ValueShape.Texts.TYPED);
    long rows = 0;
    try (var reader =
        binary
            ? IonReaderBuilder.standard().build(content.head())
            : IonReaderBuilder.standard().build(content.text().head())) {
      for (var type = reader.next(); type != null; type = reader.next()) {
        if (type != IonType.STRUCT) {
          return other(sure, "it is Ion whose values are no structs, but " + type, null);
        }
        shape.add(node(reader, 0), TextSample.origin(content.file().location()));
        rows++;
      }
    } catch (IonException | IllegalStateException e) {
      if (content.isWhole()) {
        return other(sure, "it is Ion and damaged or cut off (%s)".formatted(e.getMessage()), e);
      }
      if (rows == 0) {
        return other(sure, "its first row is Ion", new LongRowException("its first row is Ion", e));
      }
    }
    if (rows == 0) {
      return other(sure, "it is Ion without a value", null);
    }
    var schema =
        new FileSchema.Tree(
            FileFormat.ION,
            content.compression(),
            name(),
            null,
            shape,
            content.head().length / rows);
    return Optional.of(Recognised.surely(schema, name()));
  }

  private static Optional<Recognised> other(
      boolean sure, String reason, @org.jspecify.annotations.Nullable Exception cause)
      throws UnreadableFileException {
    if (!sure) {
      return Optional.empty();
    }
    throw cause instanceof LongRowException longRow
        ? longRow
        : cause == null
            ? new UnreadableFileException(reason)
            : new UnreadableFileException(reason, cause);
  }

  private static JsonNode node(IonReader reader, int depth) {
    if (reader.isNullValue()) {
      return NODES.nullNode();
    }
    if (depth > DEEPEST) {
      throw new IonException("values lie deeper than " + DEEPEST);
    }
    return switch (reader.getType()) {
      case STRUCT -> struct(reader, depth);
      case LIST, SEXP -> list(reader, depth);
      case STRING, SYMBOL -> NODES.textNode(reader.stringValue());
      case BOOL -> NODES.booleanNode(reader.booleanValue());
      case INT -> integer(reader);
      case FLOAT -> NODES.numberNode(reader.doubleValue());
      case DECIMAL -> decimal(reader.bigDecimalValue());
      case TIMESTAMP -> timestamp(reader.timestampValue());
      case BLOB, CLOB -> NODES.binaryNode(reader.newBytes());
      case NULL, DATAGRAM -> NODES.nullNode();
    };
  }

  private static JsonNode integer(IonReader reader) {
    return switch (reader.getIntegerSize()) {
      case INT -> NODES.numberNode(reader.intValue());
      case LONG -> NODES.numberNode(reader.longValue());
      case BIG_INTEGER -> decimal(new BigDecimal(reader.bigIntegerValue()));
    };
  }

  private static JsonNode decimal(BigDecimal value) {
    int scale = Math.max(0, value.scale());
    int whole = Math.max(0, value.precision() - value.scale());
    return whole > WHOLE_DIGITS || scale > SCALE
        ? ScalarNodes.typed(Primitive.STRING, value.toString())
        : ScalarNodes.typed(new Decimal(Math.max(1, whole + scale), scale), value.toPlainString());
  }

  /** A timestamp of no more than a day is a date. */
  private static JsonNode timestamp(Timestamp value) {
    return ScalarNodes.typed(
        value.getPrecision().includes(Timestamp.Precision.MINUTE)
            ? Primitive.TIMESTAMP
            : Primitive.DATE,
        value.toString());
  }

  private static JsonNode struct(IonReader reader, int depth) {
    var node = NODES.objectNode();
    reader.stepIn();
    while (reader.next() != null) {
      node.set(reader.getFieldName(), node(reader, depth + 1));
    }
    reader.stepOut();
    return node;
  }

  private static JsonNode list(IonReader reader, int depth) {
    var node = NODES.arrayNode();
    reader.stepIn();
    while (reader.next() != null) {
      node.add(node(reader, depth + 1));
    }
    reader.stepOut();
    return node;
  }
}
