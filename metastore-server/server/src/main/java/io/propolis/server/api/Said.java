package io.propolis.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.IntStream;

/** Whether something is described already as it is wanted. */
final class Said {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Said() {}

  /** Whether what is has all that is wanted. What is empty or null need not be there. */
  static boolean holds(JsonNode current, JsonNode wanted) {
    if (wanted.isObject() && current.isObject()) {
      return wanted.properties().stream()
          .allMatch(each -> holds(current.path(each.getKey()), each.getValue()));
    }
    if (wanted.isArray() && current.isArray()) {
      return wanted.size() == current.size()
          && IntStream.range(0, wanted.size()).allMatch(i -> holds(current.get(i), wanted.get(i)));
    }
    if (wanted.isNumber() && current.isNumber()) {
      return wanted.decimalValue().compareTo(current.decimalValue()) == 0;
    }
    return wanted.equals(current)
        || (isEmpty(wanted) && current.isMissingNode())
        || (wanted.isTextual() && current.isTextual() && areSameJson(wanted, current));
  }

  private static boolean isEmpty(JsonNode node) {
    return node.isNull()
        || (node.isContainerNode() && node.isEmpty())
        || (node.isTextual() && node.textValue().isEmpty());
  }

  /** JSON in a text, as the Configuration of a crawler or a policy: its blanks mean nothing. */
  private static boolean areSameJson(JsonNode one, JsonNode other) {
    if (!one.textValue().startsWith("{")) {
      return false;
    }
    try {
      return JSON.readTree(one.textValue()).equals(JSON.readTree(other.textValue()));
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
