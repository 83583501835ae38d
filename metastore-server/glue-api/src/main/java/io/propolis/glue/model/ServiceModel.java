package io.propolis.glue.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.glue.model.Shape.Numeric.Width;
import io.propolis.glue.model.Shape.Range;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operations and shapes of the API, as {@code scripts/glue/model.py} takes them from AWS's own
 * model. A shape is made when it is first asked for: one request needs few of the two thousand.
 */
public final class ServiceModel {
  /** RegisterConnectionType adds to these. */
  private static final Set<String> OPEN = Set.of("ConnectionType", "ConnectionPropertyKey");

  private static final String RESOURCE = "glue.json";

  private final Map<String, OperationModel> operations = new TreeMap<>();
  private final JsonNode shapeTrees;
  private final Map<String, Shape> shapes = new ConcurrentHashMap<>();

  private ServiceModel(JsonNode tree) {
    shapeTrees = tree.path("shapes");
    tree.path("operations")
        .properties()
        .forEach(each -> operations.put(each.getKey(), operation(each.getKey(), each.getValue())));
  }

  /** Reads the model that comes with the door. */
  public static ServiceModel load() {
    try (var source = ServiceModel.class.getResourceAsStream(RESOURCE)) {
      if (source == null) {
        throw new IllegalStateException("The model of the Glue API is missing: " + RESOURCE);
      }
      return new ServiceModel(new ObjectMapper().readTree(source));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All operations, by name, sorted. */
  public Map<String, OperationModel> operations() {
    return Map.copyOf(operations);
  }

  public Optional<OperationModel> operation(String name) {
    return Optional.ofNullable(operations.get(name));
  }

  /** The shape of that name, which must be one of the model. */
  public Shape shape(String name) {
    var known = shapes.get(name);
    return known != null ? known : shapes.computeIfAbsent(name, this::made);
  }

  /** Whether an error is the server's fault, not the client's. */
  public boolean isFault(String error) {
    return shapeTrees.path(error).path("fault").asBoolean();
  }

  private static OperationModel operation(String name, JsonNode tree) {
    return new OperationModel(
        name, text(tree, "input"), text(tree, "output"), Set.copyOf(texts(tree.path("errors"))));
  }

  private Shape made(String name) {
    var tree = shapeTrees.get(name);
    if (tree == null) {
      throw new NoSuchElementException("The model has no shape " + name);
    }
    return switch (tree.path("type").asText()) {
      case "structure" -> structure(tree);
      case "list" -> new Shape.ListOf(tree.path("member").asText(), range(tree));
      case "map" ->
          new Shape.MapOf(tree.path("key").asText(), tree.path("value").asText(), range(tree));
      case "string" -> OPEN.contains(name) ? open(tree) : string(tree);
      case "integer" -> new Shape.Numeric(Width.INTEGER, range(tree));
      case "long" -> new Shape.Numeric(Width.LONG, range(tree));
      case "double", "float" -> new Shape.Numeric(Width.DOUBLE, range(tree));
      case "boolean" -> new Shape.Flag();
      case "timestamp" -> new Shape.Time("iso8601".equals(text(tree, "timestampFormat")));
      case "blob" -> new Shape.Blob();
      default -> throw new IllegalStateException("Shape %s is of an unknown type".formatted(name));
    };
  }

  private static Shape structure(JsonNode tree) {
    if (tree.path("document").asBoolean()) {
      return new Shape.Document();
    }
    var members = new LinkedHashMap<String, String>();
    tree.path("members")
        .properties()
        .forEach(member -> members.put(member.getKey(), member.getValue().asText()));
    return new Shape.Structure(new LinkedHashSet<>(texts(tree.path("required"))), members);
  }

  /** A choice to which clients add: whether a text is one of it is for the operation to see. */
  private static Shape open(JsonNode tree) {
    return new Shape.Text(range(tree), null, List.of(), texts(tree.path("enum")));
  }

  private static Shape string(JsonNode tree) {
    var pattern = text(tree, "pattern");
    return new Shape.Text(
        range(tree),
        pattern == null ? null : TextPattern.of(pattern),
        texts(tree.path("enum")),
        List.of());
  }

  private static Range range(JsonNode tree) {
    return new Range(
        tree.has("min") ? tree.get("min").asDouble() : null,
        tree.has("max") ? tree.get("max").asDouble() : null);
  }

  private static @Nullable String text(JsonNode tree, String member) {
    return tree.has(member) ? tree.get(member).asText() : null;
  }

  private static List<String> texts(JsonNode list) {
    var texts = new ArrayList<String>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }
}
