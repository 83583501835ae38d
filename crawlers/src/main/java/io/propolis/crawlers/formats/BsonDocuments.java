package io.propolis.crawlers.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bson.BSONException;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** BSON as {@code mongodump} writes it: documents, one after the other, each with its length. */
public final class BsonDocuments implements ContentClassifier {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** MongoDB's limit, with the room that it leaves for its own fields. */
  private static final int LONGEST = (16 << 20) + (16 << 10);

  private static final int SHORTEST = 5;
  private static final int DECIMAL_SCALE = 18;

  @Override
  public String name() {
    return "bson";
  }

  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    var bytes = content.head();
    int first = length(bytes, 0);
    boolean isText = !Magic.isBinary(bytes);
    if (isText || first < SHORTEST || first > LONGEST || !isElement(bytes, 4, first)) {
      return Optional.empty();
    }
    if (first > bytes.length) {
      if (content.isWhole()) {
        return Optional.empty();
      }
      throw new LongRowException("its first row looks as BSON");
    }
    var shape = new ValueShape(ValueShape.Texts.QUOTED);
    long rows = 0;
    int position = 0;
    while (position + SHORTEST <= bytes.length) {
      int length = length(bytes, position);
      if (length < SHORTEST || position + length > bytes.length) {
        break;
      }
      try {
        shape.add(
            node(new RawBsonDocument(bytes, position, length)),
            TextSample.origin(content.file().location()));
      } catch (BSONException | IllegalArgumentException e) {
        break;
      }
      rows++;
      position += length;
    }
    if (rows == 0) {
      return Optional.empty();
    }
    if (content.isWhole() && position < bytes.length) {
      throw new UnreadableFileException(
          "it is BSON and damaged or cut off after %d documents".formatted(rows));
    }
    return Optional.of(
        Recognised.surely(
            new FileSchema.Tree(
                FileFormat.BSON, content.compression(), name(), null, shape, position / rows),
            name()));
  }

  /** Whether a document's bytes begin with an element of a known type, or end at once. */
  private static boolean isElement(byte[] bytes, int position, int length) {
    if (bytes.length <= position || (length <= bytes.length && bytes[length - 1] != 0)) {
      return false;
    }
    int type = bytes[position] & 0xFF;
    return length == SHORTEST
        ? type == 0
        : (type >= 1 && type <= 0x13) || type == 0x7F || type == 0xFF;
  }

  private static int length(byte[] bytes, int position) {
    return bytes.length < position + SHORTEST
        ? -1
        : ByteBuffer.wrap(bytes, position, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /** The values of a document, typed. */
  public static JsonNode node(BsonDocument document) {
    var node = NODES.objectNode();
    document.forEach((name, value) -> node.set(name, node(value)));
    return node;
  }

  private static JsonNode node(BsonValue value) {
    return switch (value.getBsonType()) {
      case DOCUMENT -> node(value.asDocument());
      case ARRAY -> {
        var array = NODES.arrayNode();
        value.asArray().forEach(element -> array.add(node(element)));
        yield array;
      }
      case STRING -> NODES.textNode(value.asString().getValue());
      case SYMBOL -> NODES.textNode(value.asSymbol().getSymbol());
      case OBJECT_ID ->
          ScalarNodes.typed(Primitive.STRING, value.asObjectId().getValue().toHexString());
      case INT32 -> NODES.numberNode(value.asInt32().getValue());
      case INT64 -> ScalarNodes.typed(Primitive.BIGINT, Long.toString(value.asInt64().getValue()));
      case DOUBLE -> NODES.numberNode(value.asDouble().getValue());
      case DECIMAL128 ->
          ScalarNodes.typed(
              new Decimal(Decimal.MAX_PRECISION, DECIMAL_SCALE),
              value.asDecimal128().getValue().toString());
      case BOOLEAN -> NODES.booleanNode(value.asBoolean().getValue());
      case DATE_TIME ->
          ScalarNodes.typed(
              Primitive.TIMESTAMP,
              java.time.Instant.ofEpochMilli(value.asDateTime().getValue()).toString());
      case TIMESTAMP ->
          ScalarNodes.typed(Primitive.TIMESTAMP, "second " + value.asTimestamp().getTime());
      case BINARY -> NODES.binaryNode(value.asBinary().getData());
      case NULL, UNDEFINED, END_OF_DOCUMENT -> NODES.nullNode();
      case REGULAR_EXPRESSION, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE, DB_POINTER, MIN_KEY, MAX_KEY ->
          ScalarNodes.typed(Primitive.STRING, value.getBsonType().name());
    };
  }
}
