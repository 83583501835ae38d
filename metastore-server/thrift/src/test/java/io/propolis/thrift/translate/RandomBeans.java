package io.propolis.thrift.translate;

import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
 * Fills every field of a bean, and all below it, with random values: from Thrift's own metadata.
 */
public final class RandomBeans {
  /** A table holds tables (of which a view was made): below this, lists are empty. */
  private static final int DEPTH = 5;

  private final Random random;
  private int depth;

  public RandomBeans(long seed) {
    random = new Random(seed);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  public <T extends TBase<?, ?>> T fill(T bean) {
    Map<? extends TFieldIdEnum, FieldMetaData> fields =
        FieldMetaData.getStructMetaDataMap((Class) bean.getClass());
    var names = new ArrayList<>(fields.keySet());
    depth++;
    if (bean instanceof TUnion) {
      var one = names.get(random.nextInt(names.size()));
      ((TBase) bean).setFieldValue(one, value(bean, one, fields.get(one).valueMetaData));
    } else {
      for (var name : names) {
        ((TBase) bean).setFieldValue(name, value(bean, name, fields.get(name).valueMetaData));
      }
    }
    depth--;
    return bean;
  }

  private Object value(TBase<?, ?> owner, TFieldIdEnum field, FieldValueMetaData type) {
    if (type instanceof StructMetaData struct) {
      return fill(instance(struct.structClass));
    } else if (type instanceof EnumMetaData constants) {
      var all = constants.enumClass.getEnumConstants();
      return all[random.nextInt(all.length)];
    } else if (type instanceof ListMetaData list) {
      return many(owner, field, list.elemMetaData);
    } else if (type instanceof SetMetaData set) {
      return new HashSet<>(many(owner, field, set.elemMetaData));
    } else if (type instanceof MapMetaData map) {
      var values = new HashMap<Object, Object>();
      for (int i = 0; i < 3; i++) {
        values.put(value(owner, field, map.keyMetaData), value(owner, field, map.valueMetaData));
      }
      return values;
    }
    return switch (type.type) {
      case TType.BOOL -> random.nextBoolean();
      case TType.BYTE -> (byte) random.nextInt(127);
      case TType.I16 -> (short) random.nextInt(30);
      case TType.I32 -> random.nextInt(Integer.MAX_VALUE);
      case TType.I64 -> random.nextLong(1L << 40);
      case TType.DOUBLE -> random.nextDouble();
      case TType.STRING -> type.isBinary() ? bytes() : text();
      case TType.STRUCT -> fill(structOf(owner, field));
      default -> throw new IllegalArgumentException(owner.getClass() + "." + field);
    };
  }

  private List<Object> many(TBase<?, ?> owner, TFieldIdEnum field, FieldValueMetaData element) {
    var values = new ArrayList<>();
    for (int i = 0; i < 2 && depth < DEPTH; i++) {
      values.add(value(owner, field, element));
    }
    return values;
  }

  private String text() {
    return "t" + Long.toHexString(random.nextLong()) + (random.nextBoolean() ? "é ☃" : "");
  }

  private ByteBuffer bytes() {
    var bytes = new byte[5];
    random.nextBytes(bytes);
    bytes[0] = 1; // a number in its shortest form, where bytes are one
    return ByteBuffer.wrap(bytes);
  }

  private static TBase<?, ?> structOf(TBase<?, ?> owner, TFieldIdEnum field) {
    try {
      var getter =
          owner
              .getClass()
              .getMethod(
                  "get"
                      + Character.toUpperCase(field.getFieldName().charAt(0))
                      + field.getFieldName().substring(1));
      if (TBase.class.isAssignableFrom(getter.getReturnType())) {
        return instance(getter.getReturnType());
      }
      var element = (ParameterizedType) getter.getGenericReturnType();
      return instance((Class<?>) element.getActualTypeArguments()[0]);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TBase<?, ?> instance(Class<?> type) {
    try {
      return (TBase<?, ?>) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
