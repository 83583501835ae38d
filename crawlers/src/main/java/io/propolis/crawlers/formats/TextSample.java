package io.propolis.crawlers.formats;

import io.propolis.files.RangedFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Text from the head, the middle and the tail of a file, in UTF-8.
 *
 * @param location of the file
 * @param head from the beginning, to the end of a line when the file goes on
 * @param further pieces from later, each of whole lines
 * @param whole whether {@code head} is all there is
 */
record TextSample(
    String location, Compression compression, String head, List<String> further, boolean whole) {
  private static final int HEAD = 512 << 10;
  private static final int PIECE = 128 << 10;

  /** Files up to this length are read whole. */
  private static final int WHOLE = HEAD + 2 * PIECE;

  TextSample {
    further = List.copyOf(further);
  }

  static TextSample plain(RangedFile file) throws IOException {
    if (file.length() <= WHOLE) {
      return new TextSample(
          file.location(), Compression.NONE, text(file.head(WHOLE)), List.of(), true);
    }
    var further = new ArrayList<String>();
    further.add(piece(file, file.length() / 2, PIECE));
    further.add(piece(file, file.length() - PIECE, PIECE));
    return new TextSample(
        file.location(), Compression.NONE, wholeLines(text(file.head(HEAD))), further, false);
  }

  /** Only the head: what is packed cannot be read in the middle. */
  static TextSample gzip(RangedFile file) throws IOException {
    try (var stream = file.stream(0);
        var unpacked = new GZIPInputStream(stream)) {
      var head = unpacked.readNBytes(HEAD);
      boolean whole = head.length < HEAD;
      var text = text(head);
      return new TextSample(
          file.location(), Compression.GZIP, whole ? text : wholeLines(text), List.of(), whole);
    } catch (ZipException | EOFException e) {
      throw new UnreadableFileException("its gzip data is damaged (" + e.getMessage() + ")", e);
    }
  }

  private static String piece(RangedFile file, long position, int size) throws IOException {
    var bytes = new byte[size];
    file.read(position, bytes, 0, size);
    var text = text(bytes);
    // The first line began before the piece.
    return wholeLines(text.substring(text.indexOf('\n') + 1));
  }

  private static String text(byte[] bytes) {
    int mark = Magic.UTF_8_MARK.isAt(bytes, 0) ? Magic.UTF_8_MARK.length() : 0;
    return new String(bytes, mark, bytes.length - mark, StandardCharsets.UTF_8);
  }

  private static String wholeLines(String text) {
    int end = text.lastIndexOf('\n');
    return end < 0 ? text : text.substring(0, end + 1);
  }

  /** All that was read, in order. */
  List<String> pieces() {
    var pieces = new ArrayList<String>();
    pieces.add(head);
    pieces.addAll(further);
    return pieces;
  }

  boolean isBinary() {
    return head.indexOf('\0') >= 0;
  }

  boolean isBlank() {
    return head.isBlank();
  }

  boolean startsLikeJson() {
    var start = head.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  /** Characters of all pieces. */
  long length() {
    return head.length() + further.stream().mapToLong(String::length).sum();
  }
}
