package io.propolis.thrift.encode;

import io.propolis.thrift.wire.Encoding;
import java.util.Arrays;
import java.util.List;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.transport.TMemoryBuffer;

/**
 * What the generated writer makes of a struct, cut where values are put in later. So the bytes
 * around the values are the generated writer's own, in every encoding.
 */
final class Template {
  private static final int USUAL_BYTES = 4096;
  private static final int MAX_DEPTH = 16;

  private final byte[][] parts;

  private Template(byte[][] parts) {
    this.parts = parts;
  }

  /** The numbers of nested fields, from the outermost; what is in a list counts no level. */
  record Path(int... fields) {
    static Path of(int... fields) {
      return new Path(fields);
    }
  }

  /**
   * The struct without the values of these fields, which it must have, in the order in which they
   * are written.
   */
  static Template of(Encoding encoding, TBase<?, ?> struct, Path... holes) {
    try {
      var buffer = new TMemoryBuffer(USUAL_BYTES);
      var places = new Places(encoding.over(buffer), buffer, holes);
      struct.write(places);
      return new Template(places.cut(Arrays.copyOf(buffer.getArray(), buffer.length())));
    } catch (TException e) {
      throw new IllegalStateException("Cannot be written: " + struct, e);
    }
  }

  /** The bytes before the value {@code index}; after the last one, the rest. */
  byte[] part(int index) {
    return parts[index];
  }

  /** Length of all parts, in bytes. */
  int bytes() {
    int sum = 0;
    for (var part : parts) {
      sum += part.length;
    }
    return sum;
  }

  /** Notes where the values of fields begin and end. */
  private static final class Places extends TProtocolDecorator {
    private final TMemoryBuffer buffer;
    private final List<Path> holes;
    private final int[] begins;
    private final int[] ends;
    private final int[] path = new int[MAX_DEPTH];
    private int depth;

    Places(TProtocol protocol, TMemoryBuffer buffer, Path... holes) {
      super(protocol);
      this.buffer = buffer;
      this.holes = List.of(holes);
      this.begins = new int[holes.length];
      this.ends = new int[holes.length];
      Arrays.fill(begins, -1);
    }

    @Override
    public void writeFieldBegin(TField field) throws TException {
      super.writeFieldBegin(field);
      path[depth++] = field.id;
      int hole = hole();
      if (hole >= 0 && begins[hole] < 0) {
        begins[hole] = buffer.length();
      }
    }

    @Override
    public void writeFieldEnd() throws TException {
      super.writeFieldEnd();
      int hole = hole();
      if (hole >= 0) {
        ends[hole] = buffer.length();
      }
      depth--;
    }

    private int hole() {
      for (int i = 0; i < holes.size(); i++) {
        var fields = holes.get(i).fields();
        if (fields.length == depth && Arrays.equals(fields, 0, depth, path, 0, depth)) {
          return i;
        }
      }
      return -1;
    }

    private byte[][] cut(byte[] whole) {
      var parts = new byte[begins.length + 1][];
      int from = 0;
      for (int i = 0; i < begins.length; i++) {
        if (begins[i] < from) {
          throw new IllegalArgumentException("No value to leave out at " + holes.get(i));
        }
        parts[i] = Arrays.copyOfRange(whole, from, begins[i]);
        from = ends[i];
      }
      parts[begins.length] = Arrays.copyOfRange(whole, from, whole.length);
      return parts;
    }
  }
}
