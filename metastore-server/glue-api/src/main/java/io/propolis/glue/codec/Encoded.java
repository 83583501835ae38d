package io.propolis.glue.codec;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;

/**
 * JSON that was written before, to be put into other JSON as it is: by {@link
 * JsonGenerator#writeRawValue(SerializableString)}, or, for a part of a value, by {@link
 * JsonGenerator#writeRaw(SerializableString)}.
 */
public final class Encoded implements SerializableString {
  private static final JsonFactory JSON = new JsonFactory();

  private final byte[] utf8;

  private Encoded(byte[] utf8) {
    this.utf8 = utf8;
  }

  /** An object of the SDK's, with what was noted beside it. */
  public static Encoded of(SdkPojo object, Unknown unknown) {
    var bytes = new ByteArrayOutputStream(1_024);
    try (var json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.setCodec(PojoWriter.JSON);
      new PojoWriter(json, unknown).write(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Encoded(bytes.toByteArray());
  }

  static Encoded ofText(String json) {
    return new Encoded(json.getBytes(StandardCharsets.UTF_8));
  }

  /** In bytes. */
  public int length() {
    return utf8.length;
  }

  @Override
  public String getValue() {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  @Override
  public int charLength() {
    return getValue().length();
  }

  @Override
  public byte[] asUnquotedUTF8() {
    return utf8;
  }

  @Override
  public int appendUnquotedUTF8(byte[] buffer, int offset) {
    if (utf8.length > buffer.length - offset) {
      return -1;
    }
    System.arraycopy(utf8, 0, buffer, offset, utf8.length);
    return utf8.length;
  }

  @Override
  public int appendUnquoted(char[] buffer, int offset) {
    var text = getValue();
    if (text.length() > buffer.length - offset) {
      return -1;
    }
    text.getChars(0, text.length(), buffer, offset);
    return text.length();
  }

  @Override
  public int writeUnquotedUTF8(OutputStream out) throws IOException {
    out.write(utf8);
    return utf8.length;
  }

  @Override
  public int putUnquotedUTF8(ByteBuffer buffer) {
    if (utf8.length > buffer.remaining()) {
      return -1;
    }
    buffer.put(utf8);
    return utf8.length;
  }

  // It is JSON already: nobody may quote it.

  @Override
  public char[] asQuotedChars() {
    throw quoted();
  }

  @Override
  public byte[] asQuotedUTF8() {
    throw quoted();
  }

  @Override
  public int appendQuotedUTF8(byte[] buffer, int offset) {
    throw quoted();
  }

  @Override
  public int appendQuoted(char[] buffer, int offset) {
    throw quoted();
  }

  @Override
  public int writeQuotedUTF8(OutputStream out) {
    throw quoted();
  }

  @Override
  public int putQuotedUTF8(ByteBuffer buffer) {
    throw quoted();
  }

  private static UnsupportedOperationException quoted() {
    return new UnsupportedOperationException("JSON is not quoted");
  }
}
