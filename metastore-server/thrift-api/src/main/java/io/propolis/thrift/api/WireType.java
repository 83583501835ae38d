package io.propolis.thrift.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;

/** How a value is read and written: the few types the dropped calls are made of. */
abstract class WireType {
  static final WireType STRING =
      new WireType(TType.STRING) {
        @Override
        Object read(TProtocol in) throws TException {
          return in.readString();
        }

        @Override
        void write(TProtocol out, Object value) throws TException {
          out.writeString((String) value);
        }
      };

  static final WireType BOOL =
      new WireType(TType.BOOL) {
        @Override
        Object read(TProtocol in) throws TException {
          return in.readBool();
        }

        @Override
        void write(TProtocol out, Object value) throws TException {
          out.writeBool((Boolean) value);
        }
      };

  static final WireType I16 =
      new WireType(TType.I16) {
        @Override
        Object read(TProtocol in) throws TException {
          return in.readI16();
        }

        @Override
        void write(TProtocol out, Object value) throws TException {
          out.writeI16((Short) value);
        }
      };

  static final WireType I32 =
      new WireType(TType.I32) {
        @Override
        Object read(TProtocol in) throws TException {
          return in.readI32();
        }

        @Override
        void write(TProtocol out, Object value) throws TException {
          out.writeI32((Integer) value);
        }
      };

  private final byte code;

  private WireType(byte code) {
    this.code = code;
  }

  byte code() {
    return code;
  }

  abstract Object read(TProtocol in) throws TException;

  abstract void write(TProtocol out, Object value) throws TException;

  static WireType struct(Supplier<? extends TBase<?, ?>> empty) {
    return new WireType(TType.STRUCT) {
      @Override
      Object read(TProtocol in) throws TException {
        var struct = empty.get();
        struct.read(in);
        return struct;
      }

      @Override
      void write(TProtocol out, Object value) throws TException {
        ((TBase<?, ?>) value).write(out);
      }
    };
  }

  static WireType list(WireType element) {
    return new WireType(TType.LIST) {
      @Override
      Object read(TProtocol in) throws TException {
        var header = in.readListBegin();
        var values = new ArrayList<Object>(Math.min(header.size, 1024));
        for (int i = 0; i < header.size; i++) {
          values.add(element.read(in));
        }
        in.readListEnd();
        return values;
      }

      @Override
      void write(TProtocol out, Object value) throws TException {
        var values = (List<?>) value;
        out.writeListBegin(new TList(element.code(), values.size()));
        for (var each : values) {
          element.write(out, each);
        }
        out.writeListEnd();
      }
    };
  }

  static WireType map(WireType key, WireType value) {
    return new MapType(key, value);
  }

  private static final class MapType extends WireType {
    private final WireType key;
    private final WireType value;

    MapType(WireType key, WireType value) {
      super(TType.MAP);
      this.key = key;
      this.value = value;
    }

    @Override
    Object read(TProtocol in) throws TException {
      var header = in.readMapBegin();
      var entries = new LinkedHashMap<Object, Object>();
      for (int i = 0; i < header.size; i++) {
        var readKey = key.read(in);
        entries.put(readKey, value.read(in));
      }
      in.readMapEnd();
      return entries;
    }

    @Override
    void write(TProtocol out, Object map) throws TException {
      var entries = (Map<?, ?>) map;
      out.writeMapBegin(new TMap(key.code(), value.code(), entries.size()));
      for (var entry : entries.entrySet()) {
        key.write(out, entry.getKey());
        value.write(out, entry.getValue());
      }
      out.writeMapEnd();
    }
  }
}
