package io.propolis.crawlers.formats;

import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.formats.CsvSample.Quoting;
import io.propolis.crawlers.formats.CsvSample.Within;
import io.propolis.inference.TextSource;
import io.propolis.inference.TypeAccumulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells delimited text from other text by its structure. Text of one column counts when the file's
 * name says that it is delimited.
 */
final class DelimitedText implements ContentClassifier {
  /** One record in so many may have another number of cells. */
  private static final int TOLERANCE = 10;

  @Override
  public String name() {
    return "csv";
  }

  /** The last to be asked: what it does not recognise is refused. */
  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    var sample = content.text();
    if (sample.start() == '<') {
      throw new UnreadableFileException("it is XML or HTML");
    }
    var head = sample.bytes().get(0);
    if (!content.isWhole() && head.lineEnd(0) == head.length()) {
      throw new LongRowException("its first line is text");
    }
    var quotes = Quotes.of(sample, '"');
    var structure = DelimitedStructure.of(head, quotes);
    char delimiter =
        structure.map(DelimitedStructure::delimiter).orElse(nameSays(sample.location()));
    if (delimiter == 0) {
      throw new UnreadableFileException("it is text without a recurring structure");
    }
    var schema =
        read(
            sample,
            new Gathering(
                delimiter, quotes, null, structure.map(DelimitedStructure::preamble).orElse(0)));
    return Optional.of(
        new Recognised(
            schema,
            name(),
            structure.map(DelimitedStructure::certainty).orElse(0.5),
            notices(schema.sample(), sample.encoding())));
  }

  /** As a classifier says. */
  static FileSchema read(TextSample sample, Classifier.Csv csv) throws UnreadableFileException {
    var quotes = Quotes.of(sample, csv.quote() == null ? '"' : csv.quote());
    var head = sample.bytes().get(0);
    var structure =
        csv.delimiter() == null
            ? DelimitedStructure.of(head, quotes)
            : DelimitedStructure.with(head, csv.delimiter(), quotes);
    if (csv.delimiter() == null && structure.isEmpty() && !csv.allowSingleColumn()) {
      throw new UnreadableFileException("it is text without a recurring structure");
    }
    char delimiter =
        csv.delimiter() != null
            ? csv.delimiter()
            : structure.map(DelimitedStructure::delimiter).orElse(',');
    var schema =
        read(
            sample,
            new Gathering(
                delimiter, quotes, csv, structure.map(DelimitedStructure::preamble).orElse(0)));
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
    var pieces = sample.bytes();
    gathering.addHead(pieces.get(0), sample.origin());
    for (var piece : pieces.subList(1, pieces.size())) {
      gathering.addPiece(piece);
    }
    // Cells that a record leaves out at its end are null; engines read them so.
    long misfits = gathering.misfits + (gathering.sample().couldBeHeader() ? 0 : gathering.shorter);
    if (misfits * TOLERANCE > gathering.records) {
      throw new UnreadableFileException(
          "%d of %d sampled records do not have %d cells as the first has"
              .formatted(misfits, gathering.records, gathering.first.size()));
    }
    return new FileSchema.Csv(
        sample.compression(),
        gathering.sample(),
        sample.encoding(),
        sample.length() / Math.max(1, gathering.records));
  }

  private static char nameSays(String location) {
    var name = location.toLowerCase(Locale.ROOT);
    if (!name.matches(".*\\.(csv|tsv)(\\.(gz|bz2|zst|lz4|snappy))?")) {
      return 0;
    }
    return name.contains(".tsv") ? '\t' : ',';
  }

  private static List<String> notices(CsvSample csv, TextEncoding encoding) {
    var notices = new ArrayList<String>();
    if (csv.preamble() > 0 && !csv.hasRemarks()) {
      notices.add(
          "begins with %d lines in front of its records, which Spark reads as rows"
              .formatted(csv.preamble()));
    }
    if (csv.remarksBetween() > 0) {
      notices.add(
          "has %d lines of '#' between its records, which Hive and Trino read as rows"
              .formatted(csv.remarksBetween()));
    }
    if (csv.delimiter() > 127) {
      notices.add("is delimited by %s, which only Spark takes".formatted(csv.delimiter()));
    }
    if (encoding.isUtf16()) {
      notices.add("is %s text, which only Spark reads".formatted(encoding.charset()));
    } else if (!encoding.isUtf8()) {
      notices.add(
          "is no UTF-8; Spark and Hive read it as %s, Trino shows other letters than ASCII wrongly"
              .formatted(encoding.charset()));
    }
    return notices;
  }

  private static final class Gathering {
    private final char delimiter;
    private final Quotes quotes;
    private final Classifier.@Nullable Csv classifier;
    private final List<String> first = new ArrayList<>();
    private TypeAccumulator[] cells = {};
    private Quoting quoting = Quoting.NONE;
    private boolean quotesTwice;
    private boolean nullMark;
    private boolean begun;
    private final int preamble;
    private String origin = "";
    private boolean remarks;
    private long remarksBetween;
    private long records;
    private long misfits;
    private long shorter;

    private Gathering(
        char delimiter, Quotes quotes, Classifier.@Nullable Csv classifier, int preamble) {
      this.delimiter = delimiter;
      this.quotes = quotes;
      this.classifier = classifier;
      this.preamble = preamble;
    }

    void addHead(BytedText text, String from) throws UnreadableFileException {
      origin = from;
      int start = 0;
      remarks = preamble > 0;
      for (int line = 0; line < preamble; line++) {
        int end = text.lineEnd(start);
        if (end == text.length()) {
          break;
        }
        var passed = text.part(start, end);
        remarks &= passed.isBlank() || passed.charAt(0) == DelimitedStructure.COMMENT;
        start = end + 1;
      }
      boolean isData = classifier != null && classifier.header() == Classifier.Header.ABSENT;
      // Where the second record begins, when the first is on one line.
      int body = isData ? start : Math.min(text.length(), text.lineEnd(start) + 1);
      if (body < text.length()) {
        noteQuotes(text, body);
      }
      parse(text, start);
    }

    /** A piece may begin within a cell that spans lines; then it is read from the end of that. */
    void addPiece(BytedText text) throws UnreadableFileException {
      int start = 0;
      if (quoting == Quoting.MULTILINE && misfits(text, 0) > 0) {
        int end = quotedLineEnd(text);
        start = end < text.length() && misfits(text, end + 1) < misfits(text, 0) ? end + 1 : 0;
      }
      noteQuotes(text, start);
      parse(text, start);
    }

    /** Where a line ends behind a quote for the first time; the text's end when none does. */
    private int quotedLineEnd(BytedText text) {
      var signs = Signs.of(text, delimiter, quotes.mark());
      int end = text.lineEnd(0);
      while (end < text.length() && (end == 0 || signs.at(end - 1) != signs.mark())) {
        end = text.lineEnd(end + 1);
      }
      return end;
    }

    private long misfits(BytedText text, int from) {
      long misfits = 0;
      var found = new DelimitedRecords(text, from, delimiter, quotes);
      while (found.next()) {
        misfits += found.size() != first.size() ? 1 : 0;
      }
      return misfits;
    }

    private void parse(BytedText text, int from) throws UnreadableFileException {
      var found = new DelimitedRecords(text, from, delimiter, quotes);
      while (found.next()) {
        add(found);
      }
    }

    private void add(DelimitedRecords found) throws UnreadableFileException {
      int size = found.size();
      if (size > DelimitedStructure.MOST_COLUMNS) {
        throw new UnreadableFileException(
            "it has a record of %,d columns, more than %,d"
                .formatted(size, DelimitedStructure.MOST_COLUMNS));
      }
      if (!begun) {
        begun = true;
        cells = new TypeAccumulator[size];
        for (int i = 0; i < size; i++) {
          first.add(found.cell(i));
          cells[i] = new TypeAccumulator(TextSource.CELL);
        }
        return;
      }
      if (size != first.size() && found.isRemark()) {
        remarksBetween++;
        remarks = true;
        return;
      }
      records++;
      if (size > first.size()) {
        misfits++;
        return;
      }
      shorter += size < first.size() ? 1 : 0;
      nullMark |= found.show(cells, origin);
      if (found.spansLines()) {
        quoting = Quoting.MULTILINE;
      }
    }

    CsvSample sample() {
      return new CsvSample(
          delimiter,
          first,
          List.of(cells),
          quoting,
          quotes.escaped() ? Within.ESCAPED : quotesTwice ? Within.TWICE : Within.UNSEEN,
          nullMark,
          records,
          classifier,
          preamble,
          remarks,
          remarksBetween,
          origin);
    }

    private void noteQuotes(BytedText text, int from) {
      var signs = Signs.of(text, delimiter, quotes.mark());
      if (hasQuoted(signs, from)) {
        quoting = quoting == Quoting.NONE ? Quoting.QUOTED : quoting;
        quotesTwice |= Quotes.hasTwice(signs, from);
      }
    }

    /** Whether a mark stands where a cell begins. */
    private static boolean hasQuoted(Signs text, int from) {
      int at = text.next(text.mark(), from, text.length());
      while (at < text.length()) {
        if (at == from || text.at(at - 1) == '\n' || text.at(at - 1) == text.delimiter()) {
          return true;
        }
        at = text.next(text.mark(), at + 1, text.length());
      }
      return false;
    }
  }
}
