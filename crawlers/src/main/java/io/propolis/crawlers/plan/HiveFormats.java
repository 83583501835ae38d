package io.propolis.crawlers.plan;

import io.propolis.crawlers.formats.CsvMerge.Dialect;
import io.propolis.crawlers.formats.CsvSample.Quoting;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.formats.MergedSchema.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Input format, output format and SerDe by file format, and what else engines must be told.
 *
 * <p>Hive and Trino read by SerDe. Spark reads Parquet, ORC and Avro so too; its Hive readers skip
 * no CSV header and have no JSON SerDe, so that CSV and JSON tables are data source tables for it.
 *
 * @param sparkProvider Spark's data source, absent where Spark reads by SerDe
 */
record HiveFormats(
    String inputFormat,
    String outputFormat,
    String serDe,
    Map<String, String> serDeParameters,
    Map<String, String> tableParameters,
    @Nullable String sparkProvider) {
  static final String TEXT_INPUT = "org.apache.hadoop.mapred.TextInputFormat";
  static final String TEXT_OUTPUT = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat";

  /** How many lines stand in front of the rows of a file. */
  static final String HEADER_LINES = "skip.header.line.count";

  static HiveFormats of(MergedSchema schema) {
    return switch (schema.format()) {
      case PARQUET ->
          binary(
              "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
              "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
              "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
      case ORC ->
          binary(
              "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
              "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
              "org.apache.hadoop.hive.ql.io.orc.OrcSerde");
      case AVRO -> avro(schema);
      case JSON -> json(schema);
      case BSON, ION, XML -> TreeFormats.of(schema);
      case CSV -> csv(schema);
      case GROK -> lines(schema);
    };
  }

  private static HiveFormats binary(String input, String output, String serDe) {
    return new HiveFormats(
        input, output, serDe, Map.of("serialization.format", "1"), Map.of(), null);
  }

  private static HiveFormats avro(MergedSchema schema) {
    if (!(schema.reading() instanceof Reading.Avro reading)) {
      throw new IllegalStateException("Avro without a schema");
    }
    var literal = reading.schema();
    return new HiveFormats(
        "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
        "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
        "org.apache.hadoop.hive.serde2.avro.AvroSerDe",
        Map.of("serialization.format", "1", "avro.schema.literal", literal),
        Map.of("avro.schema.literal", literal),
        null);
  }

  /** OpenX's SerDe is the one that maps names which Hive cannot hold. */
  private static HiveFormats json(MergedSchema schema) {
    boolean mapped =
        schema.columns().stream()
            .anyMatch(c -> !ColumnNames.normalised(c.name()).equalsIgnoreCase(c.name()));
    return new HiveFormats(
        TEXT_INPUT,
        TEXT_OUTPUT,
        mapped ? "org.openx.data.jsonserde.JsonSerDe" : "org.apache.hive.hcatalog.data.JsonSerDe",
        jsonOptions(schema),
        schema.reading() instanceof Reading.Json json && json.path() != null
            ? Map.of("jsonPath", json.path())
            : Map.of(),
        "json");
  }

  /** The SerDes of Hive and Trino read lines; only Spark reads an array that is a file. */
  private static Map<String, String> jsonOptions(MergedSchema schema) {
    var options = new LinkedHashMap<>(timestampFormats(schema));
    if (schema.reading() instanceof Reading.Json json) {
      if (json.form() != FileSchema.JsonForm.LINES) {
        options.put("multiLine", "true");
      }
      if (!json.encoding().isUtf8()) {
        options.put("encoding", json.encoding().charset().name());
        options.put("lineSep", "\n");
      }
    }
    return options;
  }

  /** Glue's own SerDe for such tables is nobody's else; Hive's for patterns all engines have. */
  private static HiveFormats lines(MergedSchema schema) {
    if (!(schema.reading() instanceof Reading.Lines lines)) {
      throw new IllegalStateException("Lines without a pattern");
    }
    return new HiveFormats(
        TEXT_INPUT,
        TEXT_OUTPUT,
        "org.apache.hadoop.hive.serde2.RegexSerDe",
        Map.of("input.regex", lines.grok().pattern().regex().pattern()),
        Map.of(),
        null);
  }

  private static HiveFormats csv(MergedSchema schema) {
    if (!(schema.reading() instanceof Reading.Delimited delimited)) {
      throw new IllegalStateException("Delimited text without a delimiter");
    }
    var dialect = delimited.dialect();
    var delimiter = String.valueOf(dialect.delimiter());
    var table = new LinkedHashMap<String, String>();
    table.put("delimiter", delimiter);
    table.put("columnsOrdered", "true");
    table.put("areColumnsQuoted", Boolean.toString(dialect.quoting() != Quoting.NONE));
    if (dialect.linesBefore() > 0) {
      table.put(HEADER_LINES, Integer.toString(dialect.linesBefore()));
    }
    var serDe = new LinkedHashMap<>(timestampFormats(schema));
    if (dialect.timestampPattern() != null) {
      serDe.put("timestamp.formats", dialect.timestampPattern());
      serDe.put("timestampFormat", dialect.timestampPattern());
    }
    if (!dialect.encoding().isUtf8()) {
      serDe.put("serialization.encoding", dialect.encoding().charset().name());
    }
    serDe.putAll(sparkOptions(dialect));
    boolean isPlain =
        switch (dialect.serDe()) {
          case FOUND -> dialect.quoting() == Quoting.NONE;
          case LAZY_SIMPLE -> true;
          case OPEN_CSV -> false;
        };
    return isPlain
        ? plainCsv(delimiter, dialect, serDe, table)
        : quotedCsv(delimiter, dialect, serDe, table);
  }

  private static HiveFormats plainCsv(
      String delimiter, Dialect dialect, Map<String, String> serDe, Map<String, String> table) {
    serDe.put("field.delim", delimiter);
    serDe.put("serialization.format", delimiter);
    // An empty cell is null for Spark; so it shall be for the others.
    serDe.put("serialization.null.format", dialect.hasNullMark() ? "\\N" : "");
    return new HiveFormats(
        TEXT_INPUT,
        TEXT_OUTPUT,
        "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
        serDe,
        table,
        "csv");
  }

  /** Hive and Trino read every column of this SerDe as text, whatever its type; Spark by type. */
  private static HiveFormats quotedCsv(
      String delimiter, Dialect dialect, Map<String, String> serDe, Map<String, String> table) {
    serDe.put("separatorChar", delimiter);
    serDe.put("quoteChar", String.valueOf(dialect.quote()));
    // Where quotes are doubled a backslash is a character as any other; the SerDe must have some
    // escape character, so it gets one that neither text nor delimiters are.
    serDe.put("escapeChar", dialect.escapesQuotes() ? "\\" : "\u0002");
    serDe.put("serialization.format", "1");
    return new HiveFormats(
        TEXT_INPUT, TEXT_OUTPUT, "org.apache.hadoop.hive.serde2.OpenCSVSerde", serDe, table, "csv");
  }

  private static Map<String, String> sparkOptions(Dialect dialect) {
    var options = new LinkedHashMap<String, String>();
    options.put("sep", String.valueOf(dialect.delimiter()));
    options.put("header", Boolean.toString(dialect.header()));
    if (dialect.hasNullMark()) {
      options.put("nullValue", "\\N");
    }
    if (dialect.quote() != '"') {
      options.put("quote", String.valueOf(dialect.quote()));
    }
    // A backslash is what Spark takes unless it is told.
    if (dialect.quoting() != Quoting.NONE && !dialect.escapesQuotes()) {
      options.put("escape", String.valueOf(dialect.quote()));
    }
    // Spark's reader of lines looks for them byte by byte.
    if (dialect.quoting() == Quoting.MULTILINE || dialect.encoding().isUtf16()) {
      options.put("multiLine", "true");
    }
    if (!dialect.encoding().isUtf8()) {
      options.put("encoding", dialect.encoding().charset().name());
    }
    if (dialect.hasRemarks()) {
      options.put("comment", "#");
    }
    return options;
  }

  /** Other forms of timestamps, in the Joda patterns that Hive and Trino take. */
  private static Map<String, String> timestampFormats(MergedSchema schema) {
    List<String> unusual =
        schema.timestampPatterns().stream()
            .filter(HiveFormats::isUnusual)
            .map(p -> p.replaceAll("X+$", "ZZ"))
            .distinct()
            .toList();
    return unusual.isEmpty() ? Map.of() : Map.of("timestamp.formats", String.join(",", unusual));
  }

  private static boolean isUnusual(String pattern) {
    return pattern.startsWith("yyyy-MM-dd")
        && pattern.contains("HH:mm")
        && (pattern.endsWith("X") || !pattern.contains("HH:mm:ss"));
  }
}
