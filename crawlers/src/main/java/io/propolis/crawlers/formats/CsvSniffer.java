package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.CsvSample.Quoting;
import io.propolis.inference.TextSource;
import io.propolis.inference.TypeAccumulator;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells delimited text from other text by its structure: the delimiter with which nearly all
 * records have the same number of cells, two at least. Text of one column counts when the file's
 * name says that it is delimited.
 */
final class CsvSniffer {
  private static final char[] DELIMITERS = {',', '\t', '|', ';', '\u0001'};
  private static final int SNIFFED_RECORDS = 200;

  /** One record in so many may have another number of cells. */
  private static final int TOLERANCE = 10;

  private CsvSniffer() {}

  static FileSchema read(TextSample sample) throws UnreadableFileException {
    if (sample.head().stripLeading().startsWith("<")) {
      throw new UnreadableFileException("it is XML or HTML");
    }
    return read(sample, new Gathering(delimiter(sample, '"'), '"', null));
  }

  /** As a classifier says. */
  static FileSchema read(TextSample sample, Classifier.Csv csv) throws UnreadableFileException {
    char quote = csv.quote() == null ? '"' : csv.quote();
    char delimiter =
        csv.delimiter() != null
            ? csv.delimiter()
            : csv.allowSingleColumn() ? delimiterIfAny(sample, quote) : delimiter(sample, quote);
    var schema = read(sample, new Gathering(delimiter, quote, csv));
    int width = schema.sample().first().size();
    if (width < 2 && !csv.allowSingleColumn()) {
      throw new UnreadableFileException("it has one column");
    }
    if (!csv.columns().isEmpty() && csv.columns().size() != width) {
      throw new UnreadableFileException(
          "it has %d columns, not %d".formatted(width, csv.columns().size()));
    }
    return schema;
  }

  private static FileSchema.Csv read(TextSample sample, Gathering gathering)
      throws UnreadableFileException {
    gathering.add(sample.head());
    for (var piece : sample.further()) {
      gathering.addPiece(piece);
    }
    if (gathering.misfits * TOLERANCE > gathering.records) {
      throw new UnreadableFileException(
          "%d of %d sampled records do not have %d cells as the first has"
              .formatted(gathering.misfits, gathering.records, gathering.first.size()));
    }
    return new FileSchema.Csv(
        sample.compression(), gathering.sample(), sample.length() / Math.max(1, gathering.records));
  }

  private static char delimiterIfAny(TextSample sample, char quote) {
    try {
      return delimiter(sample, quote);
    } catch (UnreadableFileException e) {
      return ',';
    }
  }

  private static char delimiter(TextSample sample, char quote) throws UnreadableFileException {
    char best = 0;
    double bestScore = 0;
    for (char delimiter : DELIMITERS) {
      double score = score(sample.head(), delimiter, quote);
      if (score > bestScore) {
        best = delimiter;
        bestScore = score;
      }
    }
    if (bestScore > 0) {
      return best;
    }
    var name = sample.location().toLowerCase(Locale.ROOT);
    if (name.matches(".*\\.(csv|tsv)(\\.gz)?")) {
      return name.contains(".tsv") ? '\t' : ',';
    }
    throw new UnreadableFileException("it is text without a recurring structure");
  }

  /** Share of records that agree on their number of cells; more cells break a tie. */
  private static double score(String text, char delimiter, char quote) {
    Map<Integer, Integer> widths = new HashMap<>();
    int records = 0;
    try (var parser = format(delimiter, quote).parse(new StringReader(text))) {
      for (var csv : parser) {
        widths.merge(csv.size(), 1, Integer::sum);
        if (++records >= SNIFFED_RECORDS) {
          break;
        }
      }
    } catch (IOException | UncheckedIOException | IllegalStateException e) {
      return 0;
    }
    int wanted = 0;
    int agreeing = 0;
    for (var width : widths.entrySet()) {
      if (width.getValue() > agreeing) {
        wanted = width.getKey();
        agreeing = width.getValue();
      }
    }
    boolean recurring = wanted > 1 && records > 1 && (records - agreeing) * TOLERANCE <= records;
    return recurring ? (double) agreeing / records + Math.min(wanted, 999) / 1000.0 : 0;
  }

  private static CSVFormat format(char delimiter, char quote) {
    return CSVFormat.Builder.create()
        .setDelimiter(delimiter)
        .setQuote(quote)
        .setIgnoreEmptyLines(true)
        .setLenientEof(true)
        .setTrailingData(true)
        .get();
  }

  private static final class Gathering {
    private final char delimiter;
    private final char quote;
    private final Classifier.@Nullable Csv classifier;
    private final List<String> first = new ArrayList<>();
    private final List<TypeAccumulator> cells = new ArrayList<>();
    private Quoting quoting = Quoting.NONE;
    private boolean nullMark;
    private boolean begun;
    private long records;
    private long misfits;

    private Gathering(char delimiter, char quote, Classifier.@Nullable Csv classifier) {
      this.delimiter = delimiter;
      this.quote = quote;
      this.classifier = classifier;
    }

    void add(String text) throws UnreadableFileException {
      boolean isData = classifier != null && classifier.header() == Classifier.Header.ABSENT;
      int body = isData ? 0 : bodyStart(text);
      if (body < text.length()) {
        quoting = Gathering.max(quoting, quotingOf(text.substring(body)));
      }
      parse(text);
    }

    void addPiece(String text) throws UnreadableFileException {
      quoting = Gathering.max(quoting, quotingOf(text));
      parse(text);
    }

    private void parse(String text) throws UnreadableFileException {
      try (var parser = format(delimiter, quote).parse(new StringReader(text))) {
        for (var csv : parser) {
          add(csv);
        }
      } catch (IOException | UncheckedIOException | IllegalStateException e) {
        throw new UnreadableFileException("it is not delimited text (" + e.getMessage() + ")", e);
      }
    }

    private void add(CSVRecord csv) {
      if (!begun) {
        begun = true;
        csv.forEach(first::add);
        first.forEach(cell -> cells.add(new TypeAccumulator(TextSource.CELL)));
        return;
      }
      records++;
      if (csv.size() > first.size()) {
        misfits++;
        return;
      }
      misfits += csv.size() < first.size() ? 1 : 0;
      for (int i = 0; i < csv.size(); i++) {
        var cell = csv.get(i);
        cells.get(i).add(cell, "");
        nullMark |= cell.equals("\\N");
        if (cell.indexOf('\n') >= 0) {
          quoting = Quoting.MULTILINE;
        }
      }
    }

    CsvSample sample() {
      return new CsvSample(delimiter, first, cells, quoting, nullMark, records, classifier);
    }

    /** Where the second record begins, when the first is on one line. */
    private static int bodyStart(String text) {
      int end = text.indexOf('\n');
      return end < 0 ? text.length() : end + 1;
    }

    private Quoting quotingOf(String text) {
      boolean quoted =
          text.startsWith(String.valueOf(quote))
              || text.indexOf("\n" + quote) >= 0
              || text.indexOf("" + delimiter + quote) >= 0;
      if (!quoted) {
        return Quoting.NONE;
      }
      var q = Pattern.quote(String.valueOf(quote));
      var twice = q + q;
      var neither = "(?!" + q + "|" + Pattern.quote(String.valueOf(delimiter)) + "|\n|\r)[\\s\\S]";
      boolean doubled =
          text.contains("" + quote + quote)
              && Pattern.compile(neither + twice + "|" + twice + neither).matcher(text).find();
      return doubled ? Quoting.DOUBLED : Quoting.QUOTED;
    }

    private static Quoting max(Quoting a, Quoting b) {
      return a.compareTo(b) >= 0 ? a : b;
    }
  }
}
