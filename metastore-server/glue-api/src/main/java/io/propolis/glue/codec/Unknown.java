package io.propolis.glue.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** Members of JSON objects that the SDK's classes have no field for: newer than the SDK. */
public final class Unknown {
  private final Map<SdkPojo, Map<String, JsonNode>> members = new IdentityHashMap<>();

  /** Whether there are none of any object. */
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /** What came, or goes, with the object beside its fields; in order. */
  public Map<String, JsonNode> of(SdkPojo object) {
    return members.getOrDefault(object, Map.of());
  }

  public void put(SdkPojo object, String member, JsonNode value) {
    members.computeIfAbsent(object, each -> new LinkedHashMap<>()).put(member, value);
  }
}
