package io.propolis.crawlers.formats;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text, and a byte for each of its characters: that of Latin-1, or a question mark for what is
 * none. So the signs that JSON is made of are found among bytes, at the places that they have in
 * the text, and arrays are read faster than texts, above all by cold code. Most files are ASCII:
 * their bytes are those that were read, and the text is made when somebody asks for it. Not
 * thread-safe.
 */
final class BytedText {
  static final BytedText EMPTY = of("");

  /** Bits that no character of ASCII has, in eight bytes. */
  private static final long NO_ASCII = 0x8080808080808080L;

  private final byte[] bytes;
  private final int length;
  private final boolean isLatin;
  private @Nullable String text;

  private BytedText(byte[] bytes, int length, boolean isLatin, @Nullable String text) {
    this.bytes = bytes;
    this.length = length;
    this.isLatin = isLatin;
    this.text = text;
  }

  static BytedText of(String text) {
    var latin = text.getBytes(StandardCharsets.ISO_8859_1);
    var bytes = latin.length == text.length() ? latin : each(text);
    return new BytedText(bytes, bytes.length, false, text);
  }

  /**
   * The text of the first bytes of an array, which is not to be written to any more.
   *
   * @param length how many
   */
  static BytedText of(byte[] bytes, int length, Charset charset) {
    boolean isUtf8 = charset.equals(StandardCharsets.UTF_8);
    return charset.equals(StandardCharsets.ISO_8859_1) || (isUtf8 && isAscii(bytes, length))
        ? new BytedText(bytes, length, true, null)
        : of(new String(bytes, 0, length, charset));
  }

  private static boolean isAscii(byte[] bytes, int length) {
    int ascii = ascii(bytes, length);
    while (ascii < length && bytes[ascii] >= 0) {
      ascii++;
    }
    return ascii == length;
  }

  /** How many bytes at the beginning are ASCII, at least; most text is nothing else. */
  static int ascii(byte[] bytes, int length) {
    int at = 0;
    for (int last = length - 4 * Long.BYTES; at <= last; at += 4 * Long.BYTES) {
      long four =
          EightBytes.at(bytes, at)
              | EightBytes.at(bytes, at + Long.BYTES)
              | EightBytes.at(bytes, at + 2 * Long.BYTES)
              | EightBytes.at(bytes, at + 3 * Long.BYTES);
      if ((four & NO_ASCII) != 0) {
        return at;
      }
    }
    return at;
  }

  /** Where pairs of surrogates, which make one byte together, would move what follows them. */
  private static byte[] each(String text) {
    var bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      bytes[i] = (byte) (c <= 0xFF ? c : '?');
    }
    return bytes;
  }

  String text() {
    if (text == null) {
      text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
    return text;
  }

  /** A part of the text; the whole is not made for it. */
  String part(int start, int end) {
    return text == null
        ? new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)
        : text.substring(start, end);
  }

  /** Not to be written to; there may be more of them than characters. */
  byte[] bytes() {
    return bytes;
  }

  /** Characters of the text. */
  int length() {
    return length;
  }

  /** Whether the bytes are known to say all: each is its character. */
  boolean isLatin() {
    return isLatin;
  }

  /** The place of the first character that is no blank; the text's length when all are. */
  int firstSign() {
    int at = 0;
    while (at < length
        && Character.isWhitespace(text == null ? bytes[at] & 0xFF : text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where the line ends that holds the place: at its line feed, or with the text. */
  int lineEnd(int from) {
    return EightBytes.indexOf(bytes, (byte) '\n', from, length);
  }

  /** The first lines that are not blank; they end with LF, CR or both. */
  List<String> lines(int most) {
    var lines = new ArrayList<String>();
    int at = 0;
    while (at < length && lines.size() < most) {
      int end = at;
      while (end < length && bytes[end] != '\n' && bytes[end] != '\r') {
        end++;
      }
      var line = part(at, end);
      if (!line.isBlank()) {
        lines.add(line);
      }
      // Between CR and LF is an empty line.
      at = end + 1;
    }
    return lines;
  }
}
