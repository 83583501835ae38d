package io.propolis.crawlers.formats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a file's bytes are characters: as its byte order mark says; without one UTF-16 when every
 * other byte is zero, UTF-8 when the bytes are, and Latin-1 otherwise.
 *
 * @param mark bytes of the byte order mark
 */
public record TextEncoding(Charset charset, int mark) {
  static final TextEncoding UTF_8 = new TextEncoding(StandardCharsets.UTF_8, 0);

  /** Not Windows' superset of it, which Spark refuses. */
  private static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

  private static final int LONGEST_CHARACTER = 4;
  private static final int LOOKED_AT = 4 << 10;

  /** The encoding of text that begins with these bytes, which may end within a character. */
  static TextEncoding of(byte[] head) {
    if (Magic.UTF_8_MARK.isAt(head, 0)) {
      return new TextEncoding(StandardCharsets.UTF_8, Magic.UTF_8_MARK.length());
    }
    if (Magic.UTF_16_LITTLE.isAt(head, 0)) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 2);
    }
    if (Magic.UTF_16_BIG.isAt(head, 0)) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 2);
    }
    int length = Math.min(head.length, LOOKED_AT) & ~1;
    int even = zeros(head, 0, length);
    int odd = zeros(head, 1, length);
    if (odd * 4 > length && even == 0) {
      return new TextEncoding(StandardCharsets.UTF_16LE, 0);
    }
    if (even * 4 > length && odd == 0) {
      return new TextEncoding(StandardCharsets.UTF_16BE, 0);
    }
    return isUtf8(head) ? UTF_8 : new TextEncoding(LATIN_1, 0);
  }

  private static int zeros(byte[] bytes, int from, int to) {
    int zeros = 0;
    for (int i = from; i < to; i += 2) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static boolean isUtf8(byte[] bytes) {
    int ascii = BytedText.ascii(bytes, bytes.length);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    var input = ByteBuffer.wrap(bytes, ascii, bytes.length - ascii);
    var output = CharBuffer.allocate(input.remaining());
    var result = decoder.decode(input, output, false);
    return !result.isError() && input.remaining() < LONGEST_CHARACTER;
  }

  /** Bytes of the shortest character, which pieces of a file begin at a multiple of. */
  int unit() {
    return isUtf16() ? 2 : 1;
  }

  public boolean isUtf16() {
    return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
  }

  public boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  /** The text of some bytes of an array, which is not to be written to any more. */
  BytedText text(byte[] bytes, int from, int to) {
    var own = from == 0 ? bytes : Arrays.copyOfRange(bytes, from, to);
    return BytedText.of(own, to - from, charset);
  }

  /** Where a line begins for the first time; negative for nowhere. */
  int lineStart(byte[] bytes) {
    for (int at = 0; at + unit() <= bytes.length; at += unit()) {
      if (isLineFeed(bytes, at)) {
        return at + unit();
      }
    }
    return -1;
  }

  /** After the last line feed between two places; negative when there is none. */
  int lineEnd(byte[] bytes, int from, int to) {
    for (int at = from + (to - from) / unit() * unit() - unit(); at >= from; at -= unit()) {
      if (isLineFeed(bytes, at)) {
        return at + unit();
      }
    }
    return -1;
  }

  private boolean isLineFeed(byte[] bytes, int at) {
    if (!isUtf16()) {
      return bytes[at] == '\n';
    }
    boolean isLittle = charset.equals(StandardCharsets.UTF_16LE);
    return bytes[isLittle ? at : at + 1] == '\n' && bytes[isLittle ? at + 1 : at] == 0;
  }
}
