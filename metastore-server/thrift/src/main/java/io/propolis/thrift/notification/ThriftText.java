package io.propolis.thrift.notification;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TJSONProtocol;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.apache.thrift.transport.TTransportException;

/**
 * Writes objects in Thrift's JSON, as {@link TJSONProtocol} does, straight into a text: that one
 * writes byte by byte, which is most of the time that an event takes.
 */
final class ThriftText extends TJSONProtocol {
  private static final String[] TYPES = new String[TType.LIST + 1];

  static {
    TYPES[TType.BOOL] = "tf";
    TYPES[TType.BYTE] = "i8";
    TYPES[TType.I16] = "i16";
    TYPES[TType.I32] = "i32";
    TYPES[TType.I64] = "i64";
    TYPES[TType.DOUBLE] = "dbl";
    TYPES[TType.STRUCT] = "rec";
    TYPES[TType.STRING] = "str";
    TYPES[TType.MAP] = "map";
    TYPES[TType.SET] = "set";
    TYPES[TType.LIST] = "lst";
  }

  private final StringBuilder text = new StringBuilder(1 << 12);

  /** What stands before the next value on each level; see {@link #separate}. */
  private byte[] levels = new byte[16];

  private int level;

  private static final byte ALONE = 0;
  private static final byte FIRST_OF_LIST = 1;
  private static final byte NEXT_OF_LIST = 2;
  private static final byte FIRST_KEY = 3;
  private static final byte KEY = 4;
  private static final byte VALUE = 5;

  /** What stands for a quote and for a backslash of the JSON. */
  private final String quote;

  private final String backslash;

  private ThriftText(String quote, String backslash) throws TTransportException {
    super(new TMemoryBuffer(0));
    this.quote = quote;
    this.backslash = backslash;
  }

  static String of(TBase<?, ?> object) {
    return text(object, "\"", "\\");
  }

  /** The same as a text within JSON, with the quotes around it. */
  static String embedded(TBase<?, ?> object) {
    return '"' + text(object, "\\\"", "\\\\") + '"';
  }

  private static String text(TBase<?, ?> object, String quote, String backslash) {
    try {
      var out = new ThriftText(quote, backslash);
      object.write(out);
      return out.text.toString();
    } catch (TException e) {
      throw new IllegalStateException("Cannot write as JSON: " + object, e);
    }
  }

  /** Writes what stands before a value. Returns whether it is the key of an object. */
  private boolean separate() {
    switch (levels[level]) {
      case FIRST_OF_LIST -> levels[level] = NEXT_OF_LIST;
      case NEXT_OF_LIST -> text.append(',');
      case FIRST_KEY -> {
        levels[level] = VALUE;
        return true;
      }
      case KEY -> {
        text.append(',');
        levels[level] = VALUE;
        return true;
      }
      case VALUE -> {
        text.append(':');
        levels[level] = KEY;
      }
      default -> {
        // ALONE: nothing stands beside it.
      }
    }
    return false;
  }

  private void open(char bracket, byte first) {
    separate();
    text.append(bracket);
    level++;
    if (level == levels.length) {
      levels = Arrays.copyOf(levels, 2 * level);
    }
    levels[level] = first;
  }

  private void close(char bracket) {
    levels[level] = ALONE;
    level--;
    text.append(bracket);
  }

  /** Names of types: nothing in them needs an escape. */
  private void name(byte type) throws TException {
    if (type < 0 || type >= TYPES.length || TYPES[type] == null) {
      throw new TProtocolException(TProtocolException.NOT_IMPLEMENTED, "Unrecognized type");
    }
    separate();
    text.append(quote).append(TYPES[type]).append(quote);
  }

  private void number(long value) {
    if (separate()) {
      text.append(quote).append(value).append(quote);
    } else {
      text.append(value);
    }
  }

  @Override
  public void writeStructBegin(TStruct struct) {
    open('{', FIRST_KEY);
  }

  @Override
  public void writeStructEnd() {
    close('}');
  }

  @Override
  public void writeFieldBegin(TField field) throws TException {
    number(field.id);
    open('{', FIRST_KEY);
    name(field.type);
  }

  @Override
  public void writeFieldEnd() {
    close('}');
  }

  @Override
  public void writeFieldStop() {
    // The bracket says it.
  }

  @Override
  public void writeMapBegin(TMap map) throws TException {
    open('[', FIRST_OF_LIST);
    name(map.keyType);
    name(map.valueType);
    number(map.size);
    open('{', FIRST_KEY);
  }

  @Override
  public void writeMapEnd() {
    close('}');
    close(']');
  }

  @Override
  public void writeListBegin(TList list) throws TException {
    elements(list.elemType, list.size);
  }

  private void elements(byte type, int size) throws TException {
    open('[', FIRST_OF_LIST);
    name(type);
    number(size);
  }

  @Override
  public void writeListEnd() {
    close(']');
  }

  @Override
  public void writeSetBegin(TSet set) throws TException {
    elements(set.elemType, set.size);
  }

  @Override
  public void writeSetEnd() {
    close(']');
  }

  @Override
  public void writeBool(boolean value) {
    number(value ? 1 : 0);
  }

  @Override
  public void writeByte(byte value) {
    number(value);
  }

  @Override
  public void writeI16(short value) {
    number(value);
  }

  @Override
  public void writeI32(int value) {
    number(value);
  }

  @Override
  public void writeI64(long value) {
    number(value);
  }

  @Override
  public void writeDouble(double value) {
    boolean isKey = separate();
    if (isKey || Double.isNaN(value) || Double.isInfinite(value)) {
      text.append(quote).append(value).append(quote);
    } else {
      text.append(value);
    }
  }

  @Override
  public void writeString(String value) {
    separate();
    text.append(quote);
    int plain = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        text.append(value, plain, i);
        escape(c);
        plain = i + 1;
      }
    }
    text.append(value, plain, value.length()).append(quote);
  }

  private void escape(char c) {
    text.append(backslash);
    switch (c) {
      case '\b' -> text.append('b');
      case '\t' -> text.append('t');
      case '\n' -> text.append('n');
      case '\f' -> text.append('f');
      case '\r' -> text.append('r');
      case '"' -> text.append(quote);
      case '\\' -> text.append(backslash);
      default ->
          text.append("u00")
              .append(Character.forDigit(c >> 4, 16))
              .append(Character.forDigit(c & 0xf, 16));
    }
  }

  @Override
  public void writeBinary(ByteBuffer bytes) {
    separate();
    var encoded = Base64.getEncoder().withoutPadding().encode(bytes.duplicate()).array();
    text.append(quote).append(new String(encoded, StandardCharsets.ISO_8859_1)).append(quote);
  }
}
