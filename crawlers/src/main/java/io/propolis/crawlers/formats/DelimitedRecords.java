package io.propolis.crawlers.formats;

import java.util.Arrays;

/**
 * The records of delimited text, one after the other. Cells are places in the text: of most no copy
 * is made. Lines end with LF, CR or both; empty ones are passed over; a cell that begins with a
 * quote goes on to the next quote that is not doubled, over lines too, and to the end of the text
 * when there is none; what stands between that quote and the delimiter belongs to the cell. Where
 * quotes are escaped, one behind a backslash is a character, too. Not thread-safe.
 */
final class DelimitedRecords {
  private static final int FIRST_CELLS = 16;

  private final String text;
  private final char delimiter;
  private final char quote;
  private final Quotes quotes;

  private int position;
  private int lines;
  private int linesBefore;
  private int size;
  private boolean spansLines;
  private String[] sources = new String[FIRST_CELLS];
  private int[] starts = new int[FIRST_CELLS];
  private int[] ends = new int[FIRST_CELLS];

  DelimitedRecords(String text, char delimiter, Quotes quotes) {
    this.text = text;
    this.delimiter = delimiter;
    this.quote = quotes.mark();
    this.quotes = quotes;
  }

  /** Goes to the next record; false after the last. */
  boolean next() {
    size = 0;
    spansLines = false;
    while (position < text.length() && isLineEnd(text.charAt(position))) {
      passLineEnd();
    }
    linesBefore = lines;
    if (position >= text.length()) {
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

  /** Lines of the text in front of the record. */
  int linesBefore() {
    return linesBefore;
  }

  /** Whether a cell of the record holds the end of a line. */
  boolean spansLines() {
    return spansLines;
  }

  /** What holds a cell, between {@link #start} and {@link #end}: the text, or the cell itself. */
  String source(int cell) {
    return sources[cell];
  }

  int start(int cell) {
    return starts[cell];
  }

  int end(int cell) {
    return ends[cell];
  }

  /** A cell, copied. */
  String cell(int cell) {
    return sources[cell].substring(starts[cell], ends[cell]);
  }

  boolean isEmpty(int cell) {
    return starts[cell] == ends[cell];
  }

  /** Whether a cell is this text. */
  boolean is(String word, int cell) {
    return ends[cell] - starts[cell] == word.length()
        && sources[cell].startsWith(word, starts[cell]);
  }

  /** Reads one cell and what ends it; false when that ends the record. */
  private boolean cell() {
    int start = position;
    if (start < text.length() && text.charAt(start) == quote) {
      quoted();
    } else {
      position = cellEnd(start);
      add(text, start, position);
    }
    if (position >= text.length()) {
      return false;
    }
    if (text.charAt(position) == delimiter) {
      position++;
      return true;
    }
    passLineEnd();
    return false;
  }

  private void quoted() {
    int start = position + 1;
    int end = text.indexOf(quote, start);
    boolean hasQuotes = false;
    while (end >= 0) {
      int length = lengthWithin(start, end);
      if (length == 0) {
        break;
      }
      hasQuotes = true;
      end = text.indexOf(quote, end + length);
    }
    int within = end < 0 ? text.length() : end;
    countLines(start, within);
    int after = end < 0 ? within : end + 1;
    position = cellEnd(after);
    if (!hasQuotes && position == after) {
      add(text, start, within);
    } else {
      var cell = plain(start, within) + text.substring(after, position);
      add(cell, 0, cell.length());
    }
  }

  /** Characters from a quote on which are one quote of the cell's text; none when it ends it. */
  private int lengthWithin(int start, int at) {
    if (quotes.isEscaped(text, start, at)) {
      return 1;
    }
    return at + 1 < text.length() && text.charAt(at + 1) == quote ? 2 : 0;
  }

  /** What stands between quotes, each doubled or escaped one once. */
  private String plain(int start, int end) {
    var plain = new StringBuilder(end - start);
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == quote) {
        if (quotes.isEscaped(text, start, i)) {
          plain.setLength(plain.length() - 1);
        } else {
          i++;
        }
      }
      plain.append(c);
    }
    return plain.toString();
  }

  private void countLines(int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        spansLines = true;
        lines += i > start && text.charAt(i - 1) == '\r' ? 0 : 1;
      } else if (c == '\r') {
        lines++;
      }
    }
  }

  /** The place of the next delimiter or end of a line. */
  private int cellEnd(int from) {
    // Most of the time is spent here: without fields.
    String within = text;
    int end = within.length();
    char parting = delimiter;
    int at = from;
    while (at < end) {
      char c = within.charAt(at);
      if (c == parting || c == '\n' || c == '\r') {
        break;
      }
      at++;
    }
    return at;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private void passLineEnd() {
    boolean isReturn = text.charAt(position++) == '\r';
    if (isReturn && position < text.length() && text.charAt(position) == '\n') {
      position++;
    }
    lines++;
  }

  private void add(String source, int start, int end) {
    if (size == starts.length) {
      sources = Arrays.copyOf(sources, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
    }
    sources[size] = source;
    starts[size] = start;
    ends[size] = end;
    size++;
  }
}
