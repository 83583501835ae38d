package io.propolis.crawlers.formats;

import io.propolis.files.RangedFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What classifiers look at: the file, its first bytes unpacked, and samples of its text. Not for
 * use by several threads.
 */
final class Content {
  /** Bytes of the beginning that are looked at, at most and, where files are many, at least. */
  static final int HEAD = 512 << 10;

  static final int SHORT_HEAD = 128 << 10;

  /** A first row may be so long; the head is that long then. Glue goes as far. */
  static final int LONGEST_ROW = 10 << 20;

  private static final int PIECE = 128 << 10;

  private final RangedFile file;
  private final Compression compression;
  private final byte[] head;
  private final int limit;
  private final boolean whole;
  private @Nullable TextSample text;

  private Content(RangedFile file, Compression compression, byte[] head, int limit, boolean whole) {
    this.file = file;
    this.compression = compression;
    this.head = head;
    this.limit = limit;
    this.whole = whole;
  }

  /**
   * What {@code use} makes of the content of a file. When it asks for more, because the first row
   * does not end within the head, it is called again with a longer one.
   *
   * @param head bytes of the beginning that are looked at
   * @throws UnreadableFileException when the file is damaged, or its first row is longer still
   */
  static <T> T with(RangedFile file, int head, Use<T> use) throws IOException {
    var content = of(file, head);
    try {
      return use.of(content);
    } catch (LongRowException e) {
      if (content.whole) {
        throw e;
      }
    }
    try {
      return LongReads.inTurn(() -> use.of(of(file, LONGEST_ROW)));
    } catch (LongRowException e) {
      throw new UnreadableFileException(
          "%s and does not end within %d MiB".formatted(e.getMessage(), LONGEST_ROW >> 20), e);
    }
  }

  private static Content of(RangedFile file, int limit) throws IOException {
    int least = limit + 2 * PIECE;
    // Of what is longer no more than is looked at.
    var head = file.head(file.length() <= least ? least : limit);
    var compression = Packed.compression(head);
    if (compression == Compression.NONE) {
      return new Content(file, compression, head, limit, file.length() <= least);
    }
    try (var stream = Packed.unpack(file, compression)) {
      var unpacked = stream.readNBytes(limit);
      return new Content(file, compression, unpacked, limit, unpacked.length < limit);
    }
  }

  /** Takes a file's content apart. */
  interface Use<T> {
    T of(Content content) throws IOException;
  }

  RangedFile file() {
    return file;
  }

  Compression compression() {
    return compression;
  }

  /** The first bytes, unpacked. */
  byte[] head() {
    return head;
  }

  /** Whether {@link #head} is all there is. */
  boolean isWhole() {
    return whole;
  }

  /** Samples of the text that the file holds. */
  TextSample text() throws IOException {
    if (text == null) {
      text = sample();
    }
    return text;
  }

  private TextSample sample() throws IOException {
    // The head may have been cut within a character, which the last line, left out, has in it.
    var encoding = TextEncoding.of(head);
    int end = whole ? head.length : Math.min(head.length, limit);
    var start = whole ? encoding.text(head, encoding.mark(), end) : lines(encoding, end);
    var further = new ArrayList<BytedText>();
    if (!whole && compression == Compression.NONE && limit < LONGEST_ROW) {
      piece(file.length() / 2, encoding).ifPresent(further::add);
      piece(file.length() - PIECE, encoding).ifPresent(further::add);
    }
    return new TextSample(file.location(), compression, encoding, start, further, whole);
  }

  /** The head to the end of its last line; all of it when no line ends. */
  private BytedText lines(TextEncoding encoding, int end) {
    int last = encoding.lineEnd(head, encoding.mark(), end);
    return encoding.text(head, encoding.mark(), last < 0 ? end : last);
  }

  /** Whole lines from a place in the file. */
  private Optional<BytedText> piece(long position, TextEncoding encoding) throws IOException {
    long from = position - position % encoding.unit();
    var bytes = new byte[(int) Math.min(PIECE, file.length() - from)];
    file.read(from, bytes, 0, bytes.length);
    // The first line began before the piece.
    int first = encoding.lineStart(bytes);
    int last = first < 0 ? -1 : encoding.lineEnd(bytes, first, bytes.length);
    return last < 0 ? Optional.empty() : Optional.of(encoding.text(bytes, first, last));
  }
}
