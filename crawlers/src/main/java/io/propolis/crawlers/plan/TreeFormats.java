package io.propolis.crawlers.plan;

import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.formats.MergedSchema.Reading;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType.Primitive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SerDes of formats whose readers come with no engine: Ion's (which Athena has), BSON's of
 * mongo-hadoop, and the one for XML that Hive's users have. Spark reads XML by its own source. An
 * engine without the SerDe says so, rather than read something else.
 */
final class TreeFormats {
  private TreeFormats() {}

  static HiveFormats of(MergedSchema schema) {
    return switch (schema.format()) {
      case ION -> ion(schema.columns());
      case BSON -> bson(schema.columns());
      case XML -> xml(schema);
      default -> throw new IllegalArgumentException("No tree: " + schema.format());
    };
  }

  private static HiveFormats ion(List<Field> columns) {
    var serDe = new LinkedHashMap<String, String>();
    renamed(columns)
        .forEach(
            (name, original) ->
                serDe.put("ion.%s.path_extractor".formatted(name), "('%s')".formatted(original)));
    return new HiveFormats(
        "com.amazon.ionhiveserde.formats.IonInputFormat",
        "com.amazon.ionhiveserde.formats.IonOutputFormat",
        "com.amazon.ionhiveserde.IonHiveSerDe",
        serDe,
        Map.of(),
        null);
  }

  private static HiveFormats bson(List<Field> columns) {
    var mapping = new StringBuilder();
    columns.forEach(
        c ->
            mapping
                .append(mapping.isEmpty() ? "" : ",")
                .append(
                    "\"%s\":\"%s\""
                        .formatted(
                            ColumnNames.normalised(c.name()), c.name().replace("\"", "\\\""))));
    return new HiveFormats(
        "com.mongodb.hadoop.mapred.BSONFileInputFormat",
        "com.mongodb.hadoop.hive.output.HiveBSONFileOutputFormat",
        "com.mongodb.hadoop.hive.BSONSerDe",
        Map.of("mongo.columns.mapping", "{" + mapping + "}"),
        Map.of(),
        null);
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

  private static Map<String, String> renamed(List<Field> columns) {
    var renamed = new LinkedHashMap<String, String>();
    for (var column : columns) {
      var name = ColumnNames.normalised(column.name());
      if (!name.equals(column.name())) {
        renamed.put(name, column.name());
      }
    }
    return renamed;
  }
}
