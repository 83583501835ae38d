package io.propolis.crawlers.formats;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds the shapes of fields without making texts of their names, which rows repeat in order. */
final class FieldCursor {
  /** So many fields may be left out between two. */
  private static final int LOOKED_AHEAD = 4;

  private static final int FIRST = 4;

  /** None, as most shapes have no fields. */
  private static final Name[] NONE = {};

  private Name[] names = NONE;
  private int size;
  private int next;

  /**
   * A field.
   *
   * @param bytes of its name; null where they would be those of another name, too
   */
  private record Name(String name, byte @Nullable [] bytes, ValueShape shape) {
    static Name of(String name, ValueShape shape) {
      var ascii = name.getBytes(StandardCharsets.US_ASCII);
      for (byte c : ascii) {
        if (c == '?') {
          return new Name(name, null, shape);
        }
      }
      return new Name(name, ascii, shape);
    }

    boolean is(BytedText text, int start, int end) {
      if (name.length() != end - start) {
        return false;
      }
      var own = bytes;
      if (own == null) {
        return text.text().startsWith(name, start);
      }
      var found = text.bytes();
      for (int i = 0; i < own.length; i++) {
        if (own[i] != found[start + i]) {
          return false;
        }
      }
      return true;
    }
  }

  /** Another object begins. */
  void restart() {
    next = 0;
  }

  void learn(String name, ValueShape shape) {
    if (size == names.length) {
      names = Arrays.copyOf(names, Math.max(FIRST, size * 2));
    }
    names[size++] = Name.of(name, shape);
  }

  /** The field whose name stands there, when it is among those that are expected next. */
  @Nullable ValueShape find(BytedText text, int start, int end) {
    int last = Math.min(size, next + LOOKED_AHEAD);
    for (int at = next; at < last; at++) {
      if (names[at].is(text, start, end)) {
        next = at + 1;
        return names[at].shape();
      }
    }
    return null;
  }
}
