package io.propolis.glue.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.glue.codec.PojoWriter;
import io.propolis.glue.codec.Unknown;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Members of the API's objects that no component of the catalog's records holds, kept as extras of
 * the record: {@code glue.<path>} holds the member as JSON. They come back on the next read,
 * whoever wrote the object in between.
 */
final class Kept {
  static final String PREFIX = "glue.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Kept() {}

  /**
   * Puts what the named members hold, and everything that the SDK does not know.
   *
   * @param path of the object within the one that has the extras, with a dot behind; "" for itself
   */
  static void put(
      Map<String, String> extras,
      String path,
      @Nullable SdkPojo object,
      Unknown unknown,
      Collection<String> members) {
    if (object == null) {
      return;
    }
    var names = new TreeSet<>(members);
    names.addAll(unknown.of(object).keySet());
    for (var name : names) {
      var value = PojoWriter.member(object, name, unknown);
      if (value != null) {
        extras.put(PREFIX + path + name, value.toString());
      }
    }
  }

  /** Gives back to an object of a reply what was put under the path. */
  static void restore(Map<String, String> extras, String path, SdkPojo object, Unknown unknown) {
    var prefix = PREFIX + path;
    extras.forEach(
        (key, json) -> {
          var member = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
          // Members begin with a capital letter; what the door itself notes does not.
          if (!member.isEmpty()
              && member.indexOf('.') < 0
              && Character.isUpperCase(member.charAt(0))) {
            unknown.put(object, member, tree(json));
          }
        });
  }

  /** What was put for a member that is a text. */
  static Optional<String> text(Map<String, String> extras, String member) {
    return Optional.ofNullable(extras.get(PREFIX + member)).map(json -> tree(json).asText());
  }

  /** The extras of other doors. */
  static LinkedHashMap<String, String> ofOthers(Map<String, String> extras) {
    var others = new LinkedHashMap<>(extras);
    others.keySet().removeIf(key -> key.startsWith(PREFIX));
    return others;
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A kept member cannot be read: " + json, e);
    }
  }
}
