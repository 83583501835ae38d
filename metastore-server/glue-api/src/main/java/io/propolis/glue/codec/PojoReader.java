package io.propolis.glue.codec;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.glue.wire.GlueException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.ToCopyableBuilder;

/** Makes objects of the SDK's classes from JSON that was held against the model before. */
public final class PojoReader {
  private final Unknown unknown;

  /** What was made of lists, by their tree: one may stand in many places of a request. */
  private final Map<JsonNode, Read> lists = new IdentityHashMap<>();

  private record Read(SdkField<?> field, List<@Nullable Object> list) {}

  /** What was made of objects that are alike, by their model. */
  private final Map<JsonNode, ReadModel> models = new IdentityHashMap<>();

  private record ReadModel(SdkField<?> field, SdkPojo object) {}

  /**
   * @param unknown takes what the classes have no field for
   */
  public PojoReader(Unknown unknown) {
    this.unknown = unknown;
  }

  /** The object that the builder builds from the members. */
  public <T> T read(JsonNode tree, SdkPojo builder, Class<T> type) {
    return type.cast(object(tree, builder));
  }

  private SdkPojo object(JsonNode tree, SdkPojo builder) {
    var left = new LinkedHashMap<String, JsonNode>();
    tree.properties().forEach(member -> left.put(member.getKey(), member.getValue()));
    for (var field : builder.sdkFields()) {
      var value = left.remove(field.locationName());
      if (value != null && !value.isNull()) {
        field.set(builder, value(value, field));
      }
    }
    var built = (SdkPojo) ((Buildable) builder).build();
    left.forEach((member, value) -> unknown.put(built, member, value));
    return built;
  }

  private SdkPojo object(JsonNode tree, SdkField<?> field) {
    if (!(tree instanceof AlikeNode alike)) {
      return object(tree, field.constructor().get());
    }
    var known = models.get(alike.model());
    if (known == null || known.field() != field) {
      var made = object(tree, field.constructor().get());
      models.put(alike.model(), new ReadModel(field, made));
      return made;
    }
    var differing = known.object().sdkFieldNameToField().get(alike.differing());
    if (differing == null) {
      return object(tree, field.constructor().get());
    }
    var builder = (SdkPojo) ((ToCopyableBuilder<?, ?>) known.object()).toBuilder();
    differing.set(builder, value(alike.get(alike.differing()), differing));
    var made = (SdkPojo) ((Buildable) builder).build();
    unknown.of(known.object()).forEach((member, value) -> unknown.put(made, member, value));
    return made;
  }

  private @Nullable Object value(JsonNode tree, SdkField<?> field) {
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> tree.asText();
      case INTEGER -> tree.intValue();
      case LONG -> tree.longValue();
      case SHORT -> tree.shortValue();
      case BYTE -> (byte) tree.intValue();
      case FLOAT -> tree.floatValue();
      case DOUBLE -> tree.doubleValue();
      case BIG_DECIMAL -> tree.decimalValue();
      case BOOLEAN -> tree.booleanValue();
      case INSTANT -> instant(tree);
      case SDK_BYTES -> bytes(tree);
      case DOCUMENT -> document(tree);
      case SDK_POJO -> object(tree, field);
      case LIST -> list(tree, field);
      case MAP -> map(tree, field);
      case NULL -> null;
    };
  }

  private List<@Nullable Object> list(JsonNode tree, SdkField<?> field) {
    var known = lists.get(tree);
    if (known != null && known.field() == field) {
      return known.list();
    }
    var member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
    var list = new ArrayList<@Nullable Object>(tree.size());
    tree.forEach(each -> list.add(value(each, member)));
    lists.put(tree, new Read(field, list));
    return list;
  }

  private Map<String, @Nullable Object> map(JsonNode tree, SdkField<?> field) {
    var member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : tree.properties()) {
      if (!entry.getValue().isNull()) {
        map.put(entry.getKey(), value(entry.getValue(), member));
      }
    }
    return map;
  }

  private static Instant instant(JsonNode tree) {
    try {
      if (tree.isTextual()) {
        return Instant.parse(tree.asText());
      }
      var millis = tree.decimalValue().movePointRight(3);
      return Instant.ofEpochMilli(
          millis.setScale(0, java.math.RoundingMode.HALF_UP).longValueExact());
    } catch (DateTimeException | ArithmeticException e) {
      throw GlueException.serialization("Not a time: " + tree);
    }
  }

  private static SdkBytes bytes(JsonNode tree) {
    try {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(tree.asText()));
    } catch (IllegalArgumentException e) {
      throw GlueException.serialization("Not base64: " + tree);
    }
  }

  private static Document document(JsonNode tree) {
    if (tree.isObject()) {
      var members = new LinkedHashMap<String, Document>();
      tree.properties().forEach(each -> members.put(each.getKey(), document(each.getValue())));
      return Document.fromMap(members);
    } else if (tree.isArray()) {
      var list = new ArrayList<Document>(tree.size());
      tree.forEach(each -> list.add(document(each)));
      return Document.fromList(list);
    } else if (tree.isNumber()) {
      return Document.fromNumber(new BigDecimal(tree.asText()));
    } else if (tree.isBoolean()) {
      return Document.fromBoolean(tree.booleanValue());
    }
    return tree.isNull() ? Document.fromNull() : Document.fromString(tree.asText());
  }
}
