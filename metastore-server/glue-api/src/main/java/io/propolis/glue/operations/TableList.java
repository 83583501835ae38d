package io.propolis.glue.operations;

import io.propolis.glue.codec.Encoded;
import io.propolis.glue.codec.JsonBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer that lists tables which were written before. */
record TableList(List<Encoded> tables, @Nullable String token) implements Answer {
  private static final byte[] BEGIN = "{\"TableList\":[".getBytes(StandardCharsets.UTF_8);

  @Override
  public void writeTo(JsonBytes out) throws IOException {
    out.raw(BEGIN);
    for (int i = 0; i < tables.size(); i++) {
      if (i > 0) {
        out.raw(',');
      }
      out.raw(tables.get(i));
    }
    out.raw(']');
    NextToken.write(out, token);
    out.raw('}');
  }
}
