package io.propolis.glue.codec;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * JSON of requests as a tree. Of arrays that repeat the one before byte for byte, as the columns of
 * a hundred partitions do, the first is read, and stands for the others as the same object: who
 * walks the tree may remember what it made of it. {@code ./propolis bench --glue} measures it.
 */
public final class RequestTree {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Shorter requests are read at once as they are. */
  private static final int LONG = 16 << 10;

  /** Shorter arrays are not worth a look. */
  private static final int LONG_ARRAY = 128;

  /** What stands for an array that was read before, with its number behind; nobody can guess it. */
  private static final String MARK = UUID.randomUUID() + ":";

  private final byte[] body;
  private final ByteArrayOutputStream shortened;
  private final List<Array> repeated = new ArrayList<>();
  private int copied;

  /** From its opening bracket to behind the closing one. */
  private record Array(int from, int to) {}

  private RequestTree(byte[] body) {
    this.body = body;
    this.shortened = new ByteArrayOutputStream(body.length);
  }

  /** The tree. Throws what the library throws for what is no JSON. */
  public static JsonNode parse(byte[] body) throws IOException {
    return body.length < LONG ? JSON.readTree(body) : new RequestTree(body).parse();
  }

  private JsonNode parse() throws IOException {
    findRepeated();
    if (repeated.isEmpty()) {
      return JSON.readTree(body);
    }
    shortened.write(body, copied, body.length - copied);
    var shared = new ArrayList<JsonNode>();
    for (var array : repeated) {
      shared.add(JSON.readTree(Arrays.copyOfRange(body, array.from(), array.to())));
    }
    var tree = JSON.readTree(shortened.toByteArray());
    put(tree, shared);
    return tree;
  }

  /** Goes from quote to quote and bracket to bracket: arrays that hold none are compared. */
  private void findRepeated() {
    Array last = null;
    boolean isLastRepeated = false;
    int open = -1;
    for (int at = 0; at < body.length; at++) {
      byte c = body[at];
      if (c == '"') {
        at = endOfText(at);
      } else if (c == '[') {
        open = at;
      } else if (c == ']' && open >= 0) {
        var array = new Array(open, at + 1);
        open = -1;
        if (array.to() - array.from() >= LONG_ARRAY) {
          if (last != null && isSame(last, array)) {
            if (!isLastRepeated) {
              repeated.add(last);
              isLastRepeated = true;
            }
            replace(array);
          } else {
            last = array;
            isLastRepeated = false;
          }
        }
      }
    }
  }

  private int endOfText(int opening) {
    int at = opening + 1;
    while (at < body.length && body[at] != '"') {
      at += body[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private boolean isSame(Array one, Array other) {
    return Arrays.equals(body, one.from(), one.to(), body, other.from(), other.to());
  }

  private void replace(Array array) {
    shortened.write(body, copied, array.from() - copied);
    shortened.writeBytes(
        ('"' + MARK + (repeated.size() - 1) + '"').getBytes(StandardCharsets.UTF_8));
    copied = array.to();
  }

  private static void put(JsonNode tree, List<JsonNode> shared) {
    if (tree instanceof ObjectNode object) {
      for (var member : object.properties()) {
        if (isMark(member.getValue())) {
          member.setValue(marked(member.getValue(), shared));
        } else {
          put(member.getValue(), shared);
        }
      }
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (isMark(array.get(i))) {
          array.set(i, marked(array.get(i), shared));
        } else {
          put(array.get(i), shared);
        }
      }
    }
  }

  private static boolean isMark(JsonNode node) {
    return node.isTextual() && node.textValue().startsWith(MARK);
  }

  private static JsonNode marked(JsonNode mark, List<JsonNode> shared) {
    return shared.get(Integer.parseInt(mark.textValue().substring(MARK.length())));
  }
}
