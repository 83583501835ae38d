package io.propolis.catalog.index;

import io.propolis.catalog.filter.KeyDictionary;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.PartitionNames;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts names of rows together as bytes, without making strings. For one thread. */
public final class RowNames {
  private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private final KeyDictionary.View[] dictionaries;

  /** {@code key=}, with the slash before it. */
  private final byte[][] prefixes;

  private final Bytes name = new Bytes(128);
  private boolean isAscii;

  RowNames(KeyDictionary.View[] dictionaries, List<String> keys) {
    this.dictionaries = dictionaries;
    this.prefixes = new byte[dictionaries.length][];
    for (int i = 0; i < prefixes.length; i++) {
      var prefix = (i == 0 ? "" : "/") + PartitionNames.escape(Names.fold(keys.get(i))) + "=";
      prefixes[i] = prefix.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Puts the name of a row behind a text. */
  void write(byte[] before, int[][] codes, int row) {
    name.clear();
    name.put(before, 0, before.length);
    isAscii = true;
    for (int key = 0; key < prefixes.length; key++) {
      name.put(prefixes[key], 0, prefixes[key].length);
      putValue(dictionaries[key], codes[key][row]);
    }
  }

  private void putValue(KeyDictionary.View dictionary, int code) {
    int begin = dictionary.begin(code);
    int end = dictionary.end(code);
    if (!dictionary.isAscii(code)) {
      isAscii = false;
      var escaped = PartitionNames.escape(dictionary.value(code)).getBytes(StandardCharsets.UTF_8);
      name.put(escaped, 0, escaped.length);
      return;
    }
    if (begin == end) {
      var marker = PartitionNames.NULL_VALUE.getBytes(StandardCharsets.US_ASCII);
      name.put(marker, 0, marker.length);
      return;
    }
    var bytes = dictionary.bytes();
    name.reserve(3 * (end - begin));
    var into = name.array();
    int at = name.length();
    for (int i = begin; i < end; i++) {
      byte octet = bytes[i];
      if (PartitionNames.isEscaped((char) octet)) {
        into[at++] = '%';
        into[at++] = DIGITS[octet >> 4];
        into[at++] = DIGITS[octet & 0xF];
      } else {
        into[at++] = octet;
      }
    }
    name.length(at);
  }

  byte[] buffer() {
    return name.array();
  }

  int length() {
    return name.length();
  }

  /** Whether all values of the last name are ASCII. */
  boolean isAscii() {
    return isAscii;
  }

  /** Takes the UTF-8 bytes of a name, valid until it returns. */
  public interface Consumer {
    void accept(byte[] buffer, int offset, int length);
  }

  private static final byte[] NOTHING = {};

  /** Hands over the name of a row. */
  public void accept(PartitionIndex index, int row, Consumer consumer) {
    write(NOTHING, index.block(row).codes(), row & (Block.MOST_ROWS - 1));
    consumer.accept(name.array(), 0, name.length());
  }
}
