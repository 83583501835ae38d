package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.CsvMerge.Dialect;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.Widening;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a table, from several files of one format.
 *
 * @param columns in order
 * @param csv how delimited text is read, absent for other formats
 * @param avroSchema the reader's schema as JSON, absent for other formats
 * @param timestampPatterns of timestamps in text
 * @param averageRowBytes of an average row on storage, 0 when unknown
 * @param conflicts types that could not be brought together, in words
 * @param reasons decisions made, in words
 * @param reading absent when the format says all
 */
public record MergedSchema(
    FileFormat format,
    Compression compression,
    List<Field> columns,
    @Nullable Dialect csv,
    @Nullable String avroSchema,
    List<String> timestampPatterns,
    long averageRowBytes,
    List<String> conflicts,
    List<String> reasons,
    @Nullable Reading reading) {
  public MergedSchema {
    columns = List.copyOf(columns);
    timestampPatterns = List.copyOf(timestampPatterns);
    conflicts = List.copyOf(conflicts);
    reasons = List.copyOf(reasons);
  }

  /** How files are read that need more to be said than their format. */
  public sealed interface Reading {
    /** Each JSON file is one array of rows. */
    record JsonArrays() implements Reading {}

    /** Each line is matched by a pattern. */
    record Lines(Classifier.Grok grok) implements Reading {}
  }

  /** A schema whose format says all. */
  MergedSchema(
      FileFormat format,
      Compression compression,
      List<Field> columns,
      @Nullable Dialect csv,
      @Nullable String avroSchema,
      List<String> timestampPatterns,
      long averageRowBytes,
      List<String> conflicts,
      List<String> reasons) {
    this(
        format,
        compression,
        columns,
        csv,
        avroSchema,
        timestampPatterns,
        averageRowBytes,
        conflicts,
        reasons,
        null);
  }

  /** Glue's {@code classification}. */
  public String classification() {
    return reading instanceof Reading.Lines lines
        ? lines.grok().classification()
        : format.classification();
  }

  /** One file's part in the schema. */
  public record Part(String location, FileSchema schema) {}

  /** Merges files of one format, at least one, in any order. */
  public static MergedSchema of(List<Part> parts) {
    var sorted = parts.stream().sorted(Comparator.comparing(Part::location)).toList();
    return switch (sorted.get(0).schema().format()) {
      case PARQUET, ORC -> footers(sorted);
      case AVRO -> avro(sorted);
      case JSON -> json(sorted);
      case CSV -> CsvMerge.of(sorted);
      case GROK -> lines(sorted);
    };
  }

  private static MergedSchema footers(List<Part> parts) {
    return typed(parts, null, "%d footers read".formatted(parts.size()));
  }

  private static MergedSchema avro(List<Part> parts) {
    var schemas = new ArrayList<String>();
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Avro avro) {
        schemas.add(avro.schema());
      }
    }
    return typed(
        parts, AvroSchemas.merged(schemas), "%d file headers read".formatted(parts.size()));
  }

  private static MergedSchema typed(List<Part> parts, @Nullable String avroSchema, String how) {
    var widening = new Widening();
    List<Field> columns = List.of();
    for (var part : parts) {
      columns = widening.merge(columns, part.schema().columns(), part.location());
    }
    return new MergedSchema(
        parts.get(0).schema().format(),
        Compression.NONE,
        columns,
        null,
        avroSchema,
        List.of(),
        averageRowBytes(parts),
        widening.conflicts().stream().map(Object::toString).toList(),
        List.of("columns: " + how));
  }

  private static MergedSchema json(List<Part> parts) {
    var shape = new JsonShape();
    boolean arrays = false;
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Json json) {
        shape.addAll(json.shape());
        arrays |= json.form() == FileSchema.JsonForm.ARRAY;
      }
    }
    Set<String> patterns = new TreeSet<>(shape.timestampPatterns());
    return new MergedSchema(
        FileFormat.JSON,
        compression(parts),
        shape.fields(),
        null,
        null,
        List.copyOf(patterns),
        averageRowBytes(parts),
        shape.conflicts(),
        List.of(
            "columns: %d files of JSON %s sampled"
                .formatted(parts.size(), arrays ? "arrays" : "lines")),
        arrays ? new Reading.JsonArrays() : null);
  }

  /** Of one classifier's files; those of others are of another table, or to look at. */
  private static MergedSchema lines(List<Part> parts) {
    var first = (FileSchema.Matched) parts.get(0).schema();
    var conflicts = new ArrayList<String>();
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Matched other && !other.grok().equals(first.grok())) {
        conflicts.add(
            "%s is matched by classifier %s, not by %s"
                .formatted(part.location(), other.grok().name(), first.grok().name()));
      }
    }
    return new MergedSchema(
        FileFormat.GROK,
        compression(parts),
        first.columns(),
        null,
        null,
        List.of(),
        averageRowBytes(parts),
        conflicts,
        List.of("columns: the pattern of classifier %s".formatted(first.grok().name())),
        new Reading.Lines(first.grok()));
  }

  static Compression compression(List<Part> parts) {
    return parts.stream().anyMatch(p -> p.schema().compression() == Compression.GZIP)
        ? Compression.GZIP
        : Compression.NONE;
  }

  static long averageRowBytes(List<Part> parts) {
    return Math.round(
        parts.stream()
            .mapToLong(p -> p.schema().averageRowBytes())
            .filter(bytes -> bytes > 0)
            .average()
            .orElse(0));
  }
}
