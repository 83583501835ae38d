package io.propolis.glue.translate;

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
}
