package io.propolis.glue.auth;

import io.propolis.glue.wire.GlueException;
import io.propolis.glue.wire.HttpCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A body that comes in chunks of AWS's own ({@code aws-chunked}), each with its signature. */
final class ChunkedBody {
  private static final String STREAMING = "STREAMING-";
  private static final String SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
  private static final String TRAILED = "-TRAILER";
  private static final String EXTENSION = ";chunk-signature=";
  private static final String TRAILER_SIGNATURE = "x-amz-trailer-signature:";

  private final byte[] bytes;
  private final Ending ending;
  private int position;
  private @Nullable Seal seal;

  private ChunkedBody(byte[] bytes, @Nullable Seal seal, Ending ending) {
    this.bytes = bytes;
    this.seal = seal;
    this.ending = ending;
  }

  /** What stands behind the last chunk. */
  private enum Ending {
    NOTHING_MORE,
    /** Headers that are signed. */
    TRAILERS
  }

  /** What the next signature is made with; {@code previous} is the one before. */
  record Seal(SigningKey key, String date, String scope, String previous) {
    String next(byte[] chunk) {
      return key.sign(
          String.join(
              "\n",
              "AWS4-HMAC-SHA256-PAYLOAD",
              date,
              scope,
              previous,
              SigningKey.sha256(new byte[0]),
              SigningKey.sha256(chunk)));
    }

    String ofTrailers(String trailers) {
      return key.sign(
          String.join(
              "\n",
              "AWS4-HMAC-SHA256-TRAILER",
              date,
              scope,
              previous,
              SigningKey.sha256(SigningKey.utf8(trailers))));
    }

    Seal after(String signature) {
      return new Seal(key, date, scope, signature);
    }
  }

  static boolean isOne(HttpCall call) {
    return call.header("x-amz-content-sha256").orElse("").startsWith(STREAMING);
  }

  /** Without a look at signatures. */
  static byte[] whole(HttpCall call) {
    return new ChunkedBody(call.body(), null, Ending.NOTHING_MORE).read();
  }

  /** Throws InvalidSignatureException for the first chunk that is not as it was signed. */
  static byte[] verified(HttpCall call, Seal seal) {
    var said = call.header("x-amz-content-sha256").orElse("");
    return new ChunkedBody(
            call.body(),
            said.startsWith(SIGNED) ? seal : null,
            said.endsWith(TRAILED) ? Ending.TRAILERS : Ending.NOTHING_MORE)
        .read();
  }

  private byte[] read() {
    var whole = new ByteArrayOutputStream(bytes.length);
    while (true) {
      var head = line();
      int extension = head.indexOf(';');
      int size = size(extension < 0 ? head : head.substring(0, extension));
      var chunk = take(size);
      check(head, chunk);
      if (size == 0) {
        trailers();
        return whole.toByteArray();
      }
      whole.writeBytes(chunk);
      if (!line().isEmpty()) {
        throw broken();
      }
    }
  }

  private void check(String head, byte[] chunk) {
    if (seal == null) {
      return;
    }
    int at = head.indexOf(EXTENSION);
    var expected = seal.next(chunk);
    if (at < 0 || !SigningKey.areSame(expected, head.substring(at + EXTENSION.length()).strip())) {
      throw Signatures.wrong();
    }
    seal = seal.after(expected);
  }

  private void trailers() {
    var trailers = new ArrayList<String>();
    @Nullable String signature = null;
    while (position < bytes.length) {
      var line = line();
      if (line.toLowerCase(Locale.ROOT).startsWith(TRAILER_SIGNATURE)) {
        signature = line.substring(TRAILER_SIGNATURE.length()).strip();
      } else if (!line.isEmpty()) {
        trailers.add(line);
      }
    }
    // They are missed where they were announced: somebody may have cut them off.
    if (seal != null && (ending == Ending.TRAILERS || !trailers.isEmpty())) {
      var expected = seal.ofTrailers(String.join("\n", trailers) + "\n");
      if (signature == null || !SigningKey.areSame(expected, signature)) {
        throw Signatures.wrong();
      }
    }
  }

  private int size(String hexadecimal) {
    try {
      int size = Integer.parseInt(hexadecimal.strip(), 16);
      if (size >= 0 && size <= bytes.length - position) {
        return size;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw broken();
  }

  private byte[] take(int size) {
    position += size;
    return Arrays.copyOfRange(bytes, position - size, position);
  }

  /** Up to the next line break, which is passed over. */
  private String line() {
    int end = position;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    if (end == bytes.length && position == end) {
      throw broken();
    }
    int length = end - position - (end > position && bytes[end - 1] == '\r' ? 1 : 0);
    var line = new String(bytes, position, length, StandardCharsets.UTF_8);
    position = Math.min(end + 1, bytes.length);
    return line;
  }

  private static GlueException broken() {
    return GlueException.serialization("The chunks of the body are broken off");
  }
}
