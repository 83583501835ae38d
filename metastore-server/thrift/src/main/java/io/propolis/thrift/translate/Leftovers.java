package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.thrift.TBase;
import org.apache.thrift.TDeserializer;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.TSerializer;
import org.apache.thrift.protocol.TCompactProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Fields of a bean that no component of the domain holds. Each set one becomes an extra, {@code
 * hms.<field>}, holding the field alone in Thrift's compact protocol as base64; it comes back on
 * the next read, whoever wrote the object in between.
 */
final class Leftovers<T extends TBase<T, F>, F extends TFieldIdEnum> {
  private static final String PREFIX = "hms.";

  private final Supplier<T> empty;
  private final List<F> fields;

  @SafeVarargs
  Leftovers(Supplier<T> empty, F... fields) {
    this.empty = empty;
    this.fields = List.of(fields);
  }

  Map<String, String> extras(T bean) {
    Map<String, String> extras = Map.of();
    for (var field : fields) {
      if (bean.isSet(field)) {
        if (extras.isEmpty()) {
          extras = new LinkedHashMap<>();
        }
        extras.put(PREFIX + field.getFieldName(), encoded(bean, field));
      }
    }
    return extras;
  }

  boolean areIn(Map<String, String> extras) {
    for (var field : fields) {
      if (extras.containsKey(PREFIX + field.getFieldName())) {
        return true;
      }
    }
    return false;
  }

  void restore(Map<String, String> extras, T bean) {
    if (extras.isEmpty()) {
      return;
    }
    for (var field : fields) {
      var text = extras.get(PREFIX + field.getFieldName());
      if (text != null) {
        bean.setFieldValue(field, decoded(text).getFieldValue(field));
      }
    }
  }

  /** The value of one kept field; null when there is none. */
  @Nullable Object value(Map<String, String> extras, F field) {
    var text = extras.get(PREFIX + field.getFieldName());
    return text == null ? null : decoded(text).getFieldValue(field);
  }

  /** Keeps one field more, or another value of it. */
  void put(Map<String, String> extras, F field, Object value) {
    var alone = empty.get();
    alone.setFieldValue(field, value);
    extras.put(PREFIX + field.getFieldName(), encoded(alone, field));
  }

  private String encoded(T bean, F field) {
    var alone = empty.get();
    alone.clear();
    alone.setFieldValue(field, bean.getFieldValue(field));
    try {
      var bytes = new TSerializer(new TCompactProtocol.Factory()).serialize(alone);
      return Base64.getEncoder().encodeToString(bytes);
    } catch (TException e) {
      throw invalid(Entity.REQUEST, "Field %s cannot be kept: %s".formatted(field, e.getMessage()));
    }
  }

  private T decoded(String text) {
    var alone = empty.get();
    alone.clear();
    try {
      new TDeserializer(new TCompactProtocol.Factory())
          .deserialize(alone, Base64.getDecoder().decode(text));
      return alone;
    } catch (TException e) {
      throw new IllegalStateException("A kept field cannot be read: " + text, e);
    }
  }
}
