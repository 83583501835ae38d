package io.propolis.glue.translate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times: milliseconds since the epoch, 0 for none, on the catalog's side. */
final class Times {
  private Times() {}

  static long millis(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli();
  }

  static @Nullable Instant instant(long millis) {
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  /** As {@link io.propolis.glue.codec.PojoWriter} writes it; leaves none out. */
  static void write(JsonGenerator json, String member, long millis) throws IOException {
    if (millis == 0) {
      return;
    }
    json.writeFieldName(member);
    if (millis % 1_000 == 0) {
      json.writeNumber(millis / 1_000);
    } else {
      json.writeNumber(BigDecimal.valueOf(millis, 3));
    }
  }
}
