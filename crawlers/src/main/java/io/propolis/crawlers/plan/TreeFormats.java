package io.propolis.crawlers.plan;

import com.amazon.ion.util.IonTextUtils;
import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.formats.MergedSchema.Reading;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * SerDes of formats whose readers come with no engine: Ion's (which Athena has), BSON's of
 * mongo-hadoop, and the one for XML that Hive's users have. Spark reads XML by its own source. An
 * engine without the SerDe says so, rather than read something else.
 */
final class TreeFormats {
  private static final HiveFormats ION =
      new HiveFormats(
          "com.amazon.ionhiveserde.formats.IonInputFormat",
          "com.amazon.ionhiveserde.formats.IonOutputFormat",
          "com.amazon.ionhiveserde.IonHiveSerDe",
          Map.of(),
          Map.of(),
          null);

  private static final HiveFormats BSON =
      new HiveFormats(
          "com.mongodb.hadoop.mapred.BSONFileInputFormat",
          "com.mongodb.hadoop.hive.output.HiveBSONFileOutputFormat",
          "com.mongodb.hadoop.hive.BSONSerDe",
          Map.of(),
          Map.of(),
          null);

  private TreeFormats() {}

  static HiveFormats of(MergedSchema schema) {
    return switch (schema.format()) {
      case ION -> ION;
      case BSON -> BSON;
      case XML -> xml(schema);
      default -> throw new IllegalArgumentException("No tree: " + schema.format());
    };
  }

  /**
   * What tells the SerDe of a format where its columns are found.
   *
   * @param columns names in the files by names in the table, in order
   */
  static Map<String, String> names(FileFormat format, Map<String, String> columns) {
    return switch (format) {
      case ION -> paths(columns);
      case BSON -> Map.of("mongo.columns.mapping", mapping(columns));
      default -> Map.of();
    };
  }

  /**
   * A path is Ion, where a number is a position: names that are no identifiers stand in quotes. The
   * SerDe passes over case unless names differ by nothing else.
   */
  private static Map<String, String> paths(Map<String, String> columns) {
    var folded = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    boolean twins = !columns.values().stream().allMatch(folded::add);
    var paths = new LinkedHashMap<String, String>();
    columns.forEach(
        (name, original) -> {
          if (!name.equals(original)
              || IonTextUtils.symbolVariant(name) != IonTextUtils.SymbolVariant.IDENTIFIER) {
            paths.put(
                "ion.%s.path_extractor".formatted(name),
                "(" + IonTextUtils.printQuotedSymbol(original) + ")");
          }
        });
    if (twins) {
      paths.put("ion.path_extractor.case_sensitive", "true");
    }
    return paths;
  }

  private static String mapping(Map<String, String> columns) {
    return columns.entrySet().stream()
        .map(c -> "\"%s\":\"%s\"".formatted(c.getKey(), c.getValue().replace("\"", "\\\"")))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static HiveFormats xml(MergedSchema schema) {
    if (!(schema.reading() instanceof Reading.Xml reading)) {
      throw new IllegalStateException("XML without a tag for rows");
    }
    var tag = reading.rowTag();
    var serDe = new LinkedHashMap<String, String>();
    for (var column : schema.columns()) {
      if (column.type() instanceof Primitive) {
        serDe.put(
            "column.xpath." + ColumnNames.normalised(column.name()), xpath(tag, column.name()));
      }
    }
    // Spark's source takes its options from here.
    serDe.put("rowTag", tag);
    return new HiveFormats(
        "com.ibm.spss.hive.serde2.xml.XmlInputFormat",
        HiveFormats.TEXT_OUTPUT,
        "com.ibm.spss.hive.serde2.xml.XmlSerDe",
        serDe,
        Map.of("rowTag", tag, "xmlinput.start", "<" + tag, "xmlinput.end", "</" + tag + ">"),
        "xml");
  }

  private static String xpath(String tag, String column) {
    if (column.equals("_VALUE")) {
      return "/" + tag + "/text()";
    }
    return column.startsWith("_")
        ? "/" + tag + "/@" + column.substring(1)
        : "/" + tag + "/" + column + "/text()";
  }
}
