package io.propolis.thrift.wire;

import java.util.Arrays;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;

/**
 * Reads {@code fire_listener_event} of any generation. Hive 3 put a flag in front of the fields of
 * {@code InsertEventRequestData}: a list at the place of the flag is the files of a Hive 2 client,
 * with the checksums behind them.
 */
final class OldInserts extends TProtocolDecorator {
  static final String METHOD = "fire_listener_event";

  private static final short[] INSERT_DATA = {1, 2, 1};

  private final short[] path = new short[INSERT_DATA.length];
  private int depth;
  private boolean old;

  OldInserts(TProtocol protocol) {
    super(protocol);
  }

  @Override
  public TStruct readStructBegin() throws TException {
    depth++;
    return super.readStructBegin();
  }

  @Override
  public void readStructEnd() throws TException {
    depth--;
    super.readStructEnd();
  }

  @Override
  public TField readFieldBegin() throws TException {
    var field = super.readFieldBegin();
    if (depth <= path.length) {
      path[depth - 1] = field.id;
      return field;
    }
    if (field.type != TType.LIST || !isInInsertData()) {
      return field;
    }
    old |= field.id == 1;
    return old && field.id <= 2
        ? new TField(field.name, field.type, (short) (field.id + 1))
        : field;
  }

  private boolean isInInsertData() {
    return depth == path.length + 1 && Arrays.equals(path, INSERT_DATA);
  }
}
