package io.propolis.crawlers.formats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What parts the cells of delimited text, and where its records begin: the delimiter with which
 * nearly all records have the same number of cells, after lines that are none.
 *
 * @param preamble lines in front of the first record
 * @param width cells of a record
 * @param certainty share of the records that have as many
 */
record DelimitedStructure(char delimiter, int preamble, int width, double certainty) {
  /** Begins lines that are remarks. */
  static final char COMMENT = '#';

  /** More columns than this no engine reads from text. */
  static final int MOST_COLUMNS = 10_000;

  /** What parts cells in nearly all such text. */
  static final String COMMON = ",\t|;\u0001";

  /** Looked for when none of the common ones is found; ordinary text may hold them. */
  private static final String RARE = "^~\u0002\u0003\u001C\u001D\u001E\u001F\u00A6\u00A7\u00FE: ";

  private static final Pattern CLOCK = Pattern.compile("\\b\\d{1,2}:\\d\\d\\b");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+(?:[.,]\\d+)?(?:[eE][+-]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("\\p{L}[\\p{L}\\p{N} _./()-]*");

  private static final int SNIFFED_RECORDS = 200;
  private static final int LONGEST_PREAMBLE = 30;
  private static final int FEWEST_AFTER_PREAMBLE = 3;

  /** So many records must agree, all of them, on a delimiter that ordinary text may hold. */
  private static final int FEWEST_RARE = 4;

  /** One record in so many may have another number of cells. */
  private static final int TOLERANCE = 10;

  /** The certainty of text whose records have fewer cells than there are names. */
  private static final double RAGGED = 0.9;

  /**
   * The structure of text; empty when it has none.
   *
   * @throws UnreadableFileException when there are too many columns
   */
  static Optional<DelimitedStructure> of(BytedText text, Quotes quotes)
      throws UnreadableFileException {
    check(text);
    DelimitedStructure best = null;
    double bestScore = 0;
    for (char delimiter : COMMON.toCharArray()) {
      var found = with(text, delimiter, quotes).orElse(null);
      if (found != null && found.score() > bestScore) {
        best = found;
        bestScore = found.score();
      }
    }
    return best != null ? Optional.of(best) : rare(text, quotes);
  }

  private static Optional<DelimitedStructure> rare(BytedText text, Quotes quotes) {
    var lines = text.lines(FEWEST_RARE);
    if (lines.size() < FEWEST_RARE) {
      return Optional.empty();
    }
    for (char delimiter : RARE.toCharArray()) {
      if (lines.stream().allMatch(line -> line.indexOf(delimiter) >= 0)) {
        var found = with(text, delimiter, quotes);
        if (found.isPresent()
            && found.get().certainty == 1.0
            && found.get().preamble == 0
            && isParting(delimiter, lines)) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a sign parts cells, rather than being part of a text or a time. */
  private static boolean isParting(char delimiter, List<String> lines) {
    if (delimiter == ':' && lines.stream().anyMatch(line -> CLOCK.matcher(line).find())) {
      return false;
    }
    int numbers = 0;
    int cells = 0;
    for (var line : lines) {
      for (var cell : line.split(Pattern.quote(String.valueOf(delimiter)), -1)) {
        if (!cell.equals(cell.strip())) {
          return false;
        }
        cells++;
        numbers += NUMBER.matcher(cell).matches() ? 1 : 0;
      }
    }
    // Words are parted by blanks, too.
    return delimiter != ' ' || numbers * 3 >= cells;
  }

  /** Refuses a first line with too many columns before memory is given to its cells. */
  private static void check(BytedText text) throws UnreadableFileException {
    int length = text.lineEnd(0);
    var counts = new int[COMMON.length()];
    for (int i = 0; i < length; i++) {
      int delimiter = COMMON.indexOf(text.bytes()[i] & 0xFF);
      if (delimiter >= 0) {
        counts[delimiter]++;
      }
    }
    for (int count : counts) {
      if (count >= MOST_COLUMNS) {
        throw new UnreadableFileException(
            "its first line has %,d columns, more than %,d".formatted(count + 1, MOST_COLUMNS));
      }
    }
  }

  /** The structure that text has with a delimiter. */
  static Optional<DelimitedStructure> with(BytedText text, char delimiter, Quotes quotes) {
    var records = records(text, delimiter, quotes);
    int width = commonest(records);
    if (width < 2 || records.size() < 2) {
      return Optional.empty();
    }
    if (isRagged(records, width)) {
      return Optional.of(new DelimitedStructure(delimiter, 0, records.get(0).width, RAGGED));
    }
    int first = 0;
    while (records.get(first).width != width) {
      first++;
    }
    int agreeing = 0;
    int remarks = 0;
    for (var one : records.subList(first, records.size())) {
      agreeing += one.width == width ? 1 : 0;
      remarks += one.width != width && one.remark ? 1 : 0;
    }
    int counted = records.size() - first - remarks;
    boolean recurring = (counted - agreeing) * TOLERANCE <= counted;
    boolean begun =
        first == 0
            || (first <= LONGEST_PREAMBLE
                && agreeing >= FEWEST_AFTER_PREAMBLE
                && isPreamble(records.subList(0, first), width));
    return recurring && begun
        ? Optional.of(
            new DelimitedStructure(
                delimiter, records.get(first).linesBefore, width, (double) agreeing / counted))
        : Optional.empty();
  }

  /** Whether a record of names is followed by records that leave out their last, empty cells. */
  private static boolean isRagged(List<Line> records, int width) {
    var first = records.get(0);
    return first.names
        && first.width > width
        && records.size() >= FEWEST_AFTER_PREAMBLE
        && records.stream().allMatch(line -> line.width > 1 && line.width <= first.width);
  }

  /** Lines in front of a table are remarks, or have fewer cells than its records. */
  private static boolean isPreamble(List<Line> lines, int width) {
    return lines.stream().allMatch(line -> line.remark || line.width < width);
  }

  /** A record: its number of cells, what they are, and how many lines come before it. */
  private record Line(int width, boolean remark, boolean names, int linesBefore) {}

  private static List<Line> records(BytedText text, char delimiter, Quotes quotes) {
    var records = new ArrayList<Line>();
    var found = new DelimitedRecords(text, 0, delimiter, quotes);
    while (records.size() < SNIFFED_RECORDS && found.next()) {
      records.add(
          new Line(
              found.size(),
              found.isRemark(),
              records.isEmpty() && areNames(found),
              found.linesBefore()));
    }
    return records;
  }

  private static boolean areNames(DelimitedRecords found) {
    for (int i = 0; i < found.size(); i++) {
      if (!NAME.matcher(found.cell(i)).matches()) {
        return false;
      }
    }
    return true;
  }

  private static int commonest(List<Line> records) {
    Map<Integer, Integer> widths = new HashMap<>();
    int best = 0;
    for (var line : records) {
      int count = line.remark && line.width < 2 ? 0 : widths.merge(line.width, 1, Integer::sum);
      if (count > widths.getOrDefault(best, 0)
          || (count > 0 && count == widths.getOrDefault(best, 0) && line.width > best)) {
        best = line.width;
      }
    }
    return best;
  }

  /** Records that agree, then more cells, then fewer lines to pass over. */
  private double score() {
    return certainty + Math.min(width, 999) / 1000.0 - preamble / 100.0;
  }
}
