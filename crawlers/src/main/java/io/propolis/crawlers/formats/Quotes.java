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
  private static final byte ESCAPE = '\\';

  /** Of text that writes marks twice. */
  static Quotes twice(char mark) {
    return new Quotes(mark, false);
  }

  /** As most places of the text tell where marks stand within cells; twice where none does. */
  static Quotes of(TextSample sample, char mark) {
    int balance = 0;
    for (var piece : sample.bytes()) {
      balance += balance(Signs.of(piece, mark));
    }
    return new Quotes(mark, balance > 0);
  }

  /** Whether some mark stands twice within a cell, from a place on. */
  static boolean hasTwice(Signs text, int from) {
    return twice(text, from) > 0;
  }

  private static int balance(Signs text) {
    int escaped = escaped(text);
    // Most text has no backslash, and need not be looked at again.
    return escaped == 0 ? 0 : escaped - twice(text, 0);
  }

  /**
   * Marks behind a backslash that cannot end a cell, since text follows, or that are followed by
   * one which does. {@code "C:\temp\",} tells nothing: its mark is the end for who writes marks
   * twice.
   */
  private static int escaped(Signs text) {
    int length = text.length();
    int found = 0;
    int at = text.next(ESCAPE, 0, length);
    while (at < length) {
      int next = at + 2;
      boolean isPair = at + 1 < length && text.at(at + 1) == text.mark();
      if (isPair
          && next < length
          && (isWithin(text, next) || (text.at(next) == text.mark() && endsCell(text, next + 1)))) {
        found++;
      }
      at = text.next(ESCAPE, isPair ? next : at + 1, length);
    }
    return found;
  }

  /** Runs of marks that are neither one, nor the two of an empty cell, nor behind a backslash. */
  private static int twice(Signs text, int from) {
    int length = text.length();
    int found = 0;
    int at = text.next(text.mark(), from, length);
    while (at < length) {
      int end = at + 1;
      while (end < length && text.at(end) == text.mark()) {
        end++;
      }
      if (end - at > 1) {
        boolean isEscaped = at > from && text.at(at - 1) == ESCAPE;
        boolean isEmptyCell =
            end - at == 2 && (at == from || !isWithin(text, at - 1)) && endsCell(text, end);
        found += isEscaped || isEmptyCell ? 0 : 1;
      }
      at = text.next(text.mark(), end, length);
    }
    return found;
  }

  private static boolean endsCell(Signs text, int at) {
    return at >= text.length() || isParting(text.at(at));
  }

  /** Whether a character is neither a mark nor what parts cells in common text. */
  private static boolean isWithin(Signs text, int at) {
    return text.at(at) != text.mark() && !isParting(text.at(at));
  }

  private static boolean isParting(byte c) {
    return c == '\n' || c == '\r' || DelimitedStructure.COMMON.indexOf(c & 0xFF) >= 0;
  }

  /** Whether the mark at a place of a cell that begins at {@code start} is a character of it. */
  boolean isEscaped(Signs text, int start, int at) {
    if (!escaped) {
      return false;
    }
    int before = at;
    while (before > start && text.at(before - 1) == ESCAPE) {
      before--;
    }
    return (at - before) % 2 == 1;
  }
}
