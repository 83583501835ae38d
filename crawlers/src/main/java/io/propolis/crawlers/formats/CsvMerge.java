package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.CsvSample.Quoting;
import io.propolis.crawlers.formats.CsvSample.Within;
import io.propolis.crawlers.formats.MergedSchema.Part;
import io.propolis.crawlers.schema.Field;
import io.propolis.crawlers.schema.HiveType.Primitive;
import io.propolis.crawlers.schema.Widening;
import io.propolis.crawlers.schema.Words;
import io.propolis.inference.InferredType.Scalar;
import io.propolis.inference.TextSource;
import io.propolis.inference.TypeAccumulator;
import io.propolis.inference.TypeDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Brings delimited files together: one delimiter, one decision about the header. */
public final class CsvMerge {
  private CsvMerge() {}

  /**
   * How the files of a table are read.
   *
   * @param escapesQuotes whether quotes within quoted cells stand behind a backslash, not twice
   */
  public record Dialect(
      char delimiter,
      char quote,
      boolean header,
      Quoting quoting,
      boolean escapesQuotes,
      boolean hasNullMark,
      Classifier.SerDe serDe,
      int preamble,
      boolean hasRemarks,
      TextEncoding encoding,
      @Nullable String timestampPattern) {
    /** Lines in front of the first row. */
    public int linesBefore() {
      return preamble + (header ? 1 : 0);
    }
  }

  private record Sample(Part part, CsvSample csv) {
    TextEncoding encoding() {
      return ((FileSchema.Csv) part.schema()).encoding();
    }
  }

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
    var types = types(samples, header);
    conflicts.addAll(CellConflicts.of(widening.conflicts(), types));
    unlikePreambles(samples).ifPresent(conflicts::add);
    unlikeQuotes(samples).ifPresent(conflicts::add);
    var pattern = localPattern(columns, types);
    if (!isTyped(samples.get(0))) {
      columns = withoutOtherTimes(columns, types, pattern, conflicts);
    }
    var used = samples.stream().map(Sample::part).toList();
    return new MergedSchema(
        FileFormat.CSV,
        SchemaMerge.compression(used),
        columns,
        new MergedSchema.Reading.Delimited(dialect(samples, header, pattern)),
        timestampPatterns(columns, types),
        SchemaMerge.averageRowBytes(used),
        conflicts,
        reasons(samples, header, agreed),
        reasons(columns, types));
  }

  /** What was seen of each column over all files, by its name in lower case. */
  private static Map<String, TypeDecision> types(List<Sample> samples, boolean header) {
    Map<String, TypeAccumulator> seen = new LinkedHashMap<>();
    for (var sample : samples) {
      var own = sample.csv().columns(header);
      for (int i = 0; i < own.size(); i++) {
        seen.computeIfAbsent(
                own.get(i).name().toLowerCase(Locale.ROOT),
                unused -> new TypeAccumulator(TextSource.CELL))
            .addAll(sample.csv().types(i, header));
      }
    }
    var decisions = new LinkedHashMap<String, TypeDecision>();
    seen.forEach((name, types) -> decisions.put(name, types.decide()));
    return decisions;
  }

  private static Optional<String> unlikePreambles(List<Sample> samples) {
    int first = samples.get(0).csv().preamble();
    return samples.stream()
        .filter(s -> s.csv().preamble() != first)
        .findFirst()
        .map(
            s ->
                "%s begins with %d lines in front of its records, others with %d"
                    .formatted(s.part().location(), s.csv().preamble(), first));
  }

  private static boolean escapesQuotes(List<Sample> samples) {
    return count(samples, Within.ESCAPED) > count(samples, Within.TWICE);
  }

  private static long count(List<Sample> samples, Within within) {
    return samples.stream().filter(s -> s.csv().quotesWithin() == within).count();
  }

  /** A table has one escape character. */
  private static Optional<String> unlikeQuotes(List<Sample> samples) {
    boolean escapes = escapesQuotes(samples);
    return samples.stream()
        .filter(s -> s.csv().quotesWithin() == (escapes ? Within.TWICE : Within.ESCAPED))
        .findFirst()
        .map(
            s ->
                "%s writes quotes within cells %s, others %s"
                    .formatted(
                        s.part().location(),
                        escapes ? "twice" : "behind a backslash",
                        escapes ? "behind a backslash" : "twice"));
  }

  /** Readers of a table take one pattern, for all its timestamps. */
  private static @Nullable String localPattern(
      List<Field> columns, Map<String, TypeDecision> types) {
    String chosen = null;
    for (var column : columns) {
      var decision = types.get(column.name().toLowerCase(Locale.ROOT));
      if (column.type() == Primitive.TIMESTAMP && decision != null) {
        var pattern = decision.localPattern().orElse(null);
        if (pattern == null || (chosen != null && !chosen.equals(pattern))) {
          return null;
        }
        chosen = pattern;
      }
    }
    return chosen;
  }

  private static boolean isTyped(Sample sample) {
    var said = sample.csv().classifier();
    return said != null && !said.datatypes().isEmpty();
  }

  /** Timestamps as people write them are text where readers cannot be told their pattern. */
  private static List<Field> withoutOtherTimes(
      List<Field> columns,
      Map<String, TypeDecision> types,
      @Nullable String pattern,
      List<String> conflicts) {
    var kept = new ArrayList<Field>();
    for (var column : columns) {
      var decision = types.get(column.name().toLowerCase(Locale.ROOT));
      var local = decision == null ? Optional.<String>empty() : decision.localPattern();
      boolean other =
          column.type() == Primitive.TIMESTAMP
              && decision != null
              && (decision.type() != Scalar.TIMESTAMP || local.isPresent())
              && (pattern == null || !local.equals(Optional.of(pattern)));
      if (other) {
        conflicts.add(
            "column %s is written as %s and other timestamps are not; it becomes string"
                .formatted(column.name(), local.orElse("several patterns")));
      }
      kept.add(other ? column.withType(Primitive.STRING) : column);
    }
    return kept;
  }

  private static List<String> timestampPatterns(
      List<Field> columns, Map<String, TypeDecision> types) {
    var patterns = new TreeSet<String>();
    for (var column : columns) {
      var decision = types.get(column.name().toLowerCase(Locale.ROOT));
      if (column.type() == Primitive.TIMESTAMP && decision != null) {
        patterns.addAll(decision.patterns());
      }
    }
    return List.copyOf(patterns);
  }

  private static Map<String, String> reasons(List<Field> columns, Map<String, TypeDecision> types) {
    var reasons = new LinkedHashMap<String, String>();
    for (var column : columns) {
      var name = column.name().toLowerCase(Locale.ROOT);
      var decision = types.get(name);
      if (decision != null) {
        var reason = decision.reason().substring(decision.reason().indexOf(": ") + 2);
        reasons.put(
            name,
            column.type().hive().equals(decision.type().hiveName())
                ? reason + decision.localPattern().map(p -> "; written as " + p).orElse("")
                : "as a classifier or other files say; " + reason);
      }
    }
    return reasons;
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

  private static Dialect dialect(
      List<Sample> samples, boolean header, @Nullable String timestampPattern) {
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
        escapesQuotes(samples),
        nullMark,
        said == null ? Classifier.SerDe.FOUND : said.serDe(),
        first.preamble(),
        samples.stream().anyMatch(s -> s.csv().hasRemarks()),
        // A file of ASCII alone is in every encoding that its neighbours may have.
        samples.stream()
            .map(Sample::encoding)
            .filter(encoding -> !encoding.isUtf8())
            .findFirst()
            .orElse(TextEncoding.UTF_8),
        timestampPattern);
  }

  private static List<String> reasons(List<Sample> samples, boolean header, boolean agreed) {
    var reasons = new ArrayList<String>();
    reasons.add(SchemaMerge.recognised(samples.stream().map(Sample::part).toList()));
    reasons.add(
        "columns: %s sampled, delimited by %s"
            .formatted(
                Words.count(samples.size(), "file"), shown(samples.get(0).csv().delimiter())));
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
