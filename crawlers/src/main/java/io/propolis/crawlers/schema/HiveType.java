package io.propolis.crawlers.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A column type, in the terms that Hive, Spark and Trino share. Immutable. */
public sealed interface HiveType {
  /** Hive's type syntax ({@code struct<a:int,b:array<string>>}). */
  String hive();

  /** Types without parts. */
  enum Primitive implements HiveType {
    /** Only nulls were seen; declared as string and neutral when widened. */
    UNKNOWN("string", "string"),
    BOOLEAN("boolean", "boolean"),
    TINYINT("tinyint", "byte"),
    SMALLINT("smallint", "short"),
    INT("int", "integer"),
    BIGINT("bigint", "long"),
    FLOAT("float", "float"),
    DOUBLE("double", "double"),
    STRING("string", "string"),
    BINARY("binary", "binary"),
    DATE("date", "date"),
    TIMESTAMP("timestamp", "timestamp");

    private final String hive;
    private final String spark;

    Primitive(String hive, String spark) {
      this.hive = hive;
      this.spark = spark;
    }

    @Override
    public String hive() {
      return hive;
    }

    /** The one that Hive's syntax calls so; empty for types with parts. */
    public static Optional<Primitive> named(String hive) {
      return Arrays.stream(values()).filter(p -> p != UNKNOWN && p.hive.equals(hive)).findFirst();
    }

    /** The name in Spark's JSON form of schemas. */
    String spark() {
      return spark;
    }
  }

  /** Fixed-point numbers of up to 38 digits. */
  record Decimal(int precision, int scale) implements HiveType {
    public static final int MAX_PRECISION = 38;

    @Override
    public String hive() {
      return "decimal(" + precision + "," + scale + ")";
    }
  }

  /** {@code char(n)} or {@code varchar(n)}. */
  record Characters(String kind, int length) implements HiveType {
    @Override
    public String hive() {
      return kind + "(" + length + ")";
    }
  }

  /** A list of values of one type. */
  record Array(HiveType element) implements HiveType {
    @Override
    public String hive() {
      return "array<" + element.hive() + ">";
    }
  }

  /** Values of one type by key. */
  record MapOf(HiveType key, HiveType value) implements HiveType {
    @Override
    public String hive() {
      return "map<" + key.hive() + "," + value.hive() + ">";
    }
  }

  /** Named fields; names keep their case. */
  record Struct(List<Field> fields) implements HiveType {
    public Struct {
      fields = List.copyOf(fields);
    }

    @Override
    public String hive() {
      return fields.stream()
          .map(f -> f.name() + ":" + f.type().hive())
          .collect(Collectors.joining(",", "struct<", ">"));
    }
  }

  /** One of several types (Avro, ORC). */
  record Union(List<HiveType> options) implements HiveType {
    public Union {
      options = List.copyOf(options);
    }

    @Override
    public String hive() {
      return options.stream()
          .map(HiveType::hive)
          .collect(Collectors.joining(",", "uniontype<", ">"));
    }
  }
}
