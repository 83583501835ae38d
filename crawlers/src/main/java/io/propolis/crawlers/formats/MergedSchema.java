package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.CsvMerge.Dialect;
import io.propolis.crawlers.schema.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a table, from several files of one format.
 *
 * @param columns in order
 * @param reading how rows are read; what the format alone does not say
 * @param timestampPatterns of timestamps in text
 * @param averageRowBytes of an average row on storage, 0 when unknown
 * @param conflicts types that could not be brought together, in words
 * @param reasons decisions made, in words
 * @param columnReasons why columns have their types, in one line each, by name
 */
public record MergedSchema(
    FileFormat format,
    Compression compression,
    List<Field> columns,
    Reading reading,
    List<String> timestampPatterns,
    long averageRowBytes,
    List<String> conflicts,
    List<String> reasons,
    Map<String, String> columnReasons) {
  public MergedSchema {
    columns = List.copyOf(columns);
    timestampPatterns = List.copyOf(timestampPatterns);
    conflicts = List.copyOf(conflicts);
    reasons = List.copyOf(reasons);
    columnReasons = Collections.unmodifiableMap(new LinkedHashMap<>(columnReasons));
  }

  /** How rows are read. */
  public sealed interface Reading {
    /** Glue's {@code classification}. */
    String classification();

    /** As the format says, and nothing more. */
    record Plain(String classification) implements Reading {}

    /**
     * Avro.
     *
     * @param schema the reader's, as JSON
     */
    record Avro(String schema) implements Reading {
      @Override
      public String classification() {
        return FileFormat.AVRO.classification();
      }
    }

    /**
     * JSON.
     *
     * @param path Glue's JsonPath, of {@code PATH} only
     */
    record Json(
        String classification,
        FileSchema.JsonForm form,
        @Nullable String path,
        TextEncoding encoding)
        implements Reading {}

    /** Elements of an XML document. */
    record Xml(String classification, String rowTag) implements Reading {}

    /** Delimited text. */
    record Delimited(Dialect dialect) implements Reading {
      @Override
      public String classification() {
        return FileFormat.CSV.classification();
      }
    }

    /** Each line is matched by a pattern. */
    record Lines(Classifier.Grok grok) implements Reading {
      @Override
      public String classification() {
        return grok.classification();
      }
    }
  }

  /** Glue's {@code classification}. */
  public String classification() {
    return reading.classification();
  }

  /** The same with other columns. */
  public MergedSchema withColumns(List<Field> others, List<String> patterns) {
    return new MergedSchema(
        format,
        compression,
        others,
        reading,
        patterns,
        averageRowBytes,
        conflicts,
        reasons,
        columnReasons);
  }

  /** One file's part in the schema. */
  public record Part(String location, ClassifiedFile file) {
    FileSchema schema() {
      return file.schema();
    }
  }

  /** Merges files of one format, at least one, in any order. */
  public static MergedSchema of(List<Part> parts) {
    return SchemaMerge.of(parts);
  }
}
