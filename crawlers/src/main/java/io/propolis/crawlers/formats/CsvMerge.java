package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.CsvSample.Quoting;
import io.propolis.crawlers.formats.MergedSchema.Part;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.Widening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Brings delimited files together: one delimiter, one decision about the header. */
public final class CsvMerge {
  private CsvMerge() {}

  /** How the files of a table are read. */
  public record Dialect(
      char delimiter,
      char quote,
      boolean header,
      Quoting quoting,
      boolean hasNullMark,
      Classifier.SerDe serDe) {}

  private record Sample(Part part, CsvSample csv) {}

  static MergedSchema of(List<Part> parts) {
    var conflicts = new ArrayList<String>();
    var samples = sameDelimiter(parts, conflicts);
    boolean agreed = isAgreedHeader(samples);
    boolean header =
        agreed
            || samples.stream().filter(s -> s.csv().looksLikeHeader()).count() * 2 > samples.size();
    var widening = new Widening();
    List<Field> columns = List.of();
    for (var sample : samples) {
      if (header && !sample.csv().couldBeHeader()) {
        conflicts.add(sample.part().location() + " has no header while other files have one");
      }
      var own = sample.csv().columns(header);
      columns = widening.merge(columns, own, sample.part().location());
      if (!isPrefix(own, columns)) {
        conflicts.add(
            sample.part().location()
                + " has its columns in another order; they are read by position");
      }
    }
    widening.conflicts().forEach(c -> conflicts.add(c.toString()));
    var used = samples.stream().map(Sample::part).toList();
    return new MergedSchema(
        FileFormat.CSV,
        MergedSchema.compression(used),
        columns,
        dialect(samples, header),
        null,
        timestampPatterns(samples, columns, header),
        MergedSchema.averageRowBytes(used),
        conflicts,
        reasons(samples, header, agreed));
  }

  private static List<Sample> sameDelimiter(List<Part> parts, List<String> conflicts) {
    var samples = new ArrayList<Sample>();
    Map<Character, Integer> counts = new HashMap<>();
    for (var part : parts) {
      if (part.schema() instanceof FileSchema.Csv csv) {
        samples.add(new Sample(part, csv.sample()));
        counts.merge(csv.sample().delimiter(), 1, Integer::sum);
      }
    }
    char delimiter = samples.get(0).csv().delimiter();
    for (var count : counts.entrySet()) {
      if (count.getValue() > counts.getOrDefault(delimiter, 0)) {
        delimiter = count.getKey();
      }
    }
    char chosen = delimiter;
    samples.stream()
        .filter(s -> s.csv().delimiter() != chosen)
        .forEach(
            s ->
                conflicts.add(
                    "%s is delimited by %s, not by %s"
                        .formatted(
                            s.part().location(), shown(s.csv().delimiter()), shown(chosen))));
    return samples.stream().filter(s -> s.csv().delimiter() == chosen).toList();
  }

  /** Several files that begin with the same record, which could be names, begin with a header. */
  private static boolean isAgreedHeader(List<Sample> samples) {
    return samples.size() > 1
        && samples.stream().allMatch(s -> s.csv().header() == Classifier.Header.UNKNOWN)
        && samples.stream().allMatch(s -> s.csv().couldBeHeader())
        && samples.stream().map(s -> s.csv().first()).distinct().count() == 1;
  }

  private static boolean isPrefix(List<Field> own, List<Field> columns) {
    for (int i = 0; i < own.size(); i++) {
      if (!own.get(i).name().equalsIgnoreCase(columns.get(i).name())) {
        return false;
      }
    }
    return true;
  }

  private static Dialect dialect(List<Sample> samples, boolean header) {
    var quoting = Quoting.NONE;
    boolean nullMark = false;
    for (var sample : samples) {
      quoting = sample.csv().quoting().compareTo(quoting) > 0 ? sample.csv().quoting() : quoting;
      nullMark |= sample.csv().hasNullMark();
    }
    var first = samples.get(0).csv();
    var said = first.classifier();
    return new Dialect(
        first.delimiter(),
        said == null || said.quote() == null ? '"' : said.quote(),
        header,
        quoting,
        nullMark,
        said == null ? Classifier.SerDe.FOUND : said.serDe());
  }

  private static List<String> timestampPatterns(
      List<Sample> samples, List<Field> columns, boolean header) {
    var patterns = new TreeSet<String>();
    for (var sample : samples) {
      var own = sample.csv().columns(header);
      for (int i = 0; i < own.size(); i++) {
        int column = i;
        if (columns.stream()
            .anyMatch(
                c ->
                    c.name().equalsIgnoreCase(own.get(column).name())
                        && c.type() == Primitive.TIMESTAMP)) {
          patterns.addAll(sample.csv().cells().get(i).decide().patterns());
        }
      }
    }
    return List.copyOf(patterns);
  }

  private static List<String> reasons(List<Sample> samples, boolean header, boolean agreed) {
    var reasons = new ArrayList<String>();
    reasons.add(
        "columns: %d files sampled, delimited by %s"
            .formatted(samples.size(), shown(samples.get(0).csv().delimiter())));
    var said = samples.get(0).csv().classifier();
    if (said != null) {
      reasons.add("read as classifier %s says".formatted(said.name()));
    }
    reasons.add(
        agreed
            ? "header: %d files begin with the same record".formatted(samples.size())
            : header
                ? "header: the first record holds names"
                : "header: none, the first record is data");
    return reasons;
  }

  private static String shown(char delimiter) {
    return switch (delimiter) {
      case '\t' -> "tab";
      case '\u0001' -> "\\u0001";
      default -> "'" + delimiter + "'";
    };
  }
}
