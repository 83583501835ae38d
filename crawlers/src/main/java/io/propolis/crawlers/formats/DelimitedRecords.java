package io.propolis.crawlers.formats;

import io.propolis.inference.TypeAccumulator;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The records of delimited text, one after the other. Cells are places in the text: of most no copy
 * is made. Lines end with LF, CR or both; empty ones are passed over; a cell that begins with a
 * quote goes on to the next quote that is not doubled, over lines too, and to the end of the text
 * when there is none; what stands between that quote and the delimiter belongs to the cell. Where
 * quotes are escaped, one behind a backslash is a character, too.
 *
 * <p>It looks at bytes, many at once, for speed alone (the benchmark is {@code crawl-csv}); what it
 * cuts is compared with Apache Commons CSV. Not thread-safe.
 */
final class DelimitedRecords {
  private static final int FIRST_CELLS = 16;

  private static final String NULL_MARK = "\\N";

  private final BytedText text;
  private final byte[] latin;
  private final boolean isLatin;
  private final Signs signs;
  private final byte[] bytes;
  private final int length;
  private final byte delimiter;
  private final byte quote;
  private final Quotes quotes;

  /** The delimiter eight times. */
  private final long delimiters;

  private int position;
  private int lines;
  private int linesBefore;
  private int size;
  private boolean spansLines;
  private int[] starts = new int[FIRST_CELLS];
  private int[] ends = new int[FIRST_CELLS];

  /** Cells that do not stand in the text as they are. */
  private @Nullable String[] copies = new @Nullable String[FIRST_CELLS];

  /** Records of a text from a place on. */
  DelimitedRecords(BytedText text, int from, char delimiter, Quotes quotes) {
    this.text = text;
    this.latin = text.bytes();
    this.isLatin = text.isLatin();
    this.signs = Signs.of(text, delimiter, quotes.mark());
    this.bytes = signs.bytes();
    this.length = signs.length();
    this.delimiter = signs.delimiter();
    this.quote = signs.mark();
    this.delimiters = EightBytes.all(signs.delimiter());
    this.quotes = quotes;
    this.position = from;
  }

  /** Goes to the next record; false after the last. */
  boolean next() {
    size = 0;
    spansLines = false;
    while (position < length && isLineEnd(bytes[position])) {
      passLineEnd();
    }
    linesBefore = lines;
    if (position >= length) {
      return false;
    }
    while (cell()) {
      // The record goes on.
    }
    return true;
  }

  /** Cells of the record. */
  int size() {
    return size;
  }

  /** Lines of the text in front of the record, from the place on where records begin. */
  int linesBefore() {
    return linesBefore;
  }

  /** Whether a cell of the record holds the end of a line. */
  boolean spansLines() {
    return spansLines;
  }

  /** Where a cell begins in the text, behind its quote. */
  int start(int cell) {
    return starts[cell];
  }

  /** A cell, copied. */
  String cell(int cell) {
    var copy = copies[cell];
    return copy == null ? text.part(starts[cell], ends[cell]) : copy;
  }

  /**
   * Shows each cell to what gathers the values of its column.
   *
   * @param columns as many as there are cells, or more
   * @return whether a cell is {@code \N}
   */
  boolean show(TypeAccumulator[] columns, String origin) {
    boolean hasNullMark = false;
    for (int cell = 0; cell < size; cell++) {
      var copy = copies[cell];
      int start = starts[cell];
      int end = ends[cell];
      if (copy != null) {
        hasNullMark |= copy.equals(NULL_MARK);
        columns[cell].add(copy, origin);
      } else {
        hasNullMark |= start < end && bytes[start] == '\\' && isNullMark(start, end);
        if (isLatin) {
          columns[cell].add(latin, start, end, origin);
        } else {
          columns[cell].add(text.text(), start, end, origin);
        }
      }
    }
    return hasNullMark;
  }

  private boolean isNullMark(int start, int end) {
    return end - start == NULL_MARK.length() && bytes[start + 1] == NULL_MARK.charAt(1);
  }

  /** Whether the record begins as remarks do. */
  boolean isRemark() {
    var copy = copies[0];
    return copy == null
        ? starts[0] < ends[0] && bytes[starts[0]] == DelimitedStructure.COMMENT
        : !copy.isEmpty() && copy.charAt(0) == DelimitedStructure.COMMENT;
  }

  /** Reads one cell and what ends it; false when that ends the record. */
  private boolean cell() {
    int start = position;
    if (start < length && bytes[start] == quote) {
      quoted();
    } else {
      position = cellEnd(start);
      add(start, position, null);
    }
    if (position >= length) {
      return false;
    }
    if (bytes[position] == delimiter) {
      position++;
      return true;
    }
    passLineEnd();
    return false;
  }

  private void quoted() {
    int start = position + 1;
    int end = signs.next(quote, start, length);
    boolean hasQuotes = false;
    while (end < length) {
      int within = lengthWithin(start, end);
      if (within == 0) {
        break;
      }
      hasQuotes = true;
      end = signs.next(quote, Math.min(length, end + within), length);
    }
    countLines(start, end);
    int after = Math.min(length, end + 1);
    position = cellEnd(after);
    if (!hasQuotes && position == after) {
      add(start, end, null);
    } else {
      add(start, end, plain(start, end) + text.part(after, position));
    }
  }

  /** Characters from a quote on which are one quote of the cell's text; none when it ends it. */
  private int lengthWithin(int start, int at) {
    if (quotes.isEscaped(signs, start, at)) {
      return 1;
    }
    return at + 1 < length && bytes[at + 1] == quote ? 2 : 0;
  }

  /** What stands between quotes, each doubled or escaped one once. */
  private String plain(int start, int end) {
    var within = text.part(start, end);
    var plain = new StringBuilder(within.length());
    for (int i = 0; i < within.length(); i++) {
      if (bytes[start + i] == quote) {
        if (quotes.isEscaped(signs, start, start + i)) {
          plain.setLength(plain.length() - 1);
        } else {
          i++;
        }
      }
      plain.append(within.charAt(i));
    }
    return plain.toString();
  }

  private void countLines(int start, int end) {
    for (int i = start; i < end; i++) {
      byte c = bytes[i];
      if (c == '\n') {
        spansLines = true;
        lines += i > start && bytes[i - 1] == '\r' ? 0 : 1;
      } else if (c == '\r') {
        lines++;
      }
    }
  }

  /** The place of the next delimiter or end of a line. */
  private int cellEnd(int from) {
    // Most of the time is spent here: without fields.
    byte[] within = bytes;
    int end = length;
    byte parting = delimiter;
    long partings = delimiters;
    int at = from;
    while (at <= end - Long.BYTES) {
      int before = EightBytes.beforeEnd(EightBytes.at(within, at), partings);
      at += before;
      if (before < Long.BYTES) {
        if (within[at] == parting || isLineEnd(within[at])) {
          return at;
        }
        // Another control character.
        at++;
      }
    }
    while (at < end && within[at] != parting && !isLineEnd(within[at])) {
      at++;
    }
    return at;
  }

  private static boolean isLineEnd(byte c) {
    return c == '\n' || c == '\r';
  }

  private void passLineEnd() {
    boolean isReturn = bytes[position++] == '\r';
    if (isReturn && position < length && bytes[position] == '\n') {
      position++;
    }
    lines++;
  }

  private void add(int start, int end, @Nullable String copy) {
    if (size == starts.length) {
      copies = Arrays.copyOf(copies, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    copies[size] = copy;
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
