package io.propolis.crawlers.formats;

import java.nio.charset.StandardCharsets;

/**
 * A text, and a byte for each of its characters: that of Latin-1, or a question mark for what is
 * none. So the signs that JSON is made of are found among bytes, at the places that they have in
 * the text, and arrays are read faster than texts, above all by cold code.
 */
final class BytedText {
  static final BytedText EMPTY = of("");

  private final String text;
  private final byte[] bytes;

  private BytedText(String text, byte[] bytes) {
    this.text = text;
    this.bytes = bytes;
  }

  static BytedText of(String text) {
    var latin = text.getBytes(StandardCharsets.ISO_8859_1);
    return new BytedText(text, latin.length == text.length() ? latin : each(text));
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
    return text;
  }

  /** Not to be written to. */
  byte[] bytes() {
    return bytes;
  }
}
