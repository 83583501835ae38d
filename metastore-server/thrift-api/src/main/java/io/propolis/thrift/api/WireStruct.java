package io.propolis.thrift.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.TFieldIdEnum;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/**
 * A struct described by data instead of a generated class, for calls whose classes are no longer
 * published. On the wire it is what the generated class would write; unknown fields are skipped.
 */
public final class WireStruct implements TBase<WireStruct, WireStruct.Field> {
  private static final long serialVersionUID = 1;

  /** A field: its number, its name and, hidden, its type. */
  public static final class Field implements TFieldIdEnum {
    private final short id;
    private final String name;
    private final WireType type;

    Field(int id, String name, WireType type) {
      this.id = (short) id;
      this.name = name;
      this.type = type;
    }

    @Override
    public short getThriftFieldId() {
      return id;
    }

    @Override
    public String getFieldName() {
      return name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** What the struct consists of; fields in the order of their numbers. */
  record Shape(String name, List<Field> fields) {
    Shape(String name, Field... fields) {
      this(name, List.of(fields));
    }

    WireStruct empty() {
      return new WireStruct(this);
    }
  }

  private final transient Shape shape;
  private final transient Map<Field, Object> values = new LinkedHashMap<>();

  WireStruct(Shape shape) {
    this.shape = shape;
  }

  /** The field of that name. Throws IllegalArgumentException when the struct has none. */
  public Field field(String name) {
    return shape.fields().stream()
        .filter(field -> field.name.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("No field " + name + " in " + shape.name()));
  }

  public List<Field> fields() {
    return shape.fields();
  }

  public WireStruct with(String name, Object value) {
    values.put(field(name), value);
    return this;
  }

  /** The value of the field of that name, null when it is not set. */
  public @Nullable Object get(String name) {
    return values.get(field(name));
  }

  @Override
  public @Nullable Field fieldForId(int id) {
    for (var field : shape.fields()) {
      if (field.id == id) {
        return field;
      }
    }
    return null;
  }

  @Override
  public boolean isSet(Field field) {
    return values.containsKey(field);
  }

  @Override
  public @Nullable Object getFieldValue(Field field) {
    return values.get(field);
  }

  @Override
  public void setFieldValue(Field field, @Nullable Object value) {
    if (value == null) {
      values.remove(field);
    } else {
      values.put(field, value);
    }
  }

  /** A copy that shares the values. */
  @Override
  public WireStruct deepCopy() {
    var copy = new WireStruct(shape);
    copy.values.putAll(values);
    return copy;
  }

  @Override
  public void clear() {
    values.clear();
  }

  @Override
  public void read(TProtocol in) throws TException {
    in.readStructBegin();
    while (true) {
      var header = in.readFieldBegin();
      if (header.type == TType.STOP) {
        break;
      }
      var field = fieldForId(header.id);
      if (field != null && field.type.code() == header.type) {
        values.put(field, field.type.read(in));
      } else {
        TProtocolUtil.skip(in, header.type);
      }
      in.readFieldEnd();
    }
    in.readStructEnd();
  }

  @Override
  public void write(TProtocol out) throws TException {
    out.writeStructBegin(new TStruct(shape.name()));
    for (var field : shape.fields()) {
      var value = values.get(field);
      if (value != null) {
        out.writeFieldBegin(new TField(field.name, field.type.code(), field.id));
        field.type.write(out, value);
        out.writeFieldEnd();
      }
    }
    out.writeFieldStop();
    out.writeStructEnd();
  }

  @Override
  public int compareTo(WireStruct other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WireStruct that && shape == that.shape && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return shape.name() + values;
  }
}
