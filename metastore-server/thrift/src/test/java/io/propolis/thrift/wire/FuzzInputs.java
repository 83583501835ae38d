package io.propolis.thrift.wire;

import io.propolis.thrift.api.ApiMethod;
import io.propolis.thrift.translate.RandomBeans;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;

/**
 * What hostile and broken clients send, from a seed: noise behind any first byte, calls that were
 * cut, spliced and altered, lengths that lie, fields of any type, nesting, and the openings of
 * SASL, TLS and HTTP.
 */
final class FuzzInputs {
  private static final int[] LENGTHS = {
    0,
    1,
    -1,
    4,
    127,
    128,
    65_535,
    1 << 20,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0x80010001
  };
  private static final int[] FIRST_BYTES = {0x00, 0x01, 0x16, 0x47, 0x50, 0x80, 0x82, 0xff, 0x7f};
  private static final byte[] TYPES = {
    TType.BOOL,
    TType.BYTE,
    TType.DOUBLE,
    TType.I16,
    TType.I32,
    TType.I64,
    TType.STRING,
    TType.STRUCT,
    TType.MAP,
    TType.SET,
    TType.LIST
  };
  private static final List<String> METHODS =
      List.of(
          "getName",
          "create_table",
          "add_partitions",
          "update_table_column_statistics",
          "lock",
          "alter_database",
          "fire_listener_event");

  private final Random random;
  private final List<byte[]> calls = new ArrayList<>();

  FuzzInputs(long seed) {
    random = new Random(seed);
    var beans = new RandomBeans(seed);
    for (int i = 0; i < 60; i++) {
      calls.add(call(METHODS.get(i % METHODS.size()), beans));
    }
  }

  byte[] next() {
    var input = new ByteArrayOutputStream();
    int parts = random.nextInt(4) == 0 ? 1 + random.nextInt(4) : 1;
    for (int i = 0; i < parts; i++) {
      input.writeBytes(part());
    }
    return input.toByteArray();
  }

  private byte[] part() {
    return switch (random.nextInt(12)) {
      case 0 -> noise(1 + random.nextInt(400));
      case 1 -> soup();
      case 2 -> framed(soup());
      case 3 -> sasl();
      case 4 -> opening();
      case 5 -> any(calls);
      case 6, 7 -> framed(altered(any(calls)));
      default -> altered(any(calls));
    };
  }

  private byte[] noise(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    bytes[0] = (byte) FIRST_BYTES[random.nextInt(FIRST_BYTES.length)];
    return bytes;
  }

  private byte[] any(List<byte[]> some) {
    return some.get(random.nextInt(some.size()));
  }

  private byte[] altered(byte[] call) {
    var bytes = call.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[place] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, 1 + place);
        case 3 -> {
          if (place + 4 <= bytes.length) {
            ByteBuffer.wrap(bytes).putInt(place, length());
          }
        }
        case 4 -> bytes = spliced(bytes, place, any(calls));
        default -> bytes = spliced(bytes, place, noise(1 + random.nextInt(40)));
      }
    }
    return bytes;
  }

  private byte[] spliced(byte[] into, int place, byte[] other) {
    int taken = Math.min(other.length, 1 + random.nextInt(200));
    var bytes = new byte[into.length + taken];
    System.arraycopy(into, 0, bytes, 0, place);
    System.arraycopy(other, other.length - taken, bytes, place, taken);
    System.arraycopy(into, place, bytes, place + taken, into.length - place);
    return bytes;
  }

  private int length() {
    return LENGTHS[random.nextInt(LENGTHS.length)];
  }

  /** Behind a length, which lies at times. */
  private byte[] framed(byte[] message) {
    int length = random.nextInt(5) == 0 ? length() : message.length;
    return ByteBuffer.allocate(message.length + 4).putInt(length).put(message).array();
  }

  private byte[] sasl() {
    var out = new ByteArrayOutputStream();
    out.writeBytes(status(1, random.nextInt(6) == 0 ? noise(8) : text("PLAIN")));
    out.writeBytes(status(random.nextInt(5) == 0 ? random.nextInt(256) : 5, text("\0bob\0secret")));
    for (int i = random.nextInt(4); i > 0; i--) {
      out.writeBytes(framed(altered(any(calls))));
    }
    return out.toByteArray();
  }

  private byte[] status(int status, byte[] payload) {
    int length = random.nextInt(8) == 0 ? length() : payload.length;
    return ByteBuffer.allocate(payload.length + 5)
        .put((byte) status)
        .putInt(length)
        .put(payload)
        .array();
  }

  private byte[] opening() {
    if (random.nextBoolean()) {
      return text("POST /metastore HTTP/1." + random.nextInt(3) + "\r\nContent-Length: 9\r\n\r\n");
    }
    var hello = noise(5 + random.nextInt(300));
    ByteBuffer.wrap(hello)
        .put((byte) 0x16)
        .put((byte) 3)
        .put((byte) random.nextInt(5))
        .putShort((short) (random.nextInt(3) == 0 ? random.nextInt() : hello.length - 5));
    if (hello.length > 6) {
      hello[5] = 1;
    }
    return hello;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private byte[] call(String method, RandomBeans beans) {
    return message(
        method,
        protocol ->
            beans.fill(ApiMethod.find(method).orElseThrow().newArguments()).write(protocol));
  }

  /** A call of any method with fields of any type, nested at times beyond every limit. */
  private byte[] soup() {
    var names = ApiMethod.names();
    var method =
        random.nextInt(3) == 0
            ? names.get(random.nextInt(names.size()))
            : METHODS.get(random.nextInt(METHODS.size()));
    return message(method, protocol -> struct(protocol, random.nextInt(20) == 0 ? 120 : 5));
  }

  private interface Body {
    void write(TProtocol protocol) throws TException;
  }

  private byte[] message(String method, Body body) {
    try {
      return written(method, body);
    } catch (TException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] written(String method, Body body) throws TException {
    var buffer = new TMemoryBuffer(512);
    var protocol =
        switch (random.nextInt(3)) {
          case 0 -> new TCompactProtocol(buffer);
          case 1 -> new TBinaryProtocol(buffer, false, false);
          default -> new TBinaryProtocol(buffer, false, true);
        };
    var type = random.nextInt(20) == 0 ? (byte) random.nextInt(8) : TMessageType.CALL;
    protocol.writeMessageBegin(new TMessage(method, type, random.nextInt()));
    body.write(protocol);
    protocol.writeMessageEnd();
    return Arrays.copyOf(buffer.getArray(), buffer.length());
  }

  private void struct(TProtocol protocol, int depth) throws TException {
    for (int i = random.nextInt(4); i >= 0; i--) {
      var type = type(depth);
      protocol.writeFieldBegin(new TField("", type, (short) (random.nextInt(24) - 2)));
      value(protocol, type, depth - 1);
      protocol.writeFieldEnd();
    }
    protocol.writeFieldStop();
  }

  private byte type(int depth) {
    if (depth > 20) {
      return random.nextBoolean() ? TType.LIST : TType.STRUCT; // straight down
    }
    return TYPES[random.nextInt(depth > 0 ? TYPES.length : 7)];
  }

  private void value(TProtocol protocol, byte type, int depth) throws TException {
    switch (type) {
      case TType.BOOL -> protocol.writeBool(random.nextBoolean());
      case TType.BYTE -> protocol.writeByte((byte) random.nextInt());
      case TType.DOUBLE -> protocol.writeDouble(random.nextDouble());
      case TType.I16 -> protocol.writeI16((short) random.nextInt());
      case TType.I32 -> protocol.writeI32(random.nextInt());
      case TType.I64 -> protocol.writeI64(random.nextLong());
      case TType.STRING -> protocol.writeBinary(ByteBuffer.wrap(noise(1 + random.nextInt(30))));
      case TType.STRUCT -> {
        protocol.writeStructBegin(null);
        if (depth > 20) {
          protocol.writeFieldBegin(new TField("", TType.STRUCT, (short) 1));
          value(protocol, TType.STRUCT, depth - 1);
          protocol.writeFieldStop();
        } else {
          struct(protocol, depth);
        }
        protocol.writeStructEnd();
      }
      case TType.MAP -> {
        int size = announced(2);
        var key = type(0);
        var item = type(depth);
        protocol.writeMapBegin(new TMap(key, item, size));
        for (int i = 0; i < Math.min(size, 2); i++) {
          value(protocol, key, 0);
          value(protocol, item, depth - 1);
        }
      }
      default -> {
        int size = depth > 20 ? 1 : announced(3);
        var item = type(depth);
        protocol.writeListBegin(new TList(item, size));
        for (int i = 0; i < Math.min(size, 3); i++) {
          value(protocol, item, depth - 1);
        }
      }
    }
  }

  /** How many elements are said to follow. */
  private int announced(int most) {
    return random.nextInt(10) == 0 ? Math.abs(length() / 2) : random.nextInt(most + 1);
  }
}
