package io.propolis.crawlers.sources.jdbc;

import io.propolis.catalog.connections.SourceTable.SourceColumn;
import io.propolis.crawlers.schema.HiveType;
import io.propolis.crawlers.schema.HiveType.Array;
import io.propolis.crawlers.schema.HiveType.Decimal;
import io.propolis.crawlers.schema.HiveType.MapOf;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.util.Locale;
import java.util.Map;

/**
 * Types of MySQL, MariaDB and PostgreSQL as the narrowest types that hold all their values. What
 * has no like (enumerations, JSON, UUIDs, times of day, intervals, addresses) is text.
 */
final class SqlTypes {
  private static final String UNSIGNED = " UNSIGNED";

  /** A number of any precision, as Spark takes it. */
  private static final Decimal ANY_NUMBER = new Decimal(Decimal.MAX_PRECISION, 18);

  private static final Map<String, HiveType> PLAIN =
      Map.ofEntries(
          Map.entry("BOOL", Primitive.BOOLEAN),
          Map.entry("BOOLEAN", Primitive.BOOLEAN),
          Map.entry("TINYINT", Primitive.TINYINT),
          Map.entry("SMALLINT", Primitive.SMALLINT),
          Map.entry("INT2", Primitive.SMALLINT),
          Map.entry("SMALLSERIAL", Primitive.SMALLINT),
          Map.entry("MEDIUMINT", Primitive.INT),
          Map.entry("INT", Primitive.INT),
          Map.entry("INTEGER", Primitive.INT),
          Map.entry("INT4", Primitive.INT),
          Map.entry("SERIAL", Primitive.INT),
          Map.entry("YEAR", Primitive.INT),
          Map.entry("BIGINT", Primitive.BIGINT),
          Map.entry("INT8", Primitive.BIGINT),
          Map.entry("BIGSERIAL", Primitive.BIGINT),
          Map.entry("OID", Primitive.BIGINT),
          Map.entry("FLOAT", Primitive.FLOAT),
          Map.entry("FLOAT4", Primitive.FLOAT),
          Map.entry("REAL", Primitive.FLOAT),
          Map.entry("DOUBLE", Primitive.DOUBLE),
          Map.entry("FLOAT8", Primitive.DOUBLE),
          Map.entry("DATE", Primitive.DATE),
          Map.entry("DATETIME", Primitive.TIMESTAMP),
          Map.entry("TIMESTAMP", Primitive.TIMESTAMP),
          Map.entry("TIMESTAMPTZ", Primitive.TIMESTAMP),
          Map.entry("BYTEA", Primitive.BINARY),
          Map.entry("BINARY", Primitive.BINARY),
          Map.entry("VARBINARY", Primitive.BINARY),
          Map.entry("TINYBLOB", Primitive.BINARY),
          Map.entry("BLOB", Primitive.BINARY),
          Map.entry("MEDIUMBLOB", Primitive.BINARY),
          Map.entry("LONGBLOB", Primitive.BINARY),
          Map.entry("GEOMETRY", Primitive.BINARY),
          Map.entry("HSTORE", new MapOf(Primitive.STRING, Primitive.STRING)));

  /** Of whole numbers without a sign, the next wider type: Hive has none of its own. */
  private static final Map<String, HiveType> UNSIGNED_WHOLE =
      Map.of(
          "TINYINT",
          Primitive.SMALLINT,
          "SMALLINT",
          Primitive.INT,
          "MEDIUMINT",
          Primitive.INT,
          "INT",
          Primitive.BIGINT,
          "INTEGER",
          Primitive.BIGINT,
          "BIGINT",
          new Decimal(20, 0));

  private SqlTypes() {}

  static HiveType of(SourceColumn column) {
    var name = column.type().toUpperCase(Locale.ROOT);
    if (name.startsWith("_")) {
      // PostgreSQL keeps no digits for the elements of an array.
      return new Array(of(name.substring(1), 0, 0));
    }
    // MySQL's BIT is a number of up to 64 bits; PostgreSQL's is a text of 0 and 1.
    if (column.type().equals("BIT") && column.size() > 1) {
      return column.size() < Long.SIZE ? Primitive.BIGINT : new Decimal(20, 0);
    }
    return of(name, column.size(), column.scale());
  }

  private static HiveType of(String name, int size, int scale) {
    var unsigned = name.endsWith(UNSIGNED);
    var signed = unsigned ? name.substring(0, name.length() - UNSIGNED.length()) : name;
    if (unsigned && UNSIGNED_WHOLE.containsKey(signed)) {
      return UNSIGNED_WHOLE.get(signed);
    }
    return switch (signed) {
      case "DECIMAL", "NUMERIC" -> decimal(size, scale);
      case "BIT" -> size <= 1 ? Primitive.BOOLEAN : Primitive.STRING;
      default -> PLAIN.getOrDefault(signed, Primitive.STRING);
    };
  }

  /** PostgreSQL's numeric without limits states more digits than any column may have. */
  private static HiveType decimal(int precision, int scale) {
    if (precision <= 0 || precision > 1000) {
      return ANY_NUMBER;
    }
    return precision <= Decimal.MAX_PRECISION && scale >= 0 && scale <= precision
        ? new Decimal(precision, scale)
        : Primitive.STRING;
  }
}
