package io.propolis.crawlers.formats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text from the head, the middle and the tail of a file. Not thread-safe. */
final class TextSample {
  /** Lines that are looked at before all are. */
  private static final int FIRST_LINES = 20;

  private final String location;
  private final Compression compression;
  private final TextEncoding encoding;
  private final BytedText head;
  private final List<BytedText> further;
  private final boolean whole;
  private @Nullable List<String> firstLines;

  /**
   * A sample.
   *
   * @param location of the file
   * @param head from the beginning, to the end of a line when the file goes on
   * @param further pieces from later, each of whole lines; none of packed files
   * @param whole whether {@code head} is all there is
   */
  TextSample(
      String location,
      Compression compression,
      TextEncoding encoding,
      BytedText head,
      List<BytedText> further,
      boolean whole) {
    this.location = location;
    this.compression = compression;
    this.encoding = encoding;
    this.head = head;
    this.further = List.copyOf(further);
    this.whole = whole;
  }

  String location() {
    return location;
  }

  Compression compression() {
    return compression;
  }

  TextEncoding encoding() {
    return encoding;
  }

  String head() {
    return head.text();
  }

  /** The first lines of the head that are not blank, {@value #FIRST_LINES} at most. */
  List<String> firstLines() {
    if (firstLines == null) {
      firstLines = head.lines(FIRST_LINES);
    }
    return firstLines;
  }

  boolean whole() {
    return whole;
  }

  /** The file and its folder, which tell it from others of a table in a few words. */
  static String origin(String location) {
    int folder = location.lastIndexOf('/', location.lastIndexOf('/') - 1);
    return location.substring(folder + 1);
  }

  String origin() {
    return origin(location);
  }

  /** All that was read, in order. */
  List<String> pieces() {
    return bytes().stream().map(BytedText::text).toList();
  }

  /** The same as bytes. */
  List<BytedText> bytes() {
    var pieces = new ArrayList<BytedText>();
    pieces.add(head);
    pieces.addAll(further);
    return pieces;
  }

  boolean isBlank() {
    return head.firstSign() == head.length();
  }

  /** The first character that is not blank; a blank when there is none. */
  char start() {
    int at = head.firstSign();
    return at == head.length() ? ' ' : head.part(at, at + 1).charAt(0);
  }

  /** Characters of all pieces. */
  long length() {
    return head.length() + further.stream().mapToLong(BytedText::length).sum();
  }
}
