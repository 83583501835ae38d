package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.Scalar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What each format can hold, and who writes it. Ion and BSON are not here: the SerDe of Ion, which
 * reads it in Spark, is not on every mirror of Maven Central, and no SerDe reads BSON on Hadoop 3.
 */
public enum Format {
  PARQUET(
      EnumSet.allOf(Scalar.class),
      EnumSet.allOf(Part.class),
      Names.ANY,
      Names.IN_TYPES,
      ChronoUnit.MICROS,
      ParquetRows::write),
  ORC(
      EnumSet.allOf(Scalar.class),
      EnumSet.allOf(Part.class),
      Names.ANY,
      Names.IN_TYPES,
      ChronoUnit.MICROS,
      OrcRows::write),
  AVRO(
      EnumSet.complementOf(EnumSet.of(Scalar.BYTE, Scalar.SHORT)),
      EnumSet.allOf(Part.class),
      Names.PLAIN,
      Names.PLAIN,
      ChronoUnit.MILLIS,
      AvroRows::write),
  JSON(
      Names.SHOWN,
      EnumSet.of(Part.LIST, Part.MAP, Part.STRUCT),
      Names.ANY,
      Names.IN_TYPES,
      ChronoUnit.MILLIS,
      JsonRows::write),
  CSV(
      Names.SHOWN,
      EnumSet.noneOf(Part.class),
      Names.ANY,
      Names.PLAIN,
      ChronoUnit.SECONDS,
      DelimitedRows::write),
  XML(
      Names.SHOWN,
      EnumSet.of(Part.LIST, Part.STRUCT),
      Names.OF_ELEMENTS,
      Names.PLAIN,
      ChronoUnit.SECONDS,
      XmlRows::write);

  /** What types are made of besides scalars. */
  enum Part {
    DECIMAL,
    LIST,
    MAP,
    STRUCT
  }

  /** Writes a file of rows by the format's own library. */
  interface Writer {
    /**
     * Writes rows that the table has.
     *
     * @param seed chooses among the ways in which the format can hold them; the same for all files
     *     of a table
     */
    void write(RandomTable table, List<List<Object>> rows, Path file, long seed) throws IOException;
  }

  final Set<Scalar> scalars;
  final Set<Part> parts;
  final List<String> columnNames;
  final List<String> fieldNames;
  final ChronoUnit precision;
  final Writer writer;

  Format(
      Set<Scalar> scalars,
      Set<Part> parts,
      List<String> columnNames,
      List<String> fieldNames,
      ChronoUnit precision,
      Writer writer) {
    this.scalars = scalars;
    this.parts = parts;
    this.columnNames = columnNames;
    this.fieldNames = fieldNames;
    this.precision = precision;
    this.writer = writer;
  }

  public String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether values have no type of their own in the files, where an absent one is an empty one. */
  boolean isText() {
    return this == CSV || this == XML;
  }

  /** Names that are told apart without regard to case. */
  private static final class Names {
    static final List<String> PLAIN =
        List.of("a", "id2", "Mixed", "UPPER", "under_score", "select", "order", "x1", "camelCase");

    /** Hive's syntax of types has them in structs. */
    static final List<String> IN_TYPES =
        List.of("a", "Mixed", "UPPER", "größe", "数据", "under_score", "select", "timestamp", "x1");

    static final List<String> ANY =
        List.of(
            "a",
            "Mixed",
            "UPPER",
            "größe",
            "数据",
            "a b",
            "x-y",
            "a.b",
            "$dollar",
            "select",
            "1st",
            "per%cent",
            "at@",
            "(braces)",
            "under_score",
            "q?",
            "quo'te",
            "plus+",
            "camelCase");

    static final List<String> OF_ELEMENTS =
        List.of("a", "Mixed", "UPPER", "größe", "x-y", "a.b", "under_score", "camelCase", "select");

    /** Types that text shows by itself. */
    static final Set<Scalar> SHOWN =
        EnumSet.of(
            Scalar.BOOLEAN,
            Scalar.INT,
            Scalar.LONG,
            Scalar.DOUBLE,
            Scalar.STRING,
            Scalar.DATE,
            Scalar.TIMESTAMP);
  }
}
