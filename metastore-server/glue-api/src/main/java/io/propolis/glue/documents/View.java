package io.propolis.glue.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.model.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What replies show of documents that were made of requests. Members of the request that the reply
 * has no place for stay behind: tags, tokens of clients, secrets. Members that the model does not
 * know at all are newer than this server and come back as they were sent.
 */
public final class View {
  private final ServiceModel model;

  public View(ServiceModel model) {
    this.model = model;
  }

  /**
   * A copy of the document as the reply has it.
   *
   * @param asked shape of the request that it was made of
   * @param shown shape of the reply
   */
  public ObjectNode of(ObjectNode document, String asked, String shown) {
    return object(document, members(asked), members(shown));
  }

  /** A copy that holds nothing but members of the shape. */
  public ObjectNode strictly(ObjectNode document, String shown) {
    return document.deepCopy().retain(members(shown).keySet());
  }

  /** The texts of a choice to which clients add others. */
  public List<String> known(String choice) {
    return ((Shape.Text) model.shape(choice)).known();
  }

  /** Name of the shape of a member; empty when the shape has no such member. */
  public Optional<String> member(String shape, String member) {
    return Optional.ofNullable(members(shape).get(member));
  }

  /** Name of the shape of a list's elements. */
  public String element(String list) {
    return ((Shape.ListOf) model.shape(list)).member();
  }

  /** Whether the shape is an object's. */
  public boolean isObject(String shape) {
    return model.shape(shape) instanceof Shape.Structure;
  }

  private Map<String, String> members(@Nullable String shape) {
    return shape != null && model.shape(shape) instanceof Shape.Structure structure
        ? structure.members()
        : Map.of();
  }

  private ObjectNode object(
      ObjectNode document, Map<String, String> asked, Map<String, String> shown) {
    var copy = JsonNodeFactory.instance.objectNode();
    for (var member : document.properties()) {
      var from = asked.get(member.getKey());
      var to = shown.get(member.getKey());
      if (to != null || from == null) {
        copy.set(member.getKey(), value(member.getValue(), from, to));
      }
    }
    return copy;
  }

  private JsonNode value(JsonNode value, @Nullable String asked, @Nullable String shown) {
    if (asked == null || shown == null || asked.equals(shown)) {
      return value.deepCopy();
    }
    var from = model.shape(asked);
    var to = model.shape(shown);
    if (value instanceof ObjectNode object
        && from instanceof Shape.MapOf fromMap
        && to instanceof Shape.MapOf toMap) {
      var copy = JsonNodeFactory.instance.objectNode();
      object
          .properties()
          .forEach(
              each ->
                  copy.set(each.getKey(), value(each.getValue(), fromMap.value(), toMap.value())));
      return copy;
    }
    if (value instanceof ObjectNode object) {
      return object(object, members(asked), members(shown));
    }
    if (value instanceof ArrayNode list
        && from instanceof Shape.ListOf fromList
        && to instanceof Shape.ListOf toList) {
      var copy = JsonNodeFactory.instance.arrayNode();
      list.forEach(each -> copy.add(value(each, fromList.member(), toList.member())));
      return copy;
    }
    return value.deepCopy();
  }
}
