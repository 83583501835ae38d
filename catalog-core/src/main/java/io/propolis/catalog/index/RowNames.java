package io.propolis.catalog.index;

import io.propolis.catalog.filter.KeyDictionary;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.PartitionNames;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts names of rows together as bytes, without making strings. For one thread. */
public final class RowNames {
  private static final byte[] DIGITS = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  private final KeyDictionary.View[] dictionaries;
  private final Prefixes prefixes;
  private final Bytes name = new Bytes(128);
  private boolean isAscii;

  /** What stands before each value: {@code key=}, with the slash before it. */
  record Prefixes(String[] texts, byte[][] bytes) {
    static Prefixes of(List<Column> keys) {
      var texts = new String[keys.size()];
      var bytes = new byte[texts.length][];
      for (int i = 0; i < texts.length; i++) {
        var key = PartitionNames.escape(Names.fold(keys.get(i).name()));
        texts[i] = (i == 0 ? "" : "/") + key + "=";
        bytes[i] = texts[i].getBytes(StandardCharsets.UTF_8);
      }
      return new Prefixes(texts, bytes);
    }
  }

  RowNames(KeyDictionary.View[] dictionaries, Prefixes prefixes) {
    this.dictionaries = dictionaries;
    this.prefixes = prefixes;
  }

  /** Puts the name of a row behind a text. */
  void write(byte[] before, int[][] codes, int row) {
    name.clear();
    name.put(before, 0, before.length);
    isAscii = true;
    var bytes = prefixes.bytes();
    for (int key = 0; key < dictionaries.length; key++) {
      name.put(bytes[key], 0, bytes[key].length);
      putValue(dictionaries[key], codes[key][row]);
    }
  }

  /**
   * Whether a row has that name, where it can be seen without writing the name: not where a value
   * needs escaping, or is not ASCII.
   */
  boolean isPlainly(String wanted, int[][] codes, int row) {
    int at = 0;
    for (int key = 0; key < dictionaries.length; key++) {
      var prefix = prefixes.texts()[key];
      if (!wanted.startsWith(prefix, at)) {
        return false;
      }
      at = behindValue(wanted, at + prefix.length(), dictionaries[key], codes[key][row]);
      if (at < 0) {
        return false;
      }
    }
    return at == wanted.length();
  }

  /** Where the value ends that stands there in a name; negative when another does. */
  private static int behindValue(String name, int from, KeyDictionary.View dictionary, int code) {
    int begin = dictionary.begin(code);
    int length = dictionary.end(code) - begin;
    if (length == 0 || from + length > name.length() || !dictionary.isAscii(code)) {
      return -1;
    }
    var bytes = dictionary.bytes();
    for (int i = 0; i < length; i++) {
      char c = name.charAt(from + i);
      if (c != bytes[begin + i] || PartitionNames.isEscaped(c)) {
        return -1;
      }
    }
    return from + length;
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
