package io.propolis.thrift.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stood in an expression for an object of a Hive class: its name and its fields, each a
 * HiveObject, a list, a string, a boxed primitive or a java.time value. It grows while it is read,
 * because others may refer to it before it is complete, itself included.
 */
final class HiveObject {
  private final String className;
  private final Map<String, Object> fields = new HashMap<>();

  HiveObject(String className) {
    this.className = className;
  }

  void put(String field, @Nullable Object value) {
    if (value != null) {
      fields.put(field, value);
    }
  }

  /** Without its package. */
  String simpleName() {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  @Nullable Object get(String field) {
    return fields.get(field);
  }

  @Nullable HiveObject object(String field) {
    return fields.get(field) instanceof HiveObject object ? object : null;
  }

  @Nullable String text(String field) {
    return fields.get(field) instanceof String text ? text : null;
  }

  List<?> list(String field) {
    return fields.get(field) instanceof List<?> list ? list : List.of();
  }

  long number(String field) {
    return fields.get(field) instanceof Number number ? number.longValue() : 0;
  }
}
