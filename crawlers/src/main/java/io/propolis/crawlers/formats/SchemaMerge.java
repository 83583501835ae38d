package io.propolis.crawlers.formats;

import io.propolis.crawlers.formats.FileSchema.JsonForm;
import io.propolis.crawlers.formats.MergedSchema.Part;
import io.propolis.crawlers.formats.MergedSchema.Reading;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.Widening;
import io.propolis.crawlers.schema.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Brings the files of a table together, by format. */
final class SchemaMerge {
  private SchemaMerge() {}

  static MergedSchema of(List<Part> parts) {
    var sorted = parts.stream().sorted(Comparator.comparing(Part::location)).toList();
    return switch (sorted.get(0).schema().format()) {
      case PARQUET, ORC -> footers(sorted);
      case AVRO -> avro(sorted);
      case JSON -> json(sorted);
      case BSON, ION, XML -> trees(sorted);
      case CSV -> CsvMerge.of(sorted);
      case GROK -> lines(sorted);
    };
  }

  private static MergedSchema footers(List<Part> parts) {
    return typed(
        parts,
        new Reading.Plain(parts.get(0).schema().format().classification()),
        Words.count(parts.size(), "footer") + " read");
  }

  private static MergedSchema avro(List<Part> parts) {
    var schemas = new ArrayList<String>();
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Avro avro) {
        schemas.add(avro.schema());
      }
    }
    return typed(
        parts,
        new Reading.Avro(AvroSchemas.merged(schemas)),
        Words.count(parts.size(), "file header") + " read");
  }

  private static MergedSchema typed(List<Part> parts, Reading reading, String how) {
    var widening = new Widening();
    List<Field> columns = List.of();
    for (var part : parts) {
      columns = widening.merge(columns, part.schema().columns(), part.location());
    }
    return new MergedSchema(
        parts.get(0).schema().format(),
        Compression.NONE,
        columns,
        reading,
        List.of(),
        averageRowBytes(parts),
        widening.conflicts().stream().map(Object::toString).toList(),
        List.of(recognised(parts), "columns: " + how),
        declared(parts));
  }

  /** Which types files declare for a column, and one of the files for each. */
  private static Map<String, String> declared(List<Part> parts) {
    Map<String, Map<String, String>> types = new LinkedHashMap<>();
    for (var part : parts) {
      for (var column : part.schema().columns()) {
        types
            .computeIfAbsent(column.name().toLowerCase(Locale.ROOT), unused -> new TreeMap<>())
            .putIfAbsent(column.type().hive(), fileName(part.location()));
      }
    }
    var reasons = new LinkedHashMap<String, String>();
    types.forEach(
        (name, found) ->
            reasons.put(
                name,
                found.size() == 1
                    ? "declared by the files, as in " + found.values().iterator().next()
                    : "declared " + found.toString().replaceAll("[{}]", "").replace("=", " in ")));
    return reasons;
  }

  private static MergedSchema json(List<Part> parts) {
    var shape = new ValueShape(ValueShape.Texts.QUOTED);
    var forms = new LinkedHashSet<JsonForm>();
    var encoding = TextEncoding.UTF_8;
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Json json) {
        shape.addAll(json.shape());
        forms.add(json.form());
        encoding = json.encoding().isUtf8() ? encoding : json.encoding();
      }
    }
    var first = (FileSchema.Json) parts.get(0).schema();
    var conflicts = new ArrayList<>(shape.conflicts());
    if (forms.size() > 1 && forms.contains(JsonForm.LINES)) {
      conflicts.add(
          "some files hold a row on each line and others one document; Spark reads the first row"
              + " of the former");
    }
    var form = forms.size() == 1 ? first.form() : JsonForm.ARRAY;
    return new MergedSchema(
        FileFormat.JSON,
        compression(parts),
        shape.fields(),
        new Reading.Json(first.classification(), form, first.path(), encoding),
        List.copyOf(shape.timestampPatterns()),
        averageRowBytes(parts),
        conflicts,
        List.of(
            recognised(parts),
            "columns: %s of JSON %s".formatted(Words.count(parts.size(), "file"), said(form))),
        lowerCased(shape.reasons()));
  }

  private static String said(JsonForm form) {
    return switch (form) {
      case LINES -> "lines sampled";
      case ARRAY ->
          "arrays sampled, their elements are the rows; Spark reads them, the SerDes of Hive and"
              + " Trino read lines";
      case DOCUMENT ->
          "documents sampled, each of them a row; Spark reads them, the SerDes of Hive and Trino"
              + " read lines";
      case PATH -> "sampled where a path leads to; no engine follows it";
    };
  }

  private static MergedSchema trees(List<Part> parts) {
    var first = (FileSchema.Tree) parts.get(0).schema();
    var shape = new ValueShape(ValueShape.Texts.of(first.format()));
    var conflicts = new ArrayList<String>();
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Tree tree) {
        shape.addAll(tree.shape());
        if (!Objects.equals(tree.rowTag(), first.rowTag())) {
          conflicts.add(
              "%s has rows in <%s>, not in <%s>"
                  .formatted(part.location(), tree.rowTag(), first.rowTag()));
        }
      }
    }
    conflicts.addAll(shape.conflicts());
    var reasons = new ArrayList<String>();
    reasons.add(recognised(parts));
    reasons.add("columns: %s sampled".formatted(Words.count(parts.size(), "file")));
    if (first.rowTag() != null) {
      reasons.add("rows: the elements <%s>".formatted(first.rowTag()));
    }
    return new MergedSchema(
        first.format(),
        compression(parts),
        shape.fields(),
        first.rowTag() == null
            ? new Reading.Plain(first.classification())
            : new Reading.Xml(first.classification(), first.rowTag()),
        List.copyOf(shape.timestampPatterns()),
        averageRowBytes(parts),
        conflicts,
        reasons,
        lowerCased(shape.reasons()));
  }

  /** Of one classifier's files; those of others are of another table, or to look at. */
  private static MergedSchema lines(List<Part> parts) {
    var grok = ((FileSchema.Matched) parts.get(0).schema()).grok();
    var conflicts = new ArrayList<String>();
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Matched other
          && !other.grok().pattern().fields().equals(grok.pattern().fields())) {
        conflicts.add(
            "%s is matched by another pattern of %s than %s"
                .formatted(
                    part.location(), other.grok().name(), fileName(parts.get(0).location())));
      }
    }
    var reasons = new LinkedHashMap<String, String>();
    grok.pattern().fields().forEach(f -> reasons.put(f.name(), "a field of the pattern"));
    return new MergedSchema(
        FileFormat.GROK,
        compression(parts),
        parts.get(0).schema().columns(),
        new Reading.Lines(grok),
        List.of(),
        averageRowBytes(parts),
        conflicts,
        List.of(recognised(parts), "columns: the pattern of classifier %s".formatted(grok.name())),
        reasons);
  }

  static String recognised(List<Part> parts) {
    double least = parts.stream().mapToDouble(p -> p.file().certainty()).min().orElse(1);
    var first = parts.get(0);
    return "format: classifier %s, certainty %s%s"
        .formatted(
            first.file().classifier(),
            least == 1.0 ? "1" : String.format(Locale.ROOT, "%.2f", Math.min(0.99, least)),
            first.schema().compression() == Compression.NONE
                ? ""
                : "; packed as " + first.schema().compression().described());
  }

  private static Map<String, String> lowerCased(Map<String, String> reasons) {
    var lower = new LinkedHashMap<String, String>();
    reasons.forEach((name, reason) -> lower.putIfAbsent(name.toLowerCase(Locale.ROOT), reason));
    return lower;
  }

  private static String fileName(String location) {
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** That of most files; none only when none is packed. */
  static Compression compression(List<Part> parts) {
    Map<Compression, Integer> counts = new TreeMap<>();
    parts.forEach(p -> counts.merge(p.schema().compression(), 1, Integer::sum));
    if (counts.size() > 1) {
      counts.remove(Compression.NONE);
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
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
