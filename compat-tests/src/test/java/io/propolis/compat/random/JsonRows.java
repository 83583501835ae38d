package io.propolis.compat.random;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.MapOf;
import io.propolis.compat.random.ColumnType.Scalar;
import io.propolis.compat.random.ColumnType.Struct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Rows as lines of JSON; what is null is written as such or left out. */
final class JsonRows {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Random choice;

  private JsonRows(long seed) {
    this.choice = new Random(seed);
  }

  static void write(RandomTable table, List<List<Object>> rows, Path file, long seed)
      throws IOException {
    var ways = new JsonRows(seed);
    try (var out = Files.newBufferedWriter(file)) {
      for (var row : rows) {
        out.write(JSON.writeValueAsString(ways.node(new Struct(table.columns()), row)));
        out.write('\n');
      }
    }
  }

  private JsonNode node(ColumnType type, Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (type instanceof Struct struct) {
      var node = NODES.objectNode();
      for (int i = 0; i < struct.fields().size(); i++) {
        var part = ((List<?>) value).get(i);
        if (part != null || choice.nextBoolean()) {
          node.set(struct.fields().get(i).name(), node(struct.fields().get(i).type(), part));
        }
      }
      return node;
    }
    if (type instanceof ListOf list) {
      var node = NODES.arrayNode();
      ((List<?>) value).forEach(element -> node.add(node(list.element(), element)));
      return node;
    }
    if (type instanceof MapOf map) {
      var node = NODES.objectNode();
      ((Map<?, ?>) value).forEach((k, v) -> node.set((String) k, node(map.value(), v)));
      return node;
    }
    return switch ((Scalar) type) {
      case BOOLEAN -> NODES.booleanNode((Boolean) value);
      case INT -> NODES.numberNode((Integer) value);
      case LONG -> NODES.numberNode((Long) value);
      case DOUBLE -> NODES.numberNode((Double) value);
      case STRING, DATE -> NODES.textNode(value.toString());
      case TIMESTAMP -> NODES.textNode(Texts.instant(value));
      default -> throw new IllegalArgumentException("JSON shows no " + type);
    };
  }
}
