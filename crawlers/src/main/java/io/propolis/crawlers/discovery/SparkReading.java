package io.propolis.crawlers.discovery;

import io.propolis.crawlers.formats.CsvSample.Quoting;
import io.propolis.crawlers.formats.FileFormat;
import io.propolis.crawlers.formats.MergedSchema;
import io.propolis.crawlers.formats.MergedSchema.Reading;
import java.util.ArrayList;
import java.util.List;

/** How Spark reads a table some of whose partitions have a SerDe of their own. */
public enum SparkReading {
  /** All of it by one of its own sources. */
  SOURCE,
  /** Each partition by its SerDe. */
  SERDES;

  /** The one for tables of which most files are so. */
  public static SparkReading of(MergedSchema table) {
    return isPlain(table) ? SERDES : SOURCE;
  }

  /** Whether Hive's readers in Spark read as much from the files as its source does. */
  private static boolean isPlain(MergedSchema table) {
    if (!(table.reading() instanceof Reading.Delimited delimited)) {
      return switch (table.format()) {
        case PARQUET, ORC, AVRO, GROK -> true;
        // Hive's SerDe of JSON refuses to have rows of other SerDes beside its own.
        case CSV, JSON, BSON, XML, ION -> false;
      };
    }
    var dialect = delimited.dialect();
    return dialect.quoting() == Quoting.NONE
        && dialect.linesBefore() == 0
        && dialect.encoding().isUtf8()
        && !dialect.hasRemarks()
        && dialect.timestampPattern() == null;
  }

  /**
   * What engines need to read a partition, or that they do not; one line each, which follow its
   * folder.
   *
   * @param other how its files are read
   */
  static List<String> warnings(MergedSchema table, MergedSchema other) {
    var warnings = new ArrayList<String>();
    if (of(table) == SOURCE
        && table.format() == other.format()
        && linesBefore(other) < linesBefore(table)) {
      warnings.add(
          "is not read by Spark, whatever is set: it takes the first line of each file for names;"
              + " Trino does not");
    } else if (of(table) == SOURCE) {
      warnings.add(
          "is not read by Spark, whatever is set: it reads a table of %s by its own source and fails"
                  .formatted(table.classification())
              + " at this partition; Trino reads it");
    } else if (table.format() == FileFormat.PARQUET) {
      warnings.add(converted("Parquet"));
    } else if (table.format() == FileFormat.ORC) {
      warnings.add(converted("Orc"));
    }
    if (of(table) == SERDES && other.format() == FileFormat.JSON) {
      warnings.add("is read by Spark with hive-hcatalog-core 2.3.10 among spark.jars alone");
    }
    if (linesBefore(other) > 0) {
      warnings.add(
          "has lines in front of its rows, which Hive%s reads as rows; Trino passes them over"
              .formatted(of(table) == SERDES ? ", and Spark with it," : ""));
    } else if (linesBefore(table) > 0) {
      warnings.add(
          "keeps Hive from passing over the lines in front of the rows of the other partitions:"
              + " it reads them as rows");
    }
    return warnings;
  }

  private static String converted(String format) {
    return "is read by Spark with spark.sql.hive.convertMetastore%s=false alone; with true queries fail"
        .formatted(format);
  }

  private static int linesBefore(MergedSchema schema) {
    return schema.reading() instanceof Reading.Delimited delimited
        ? delimited.dialect().linesBefore()
        : 0;
  }
}
