package io.propolis.crawlers.formats;

import java.util.Locale;

/** How a whole file is packed. */
public enum Compression {
  NONE,
  GZIP;

  /** Glue's {@code compressionType}. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
