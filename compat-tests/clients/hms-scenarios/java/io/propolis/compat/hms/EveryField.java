package io.propolis.compat.hms;

import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.thrift.TBase;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.TUnion;
import org.apache.thrift.meta_data.EnumMetaData;
import org.apache.thrift.meta_data.FieldMetaData;
import org.apache.thrift.meta_data.FieldValueMetaData;
import org.apache.thrift.meta_data.ListMetaData;
import org.apache.thrift.meta_data.MapMetaData;
import org.apache.thrift.meta_data.SetMetaData;
import org.apache.thrift.meta_data.StructMetaData;
import org.apache.thrift.protocol.TType;

/**
 * All fields of a bean that this generation of Hive knows, from Thrift's own metadata: to fill
 * those not set, and to say all that are.
 */
@SuppressWarnings({"unchecked", "rawtypes"})
final class EveryField {
  /** A table holds tables, of which a view was made: below this, lists are empty. */
  private static final int DEPTH = 4;

  private EveryField() {}

  static Map<? extends TFieldIdEnum, FieldMetaData> of(TBase bean) {
    return FieldMetaData.getStructMetaDataMap((Class) bean.getClass());
  }

  /** Sets a field by its name, or with null unsets it, when this generation has it. */
  static void set(TBase bean, String name, Object value) {
    for (TFieldIdEnum field : of(bean).keySet()) {
      if (field.getFieldName().equals(name)) {
        bean.setFieldValue(field, value);
      }
    }
  }

  /**
   * Leaves out what a table or a partition carries of its statistics: those are kept on their own,
   * and whether a reader may trust them is said to each reader anew.
   */
  static void leaveOutStatistics(TBase bean) {
    set(bean, "colStats", null);
    set(bean, "isStatsCompliant", null);
  }

  /** As {@link #set} with a constant of an enum, by its name. */
  static void setConstant(TBase bean, String name, String constant) {
    of(bean)
        .forEach(
            (field, type) -> {
              if (field.getFieldName().equals(name)) {
                Class constants = ((EnumMetaData) type.valueMetaData).enumClass;
                bean.setFieldValue((TFieldIdEnum) field, Enum.valueOf(constants, constant));
              }
            });
  }

  /** Gives each field that has no value one that is made from its name. */
  static <T extends TBase> T fill(T bean, String path) {
    return fill(bean, path, 0);
  }

  private static <T extends TBase> T fill(T bean, String path, int depth) {
    if (bean instanceof TUnion && ((TUnion) bean).isSet()) {
      TBase<?, ?> chosen = (TBase<?, ?>) ((TUnion) bean).getFieldValue();
      fill(chosen, path, depth + 1);
      return bean;
    }
    for (Map.Entry<? extends TFieldIdEnum, FieldMetaData> each : of(bean).entrySet()) {
      TFieldIdEnum field = each.getKey();
      String below = path + "." + field.getFieldName();
      Object present = bean.isSet(field) ? bean.getFieldValue(field) : null;
      if (present instanceof TBase) {
        fill((TBase) present, below, depth + 1);
      } else if (present == null) {
        bean.setFieldValue(field, value(bean, field, each.getValue().valueMetaData, below, depth));
        if (bean instanceof TUnion) {
          return bean;
        }
      }
    }
    return bean;
  }

  private static Object value(
      TBase owner, TFieldIdEnum field, FieldValueMetaData type, String path, int depth) {
    if (type instanceof StructMetaData) {
      return fill(instance(((StructMetaData) type).structClass), path, depth + 1);
    } else if (type instanceof EnumMetaData) {
      Object[] all = ((EnumMetaData) type).enumClass.getEnumConstants();
      return all[all.length - 1];
    } else if (type instanceof ListMetaData) {
      return many(owner, field, ((ListMetaData) type).elemMetaData, path, depth);
    } else if (type instanceof SetMetaData) {
      return new HashSet<>(many(owner, field, ((SetMetaData) type).elemMetaData, path, depth));
    } else if (type instanceof MapMetaData) {
      MapMetaData map = (MapMetaData) type;
      Map<Object, Object> values = new HashMap<>();
      values.put(
          value(owner, field, map.keyMetaData, path + ".key", depth),
          value(owner, field, map.valueMetaData, path + ".value", depth));
      return values;
    }
    int number = (path.hashCode() & 0x7fff_ffff) % 1_000_000 + 1;
    switch (type.type) {
      case TType.BOOL:
        return true;
      case TType.BYTE:
        return (byte) (number % 100 + 1);
      case TType.I16:
        return (short) (number % 30_000 + 1);
      case TType.I32:
        return number;
      case TType.I64:
        return (long) number;
      case TType.DOUBLE:
        return number + 0.5;
      case TType.STRING:
        return type.isBinary() ? bytes(path) : path;
      case TType.STRUCT:
        return fill(structOf(owner, field), path, depth + 1);
      default:
        throw new IllegalArgumentException(path + " of type " + type.type);
    }
  }

  private static List<Object> many(
      TBase owner, TFieldIdEnum field, FieldValueMetaData element, String path, int depth) {
    List<Object> values = new ArrayList<>();
    if (depth < DEPTH) {
      values.add(value(owner, field, element, path + "[0]", depth));
    }
    return values;
  }

  /** They begin as a small positive number does, where bytes are one, and are not UTF-8. */
  private static ByteBuffer bytes(String path) {
    int hash = path.hashCode();
    return ByteBuffer.wrap(
        new byte[] {1, (byte) 0xff, (byte) (hash >> 24), (byte) (hash >> 8), (byte) hash});
  }

  /** The metadata of a field whose struct was declared later does not say its class. */
  private static TBase structOf(TBase owner, TFieldIdEnum field) {
    String name = field.getFieldName();
    String getter = "get" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      java.lang.reflect.Method method = owner.getClass().getMethod(getter);
      if (TBase.class.isAssignableFrom(method.getReturnType())) {
        return instance(method.getReturnType());
      }
      ParameterizedType container = (ParameterizedType) method.getGenericReturnType();
      return instance((Class<?>) container.getActualTypeArguments()[0]);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TBase instance(Class<?> type) {
    try {
      return (TBase) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every value below the bean by the path of its field. */
  static Map<String, String> said(TBase bean, String path) {
    Map<String, String> values = new TreeMap<>();
    say(bean, path, values);
    return values;
  }

  private static void say(Object value, String path, Map<String, String> values) {
    if (value instanceof TUnion) {
      TUnion union = (TUnion) value;
      if (union.isSet()) {
        String name = ((TFieldIdEnum) union.getSetField()).getFieldName();
        say(union.getFieldValue(), path + "." + name, values);
      }
    } else if (value instanceof TBase) {
      TBase bean = (TBase) value;
      for (TFieldIdEnum field : of(bean).keySet()) {
        if (bean.isSet(field)) {
          say(bean.getFieldValue(field), path + "." + field.getFieldName(), values);
        }
      }
    } else if (value instanceof List) {
      List<?> list = (List<?>) value;
      values.put(path + ".size", String.valueOf(list.size()));
      for (int i = 0; i < list.size(); i++) {
        say(list.get(i), path + "[" + i + "]", values);
      }
    } else if (value instanceof java.util.Set) {
      for (Object each : (java.util.Set<?>) value) {
        say(each, path + "{}", values);
      }
    } else if (value instanceof Map) {
      ((Map<?, ?>) value).forEach((key, each) -> say(each, path + "[" + key + "]", values));
    } else {
      values.put(path, text(value));
    }
  }

  private static String text(Object value) {
    if (value instanceof ByteBuffer) {
      ByteBuffer buffer = ((ByteBuffer) value).duplicate();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return java.util.HexFormat.of().formatHex(bytes);
    }
    return value instanceof byte[]
        ? java.util.HexFormat.of().formatHex((byte[]) value)
        : String.valueOf(value);
  }
}
