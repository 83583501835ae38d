package io.propolis.crawlers.formats;

import java.util.Locale;

/** The formats that crawlers read. */
public enum FileFormat {
  PARQUET,
  ORC,
  AVRO,
  JSON,
  BSON,
  XML,
  ION,
  CSV,
  /** Lines that a pattern matches; its classification is that of the classifier which has it. */
  GROK;

  /** Glue's {@code classification}. */
  public String classification() {
    return name().toLowerCase(Locale.ROOT);
  }
}
