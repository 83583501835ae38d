package io.propolis.crawlers.formats;

/**
 * How delimited text puts cells between quotes.
 *
 * @param mark what stands at both ends of such a cell
 * @param escaped whether a mark within the cell follows a backslash, as Hive's and Spark's writers
 *     have it, instead of standing twice, as RFC 4180 does (section 2, rule 7); a backslash is a
 *     character as any other then
 */
record Quotes(char mark, boolean escaped) {
  private static final char ESCAPE = '\\';

  /** Of text that writes marks twice. */
  static Quotes twice(char mark) {
    return new Quotes(mark, false);
  }

  /** As most places of the text tell where marks stand within cells; twice where none does. */
  static Quotes of(TextSample sample, char mark) {
    int balance = balance(sample.head(), mark);
    for (var piece : sample.further()) {
      balance += balance(piece, mark);
    }
    return new Quotes(mark, balance > 0);
  }

  /** Whether some mark stands twice within a cell. */
  static boolean hasTwice(String text, char mark) {
    return twice(text, mark) > 0;
  }

  private static int balance(String text, char mark) {
    int escaped = escaped(text, mark);
    // Most text has no backslash, and need not be looked at again.
    return escaped == 0 ? 0 : escaped - twice(text, mark);
  }

  /**
   * Marks behind a backslash that cannot end a cell, since text follows, or that are followed by
   * one which does. {@code "C:\temp\",} tells nothing: its mark is the end for who writes marks
   * twice.
   */
  private static int escaped(String text, char mark) {
    var pair = "" + ESCAPE + mark;
    int found = 0;
    for (int at = text.indexOf(pair); at >= 0; at = text.indexOf(pair, at + 2)) {
      int next = at + 2;
      if (next < text.length()
          && (isWithin(text.charAt(next), mark)
              || (text.charAt(next) == mark && endsCell(text, next + 1)))) {
        found++;
      }
    }
    return found;
  }

  /** Runs of marks that are neither one, nor the two of an empty cell, nor behind a backslash. */
  private static int twice(String text, char mark) {
    var pair = "" + mark + mark;
    int found = 0;
    int at = text.indexOf(pair);
    while (at >= 0) {
      int end = at + 2;
      while (end < text.length() && text.charAt(end) == mark) {
        end++;
      }
      boolean isEscaped = at > 0 && text.charAt(at - 1) == ESCAPE;
      boolean isEmptyCell =
          end - at == 2 && (at == 0 || !isWithin(text.charAt(at - 1), mark)) && endsCell(text, end);
      if (!isEscaped && !isEmptyCell) {
        found++;
      }
      at = text.indexOf(pair, end);
    }
    return found;
  }

  private static boolean endsCell(String text, int at) {
    return at >= text.length() || !isWithin(text.charAt(at), '\0');
  }

  /** Whether a character is neither a mark nor what parts cells in common text. */
  private static boolean isWithin(char c, char mark) {
    return c != mark && DelimitedStructure.COMMON.indexOf(c) < 0 && c != '\n' && c != '\r';
  }

  /** Whether the mark at a place of a cell that begins at {@code start} is a character of it. */
  boolean isEscaped(String text, int start, int at) {
    if (!escaped) {
      return false;
    }
    int before = at;
    while (before > start && text.charAt(before - 1) == ESCAPE) {
      before--;
    }
    return (at - before) % 2 == 1;
  }
}
