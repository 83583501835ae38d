package io.propolis.glue.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reading and writing of JSON documents. */
public final class Documents {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private Documents() {}

  public static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The document of a resource. */
  public static ObjectNode read(String document) {
    try {
      return (ObjectNode) JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored document is not JSON: " + document, e);
    }
  }

  public static String text(ObjectNode document) {
    return document.toString();
  }

  /** A copy without members of these names. */
  public static ObjectNode without(ObjectNode document, Collection<String> members) {
    var copy = document.deepCopy();
    copy.remove(members);
    return copy;
  }

  /** A copy without members that are null, which the API takes for absent ones. */
  public static ObjectNode withoutNulls(ObjectNode document) {
    var copy = document.deepCopy();
    removeNulls(copy);
    return copy;
  }

  private static void removeNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(member -> member.getValue().isNull());
    }
    node.forEach(Documents::removeNulls);
  }

  /** Seconds since the epoch, with milliseconds where there are any. */
  public static JsonNode time(Instant time) {
    return time.getNano() == 0
        ? JsonNodeFactory.instance.numberNode(time.getEpochSecond())
        : JsonNodeFactory.instance.numberNode(BigDecimal.valueOf(time.toEpochMilli(), 3));
  }

  /** The text of a member; null when there is none. */
  public static @Nullable String textOf(JsonNode document, String member) {
    var value = document.path(member);
    return value.isTextual() ? value.asText() : null;
  }

  /** The text of a member that the model requires. */
  public static String required(JsonNode document, String member) {
    var text = textOf(document, member);
    if (text == null) {
      throw new IllegalStateException("The model's check let a request pass without " + member);
    }
    return text;
  }

  /** A map of texts, which may come as a list of keys and values; empty when there is none. */
  public static Map<String, String> texts(JsonNode map) {
    var texts = new LinkedHashMap<String, String>();
    if (map.isArray()) {
      map.forEach(each -> texts.put(each.path("key").asText(), each.path("value").asText()));
    }
    map.properties()
        .forEach(
            each -> {
              if (!each.getValue().isNull()) {
                texts.put(each.getKey(), each.getValue().asText());
              }
            });
    return texts;
  }
}
