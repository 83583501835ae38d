package io.propolis.crawlers.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads messages about objects: S3's notifications, alone or wrapped by SNS, and EventBridge's, of
 * S3 and what speaks like it.
 */
final class EventMessages {
  private static final ObjectMapper JSON = new ObjectMapper();

  private EventMessages() {}

  /** An object that came, changed or went. */
  record ChangedObject(String bucket, String key) {}

  /** What a message names, nothing for a test; empty when it is no such message. */
  static Optional<List<ChangedObject>> read(String body) {
    try {
      return read(JSON.readTree(body));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<List<ChangedObject>> read(JsonNode message)
      throws JsonProcessingException {
    if (message.path("Message").isTextual()) {
      return read(JSON.readTree(message.path("Message").textValue()));
    }
    if (message.path("Event").asText().equals("s3:TestEvent")) {
      return Optional.of(List.of());
    }
    if (message.path("Records").isArray()) {
      return records(message.path("Records"));
    }
    // EventBridge does not encode keys; notifications do, as forms are.
    var detail = message.path("detail");
    return changed(detail.at("/bucket/name").asText(""), detail.at("/object/key").asText(""))
        .map(List::of);
  }

  private static Optional<List<ChangedObject>> records(JsonNode records) {
    var all = new ArrayList<ChangedObject>();
    for (var entry : records) {
      var key = URLDecoder.decode(entry.at("/s3/object/key").asText(""), StandardCharsets.UTF_8);
      var changed = changed(entry.at("/s3/bucket/name").asText(""), key);
      if (changed.isEmpty()) {
        return Optional.empty();
      }
      all.add(changed.get());
    }
    return Optional.of(all);
  }

  private static Optional<ChangedObject> changed(String bucket, String key) {
    return bucket.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new ChangedObject(bucket, key));
  }
}
