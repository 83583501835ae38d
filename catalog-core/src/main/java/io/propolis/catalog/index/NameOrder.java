package io.propolis.catalog.index;

import io.propolis.catalog.filter.KeyDictionary;
import io.propolis.catalog.model.PartitionNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The order of partition names, on codes: by the bytes of the escaped values, with {@code /}
 * between them. Compares the values' own bytes where they are ASCII, because a look-up compares
 * some twenty.
 */
final class NameOrder {
  private static final int SEPARATOR = '/';
  private static final int NONE = -1;

  private NameOrder() {}

  /** Compares the names of two rows. */
  static int compare(
      KeyDictionary.View[] dictionaries, int[][] one, int row, int[][] other, int otherRow) {
    for (int key = 0; key < dictionaries.length; key++) {
      int code = one[key][row];
      int otherCode = other[key][otherRow];
      if (code != otherCode) {
        return compare(dictionaries[key], code, otherCode, end(dictionaries, key));
      }
    }
    return 0;
  }

  /** What stands behind the value of a key in a name; negative for nothing. */
  static int end(KeyDictionary.View[] dictionaries, int key) {
    return key == dictionaries.length - 1 ? NONE : SEPARATOR;
  }

  /** Compares two values of a key, different ones, by what they look like in a name. */
  static int compare(KeyDictionary.View dictionary, int code, int otherCode, int end) {
    int at = dictionary.begin(code);
    int last = dictionary.end(code);
    int otherAt = dictionary.begin(otherCode);
    int otherLast = dictionary.end(otherCode);
    boolean plain =
        dictionary.isAscii(code)
            && dictionary.isAscii(otherCode)
            && at < last
            && otherAt < otherLast;
    if (!plain) {
      return Arrays.compareUnsigned(
          escaped(dictionary.value(code), end), escaped(dictionary.value(otherCode), end));
    }
    var bytes = dictionary.bytes();
    while (at < last && otherAt < otherLast && bytes[at] == bytes[otherAt]) {
      at++;
      otherAt++;
    }
    int next = at < last ? bytes[at] : NONE;
    int otherNext = otherAt < otherLast ? bytes[otherAt] : NONE;
    int compared =
        Integer.compare(
            next == NONE ? end : shown(next), otherNext == NONE ? end : shown(otherNext));
    // Two escaped ones begin alike and go on in the order of the characters.
    return compared != 0 ? compared : Integer.compare(next, otherNext);
  }

  private static int shown(int character) {
    return PartitionNames.isEscaped((char) character) ? '%' : character;
  }

  private static byte[] escaped(String value, int end) {
    var escaped = PartitionNames.escape(value.isEmpty() ? PartitionNames.NULL_VALUE : value);
    return (end == NONE ? escaped : escaped + (char) end).getBytes(StandardCharsets.UTF_8);
  }
}
