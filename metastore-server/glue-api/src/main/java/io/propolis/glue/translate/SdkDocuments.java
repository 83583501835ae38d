package io.propolis.glue.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.propolis.glue.codec.PojoReader;
import io.propolis.glue.codec.PojoWriter;
import io.propolis.glue.codec.Unknown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Objects of the SDK's classes as the documents that the catalog keeps: JSON with the API's
 * members.
 */
public final class SdkDocuments {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SdkDocuments() {}

  /** What a client sent, with members that nobody knows. */
  public static ObjectNode of(SdkPojo object, Unknown unknown) {
    try (var tokens = new TokenBuffer(JSON, false)) {
      new PojoWriter(tokens, unknown).write(object);
      return JSON.readValue(tokens.asParser(), ObjectNode.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A document as it was kept. */
  public static ObjectNode parse(String document) {
    try {
      return JSON.readValue(document, ObjectNode.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A kept document cannot be read: " + document, e);
    }
  }

  /**
   * A document with the members that a client sent over its own. A text that is empty takes a
   * member away.
   */
  public static ObjectNode merged(ObjectNode document, ObjectNode changes) {
    var merged = document.deepCopy();
    changes
        .properties()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              if (value.isTextual() && value.textValue().isEmpty()) {
                merged.remove(member.getKey());
              } else {
                merged.set(member.getKey(), value);
              }
            });
    return merged;
  }

  /** The object of the API, members that the SDK does not know beside it. */
  public static <T> T read(ObjectNode document, SdkPojo builder, Class<T> type, Unknown unknown) {
    return new PojoReader(unknown).read(document, builder, type);
  }

  /** Puts a time, seconds since the epoch, if there is one. */
  public static void time(ObjectNode object, String member, @Nullable Instant time) {
    if (time != null) {
      object.put(member, java.math.BigDecimal.valueOf(time.toEpochMilli(), 3));
    }
  }
}
