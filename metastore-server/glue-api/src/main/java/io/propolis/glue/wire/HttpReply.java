package io.propolis.glue.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer of HTTP.
 *
 * @param body writes it; nothing but the connection may fail while it does
 */
public record HttpReply(int status, Map<String, String> headers, Body body) {
  /** Writes the bytes of an answer. */
  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  static HttpReply text(int status, Map<String, String> headers, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return new HttpReply(status, headers, out -> out.write(bytes));
  }
}
