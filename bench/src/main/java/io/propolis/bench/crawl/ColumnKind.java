package io.propolis.bench.crawl;

import java.util.Locale;

/** What a column holds, as far as the type systems of Hive, Spark and DuckDB have it in common. */
enum ColumnKind {
  BOOLEAN,
  /** Whole numbers of 32 bits. */
  INT,
  /** Whole numbers of 64 bits. */
  BIGINT,
  FRACTION,
  DATE,
  TIMESTAMP,
  TEXT,
  ARRAY,
  MAP,
  STRUCT,
  OTHER;

  /** The kind of a type in the notation of any of them. */
  static ColumnKind of(String type) {
    var name = type.toLowerCase(Locale.ROOT);
    if (name.startsWith("array") || name.endsWith("[]")) {
      return ARRAY;
    }
    var plain = name.replaceAll("[^a-z].*", "");
    return switch (plain) {
      case "boolean" -> BOOLEAN;
      case "tinyint", "smallint", "int", "integer" -> INT;
      case "bigint" -> BIGINT;
      case "float", "double", "decimal" -> FRACTION;
      case "date" -> DATE;
      case "timestamp" -> TIMESTAMP;
      case "string", "varchar" -> TEXT;
      case "map" -> MAP;
      case "struct" -> STRUCT;
      default -> OTHER;
    };
  }

  /** Whether the other kind holds all values of this one, as what they are. */
  boolean isHeldBy(ColumnKind other) {
    return this == other || (this == INT && other == BIGINT);
  }
}
