package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.formats.FileSchema;
import io.propolis.crawlers.formats.FileSchema.JsonForm;

/**
 * How the rows of a file lie, as far as a SerDe is told: files of one form are read by one SerDe
 * with the same parameters.
 *
 * @param detail what the format alone does not say
 */
record Form(FileFormat format, String detail) {
  static Form of(FileSchema schema) {
    if (schema instanceof FileSchema.Csv csv) {
      return new Form(
          schema.format(), "%c%d".formatted(csv.sample().delimiter(), csv.sample().preamble()));
    }
    if (schema instanceof FileSchema.Matched matched) {
      return new Form(schema.format(), matched.grok().pattern().regex().pattern());
    }
    if (schema instanceof FileSchema.Json json && json.form() != JsonForm.LINES) {
      return new Form(schema.format(), json.form().name());
    }
    return new Form(schema.format(), "");
  }

  /**
   * Whether engines read partitions of it by a SerDe: Trino and Hive, of which each has its own.
   */
  boolean isReadBySerDe() {
    return switch (format) {
      case PARQUET, ORC, AVRO, CSV, GROK -> true;
      case JSON -> detail.isEmpty();
      case BSON, XML, ION -> false;
    };
  }

  /**
   * A number that says what the file says of its rows, the same one in every process: equal ones
   * stand for files that can stand for each other.
   */
  static int likeness(FileSchema schema) {
    var form = of(schema);
    int said = 31 * form.format().name().hashCode() + form.detail().hashCode();
    if (schema instanceof FileSchema.Csv csv) {
      said = 31 * said + Boolean.hashCode(csv.sample().couldBeHeader());
    }
    for (var column : schema.columns()) {
      said = 31 * (31 * said + column.name().hashCode()) + column.type().hive().hashCode();
    }
    // None is the likeness of no file.
    return said == 0 ? 1 : said;
  }
}
