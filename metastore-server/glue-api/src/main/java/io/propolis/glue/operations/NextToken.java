package io.propolis.glue.operations;

import io.propolis.glue.codec.JsonBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The last member of a page that is not the last one. */
final class NextToken {
  private static final byte[] MEMBER = ",\"NextToken\":".getBytes(StandardCharsets.UTF_8);

  private NextToken() {}

  /** Behind other members. */
  static void write(JsonBytes out, @Nullable String token) throws IOException {
    if (token != null) {
      out.raw(MEMBER);
      out.text(token);
    }
  }
}
