package io.propolis.glue.codec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * JSON on its way to a client, as bytes: what was written before is copied, texts are escaped, and
 * what has no short cut is left to a generator. For one thread. Long answers are made of it because
 * they cost what copying costs; {@code ./propolis bench --glue} measures them.
 */
public final class JsonBytes {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FIRST = 8 << 10;

  /** Large pieces are handed to a connection as they are, and few. */
  private static final int MOST = 128 << 10;

  private final OutputStream target;
  private byte[] buffer = new byte[FIRST];
  private int length;

  public JsonBytes(OutputStream target) {
    this.target = target;
  }

  /** Writes with a generator. */
  @FunctionalInterface
  public interface Writing {
    void writeTo(JsonGenerator json) throws IOException;
  }

  /** Bytes that are JSON where they are put. */
  public void raw(byte[] utf8) throws IOException {
    put(utf8, 0, utf8.length);
  }

  public void raw(Encoded encoded) throws IOException {
    raw(encoded.asUnquotedUTF8());
  }

  /** A character of ASCII. */
  public void raw(char c) throws IOException {
    reserve(1);
    buffer[length++] = (byte) c;
  }

  private void put(byte[] bytes, int offset, int count) throws IOException {
    if (count > buffer.length - length) {
      if (count > MOST) {
        flush();
        target.write(bytes, offset, count);
        return;
      }
      reserve(count);
    }
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  /** Makes room for so many bytes, {@link #MOST} at most. */
  private void reserve(int count) throws IOException {
    if (count <= buffer.length - length) {
      return;
    }
    if (length + count > MOST) {
      flush();
    }
    if (count > buffer.length - length) {
      buffer = Arrays.copyOf(buffer, Math.min(MOST, Math.max(buffer.length * 2, length + count)));
    }
  }

  /** A text, in quotes. */
  public void text(String text) throws IOException {
    int count = text.length();
    if (count > MOST - 2) {
      quoted(text);
      return;
    }
    reserve(count + 2);
    var bytes = buffer;
    int at = length;
    bytes[at++] = '"';
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        quoted(text);
        return;
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '"';
    length = at;
  }

  /** One with characters that are not written as they are. */
  private void quoted(String text) throws IOException {
    raw('"');
    raw(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    raw('"');
  }

  /** What a generator writes. */
  public void generated(Writing writing) throws IOException {
    try (var json = JSON.createGenerator(new Piece(), JsonEncoding.UTF8)) {
      json.setCodec(PojoWriter.JSON);
      writing.writeTo(json);
    }
  }

  /**
   * Members of an object as they stand behind others of it, each with a comma before: to be kept,
   * and put where they are wanted.
   */
  public static byte[] members(Writing writing) {
    var bytes = new ByteArrayOutputStream();
    try (var json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.setCodec(PojoWriter.JSON);
      json.writeStartObject();
      writing.writeTo(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var object = bytes.toByteArray();
    if (object.length == 2) {
      return new byte[0];
    }
    object[0] = ',';
    return Arrays.copyOf(object, object.length - 1);
  }

  /** Hands over what is left. */
  public void flush() throws IOException {
    if (length > 0) {
      target.write(buffer, 0, length);
      length = 0;
    }
  }

  /** What generators write to; its end is not that of the answer. */
  private final class Piece extends OutputStream {
    @Override
    public void write(int octet) throws IOException {
      raw((char) (octet & 0xFF));
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      put(bytes, offset, count);
    }
  }
}
