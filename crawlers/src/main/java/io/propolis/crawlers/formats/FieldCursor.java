package io.propolis.crawlers.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the shapes of fields without making texts of their names: rows repeat them in order, and
 * where keys are data they are looked up by their bytes.
 */
final class FieldCursor {
  /** So many fields may be left out between two. */
  private static final int LOOKED_AHEAD = 4;

  private static final int FIRST = 4;

  private Name[] names = new Name[FIRST];
  private int size;
  private int next;

  /** Places of names, counted from 1, by their hashes; at most half of them are taken. */
  private int[] places = new int[4 * FIRST];

  /** A field, with the bytes of its name. */
  private static final class Name {
    private final String name;
    private final ValueShape shape;
    private final byte[] bytes;
    private final int hash;

    /** Whether no other name has these bytes. */
    private final boolean isSure;

    /** The first and the last eight bytes; of fewer both are zero. */
    private final long head;

    private final long tail;

    Name(String name, ValueShape shape) {
      this.name = name;
      this.shape = shape;
      this.bytes = name.getBytes(StandardCharsets.US_ASCII);
      this.hash = hash(bytes, 0, bytes.length);
      this.isSure = name.indexOf('?') < 0 && bytes.length == name.length() && !hasMark(bytes);
      boolean isLong = bytes.length >= Long.BYTES;
      this.head = isLong ? EightBytes.at(bytes, 0) : 0;
      this.tail = isLong ? EightBytes.at(bytes, bytes.length - Long.BYTES) : 0;
    }

    private static boolean hasMark(byte[] bytes) {
      for (byte c : bytes) {
        if (c == '?') {
          return true;
        }
      }
      return false;
    }

    boolean is(BytedText text, int start, int end) {
      int length = end - start;
      if (bytes.length != length) {
        return false;
      }
      return isSure ? hasBytes(text.bytes(), start, length) : text.part(start, end).equals(name);
    }

    private boolean hasBytes(byte[] found, int start, int length) {
      if (length < Long.BYTES || length > 2 * Long.BYTES) {
        for (int i = length - 1; i >= 0; i--) {
          if (bytes[i] != found[start + i]) {
            return false;
          }
        }
        return true;
      }
      return EightBytes.at(found, start) == head
          && EightBytes.at(found, start + length - Long.BYTES) == tail;
    }
  }

  private static int hash(byte[] bytes, int start, int end) {
    int hash = end - start;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ (hash >>> 15);
  }

  /** Another object begins. */
  void restart() {
    next = 0;
  }

  void learn(String name, ValueShape shape) {
    if (size == names.length) {
      names = Arrays.copyOf(names, size * 2);
      places = new int[size * 8];
      for (int place = 0; place < size; place++) {
        enter(place);
      }
    }
    names[size] = new Name(name, shape);
    enter(size++);
  }

  private void enter(int place) {
    int slot = names[place].hash & (places.length - 1);
    while (places[slot] != 0) {
      slot = (slot + 1) & (places.length - 1);
    }
    places[slot] = place + 1;
  }

  /** The field whose name stands there, expected next or known by its bytes. */
  @Nullable ValueShape find(BytedText text, int start, int end) {
    int last = Math.min(size, next + LOOKED_AHEAD);
    for (int at = next; at < last; at++) {
      if (names[at].is(text, start, end)) {
        next = at + 1;
        return names[at].shape;
      }
    }
    int hash = hash(text.bytes(), start, end);
    int slot = hash & (places.length - 1);
    while (places[slot] != 0) {
      var name = names[places[slot] - 1];
      if (name.hash == hash && name.is(text, start, end)) {
        return name.shape;
      }
      slot = (slot + 1) & (places.length - 1);
    }
    return null;
  }
}
