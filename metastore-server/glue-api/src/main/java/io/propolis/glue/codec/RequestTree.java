package io.propolis.glue.codec;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON of requests as a tree. Of what repeats itself, as the columns and the storage descriptors of
 * a hundred partitions do, the first is read. Arrays stand for the others as the same object;
 * objects that are alike but for a text are {@link AlikeNode}s of one model. Who walks the tree may
 * remember what it made of them. {@code ./propolis bench --glue} measures it.
 */
public final class RequestTree {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Shorter requests are read at once as they are. */
  private static final int LONG = 16 << 10;

  private final List<JsonNode> arrays = new ArrayList<>();
  private final List<Model> models = new ArrayList<>();

  private record Model(ObjectNode object, String differing) {}

  private RequestTree() {}

  /** The tree. Throws what the library throws for what is no JSON. */
  public static JsonNode parse(byte[] body) throws IOException {
    if (body.length < LONG) {
      return JSON.readTree(body);
    }
    var repeats = new Repeats(body);
    return repeats.areNone() ? JSON.readTree(body) : new RequestTree().parse(body, repeats);
  }

  private JsonNode parse(byte[] body, Repeats repeats) throws IOException {
    for (var array : repeats.arrays()) {
      arrays.add(JSON.readTree(body, array.from(), array.length()));
    }
    for (var model : repeats.models()) {
      var whole = model.whole();
      var object = JSON.readTree(body, whole.from(), whole.length());
      models.add(new Model((ObjectNode) object, model.member()));
    }
    var tree = JSON.readTree(repeats.shortened());
    put(tree);
    return tree;
  }

  /** Puts what was found in the place of the texts that stand for it. */
  private void put(JsonNode tree) throws JsonParseException {
    if (tree instanceof ObjectNode object) {
      for (var member : object.properties()) {
        if (Repeats.isMark(member.getKey())) {
          throw new JsonParseException(null, "A member's name must be a text");
        }
        var value = member.getValue();
        if (value.isTextual()) {
          member.setValue(meant(value));
        } else {
          put(value);
        }
      }
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        var value = array.get(i);
        if (value.isTextual()) {
          array.set(i, meant(value));
        } else {
          put(value);
        }
      }
    }
  }

  private JsonNode meant(JsonNode node) {
    var text = node.textValue();
    if (text.startsWith(Repeats.ARRAY)) {
      return arrays.get(Integer.parseInt(text.substring(Repeats.ARRAY.length())));
    }
    if (text.startsWith(Repeats.OBJECT)) {
      int end = text.indexOf(':', Repeats.OBJECT.length());
      var model = models.get(Integer.parseInt(text.substring(Repeats.OBJECT.length(), end)));
      return new AlikeNode(model.object(), model.differing(), text.substring(end + 1));
    }
    return node;
  }
}
