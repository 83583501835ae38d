package io.propolis.crawlers.formats;

/**
 * What delimited text is made of, as bytes at the places that it has in the text.
 *
 * @param bytes not to be written to; there may be more of them than characters
 * @param length characters of the text
 * @param delimiter the byte of what stands between cells, and of nothing else
 * @param mark the same of what stands at both ends of quoted cells
 */
record Signs(byte[] bytes, int length, byte delimiter, byte mark) {
  /** Bytes for signs that have none of their own; what else has them is zero then. */
  private static final byte DELIMITER = 2;

  private static final byte MARK = 3;

  static Signs of(BytedText text, char delimiter, char mark) {
    return isOwn(text, delimiter) && isOwn(text, mark)
        ? new Signs(text.bytes(), text.length(), (byte) delimiter, (byte) mark)
        : replaced(text.text(), delimiter, mark);
  }

  /** Of text whose delimiter is not known, or does not matter. */
  static Signs of(BytedText text, char mark) {
    return of(text, ',', mark);
  }

  /** Whether no other character has the byte of this one. */
  private static boolean isOwn(BytedText text, char sign) {
    return sign <= 0xFF && (sign != '?' || text.isLatin());
  }

  private static Signs replaced(String text, char delimiter, char mark) {
    byte parting = delimiter == mark ? MARK : DELIMITER;
    var bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      boolean isOther = c > 0xFF || c == DELIMITER || c == MARK;
      bytes[i] = c == mark ? MARK : c == delimiter ? parting : isOther ? 0 : (byte) c;
    }
    return new Signs(bytes, bytes.length, parting, MARK);
  }

  byte at(int place) {
    return bytes[place];
  }

  /** The next place of a byte from one place on and before another; that one when there is none. */
  int next(byte sign, int from, int to) {
    return EightBytes.indexOf(bytes, sign, from, to);
  }
}
