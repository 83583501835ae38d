package io.propolis.crawlers.formats;

import java.util.Locale;

/** The formats that crawlers read. */
public enum FileFormat {
  PARQUET,
  ORC,
  AVRO,
  JSON,
  CSV,
  /** Lines that a grok classifier's pattern matches; its classification is the classifier's. */
  GROK;

  /** Glue's {@code classification}. */
  public String classification() {
    return name().toLowerCase(Locale.ROOT);
  }
}
