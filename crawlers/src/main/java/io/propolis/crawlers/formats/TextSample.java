package io.propolis.crawlers.formats;

import java.util.ArrayList;
import java.util.List;

/**
 * Text from the head, the middle and the tail of a file.
 *
 * @param location of the file
 * @param head from the beginning, to the end of a line when the file goes on
 * @param further pieces from later, each of whole lines; none of packed files
 * @param whole whether {@code head} is all there is
 */
record TextSample(
    String location,
    Compression compression,
    TextEncoding encoding,
    String head,
    List<String> further,
    boolean whole) {
  TextSample {
    further = List.copyOf(further);
  }

  /** The file and its folder, which tell it from others of a table in a few words. */
  static String origin(String location) {
    int folder = location.lastIndexOf('/', location.lastIndexOf('/') - 1);
    return location.substring(folder + 1);
  }

  String origin() {
    return origin(location);
  }

  /** What ends with a line; all of it when there is no end of a line. */
  static String wholeLines(String text) {
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

  boolean isBlank() {
    return head.isBlank();
  }

  /** The first character that is not blank; a blank when there is none. */
  char start() {
    for (int i = 0; i < head.length(); i++) {
      if (!Character.isWhitespace(head.charAt(i))) {
        return head.charAt(i);
      }
    }
    return ' ';
  }

  /** Characters of all pieces. */
  long length() {
    return head.length() + further.stream().mapToLong(String::length).sum();
  }
}
