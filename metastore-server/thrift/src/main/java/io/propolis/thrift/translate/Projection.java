package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.hive.metastore.api.GetProjectionsSpec;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.meta_data.FieldMetaData;
import org.apache.thrift.meta_data.FieldValueMetaData;
import org.apache.thrift.meta_data.ListMetaData;
import org.apache.thrift.meta_data.StructMetaData;
import org.jspecify.annotations.Nullable;

/**
 * The fields of partitions that a client asks for, by dotted names as the IDL spells them ({@code
 * values}, {@code sd.serdeInfo.name}), and the parameters, by SQL LIKE patterns on their keys.
 */
public final class Projection {
  /** Fields by name; a field without fields of its own is wanted whole. */
  private record Node(Map<String, Node> fields) {
    private Node() {
      this(new LinkedHashMap<>());
    }

    private boolean isWhole() {
      return fields.isEmpty();
    }
  }

  private final Node root;
  private final @Nullable Pattern included;
  private final @Nullable Pattern excluded;

  private Projection(Node root, @Nullable Pattern included, @Nullable Pattern excluded) {
    this.root = root;
    this.included = included;
    this.excluded = excluded;
  }

  /** Everything when the client says nothing. INVALID for a field that partitions have not. */
  public static Projection of(@Nullable GetProjectionsSpec spec) {
    if (spec == null) {
      return new Projection(new Node(), null, null);
    }
    var root = new Node();
    var names = spec.getFieldList() == null ? List.<String>of() : spec.getFieldList();
    for (var name : names) {
      var node = root;
      for (var part : name.split("\\.", -1)) {
        node = node.fields().computeIfAbsent(part, any -> new Node());
      }
    }
    check(root, Partition.class, "");
    return new Projection(
        root, like(spec.getIncludeParamKeyPattern()), like(spec.getExcludeParamKeyPattern()));
  }

  /** Whether the answer says where partitions lie. */
  boolean wantsLocations() {
    var descriptor = root.isWhole() ? root : root.fields().get("sd");
    return descriptor != null
        && (descriptor.isWhole() || descriptor.fields().containsKey("location"));
  }

  /** Unsets what is not wanted, also in beans that others share. */
  void apply(Partition bean) {
    prune((Object) bean, root);
    if (bean.getParameters() != null && (included != null || excluded != null)) {
      var kept = new HashMap<>(bean.getParameters());
      kept.keySet()
          .removeIf(
              key ->
                  (included != null && !included.matcher(key).matches())
                      || (excluded != null && excluded.matcher(key).matches()));
      bean.setParameters(kept);
    }
  }

  private static void check(Node node, Class<?> type, String path) {
    for (var wanted : node.fields().entrySet()) {
      var name = path + wanted.getKey();
      var field =
          fields(type).values().stream()
              .filter(each -> each.fieldName.equals(wanted.getKey()))
              .findFirst()
              .orElseThrow(() -> invalid(Entity.REQUEST, "Partitions have no field " + name));
      if (!wanted.getValue().isWhole()) {
        check(wanted.getValue(), inner(field.valueMetaData, name), name + ".");
      }
    }
  }

  private static Class<?> inner(FieldValueMetaData value, String name) {
    if (value instanceof ListMetaData list) {
      return inner(list.elemMetaData, name);
    }
    if (value instanceof StructMetaData struct) {
      return struct.structClass;
    }
    throw invalid(Entity.REQUEST, "Field " + name + " of partitions has no fields of its own");
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Thrift's own signature has a raw type
  private static Map<TFieldIdEnum, FieldMetaData> fields(Class<?> type) {
    return (Map<TFieldIdEnum, FieldMetaData>)
        FieldMetaData.getStructMetaDataMap((Class<? extends TBase>) type.asSubclass(TBase.class));
  }

  private static void prune(@Nullable Object value, Node node) {
    if (node.isWhole()) {
      return;
    }
    if (value instanceof List<?> list) {
      list.forEach(each -> prune(each, node));
    } else if (value instanceof TBase<?, ?> bean) {
      prune(bean, node);
    }
  }

  @SuppressWarnings("unchecked") // the fields are those of the bean's own class
  private static <F extends TFieldIdEnum> void prune(TBase<?, F> bean, Node node) {
    for (var each : fields(bean.getClass()).keySet()) {
      var field = (F) each;
      var wanted = node.fields().get(field.getFieldName());
      if (wanted == null) {
        bean.setFieldValue(field, null);
      } else {
        prune(bean.getFieldValue(field), wanted);
      }
    }
  }

  /** An SQL pattern: {@code %} any characters, {@code _} one. */
  private static @Nullable Pattern like(@Nullable String pattern) {
    if (pattern == null || pattern.isEmpty()) {
      return null;
    }
    var regex = new StringBuilder();
    for (var character : pattern.split("", -1)) {
      regex.append(
          switch (character) {
            case "%" -> ".*";
            case "_" -> ".";
            default -> Pattern.quote(character);
          });
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
