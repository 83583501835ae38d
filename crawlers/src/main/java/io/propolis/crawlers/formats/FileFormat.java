package io.propolis.crawlers.formats;

import java.util.Locale;

/** The formats that crawlers read. */
public enum FileFormat {
  PARQUET,
  ORC,
  AVRO,
  JSON,
  CSV;

  /** Glue's {@code classification}. */
  public String classification() {
    return name().toLowerCase(Locale.ROOT);
  }
}
