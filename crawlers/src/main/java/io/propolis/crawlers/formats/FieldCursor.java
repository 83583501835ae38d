package io.propolis.crawlers.formats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the shapes of fields without making texts of their names, which rows repeat in order. */
final class FieldCursor {
  /** So many fields may be left out between two. */
  private static final int LOOKED_AHEAD = 4;

  private final List<String> names = new ArrayList<>();
  private final List<ValueShape> shapes = new ArrayList<>();
  private int next;

  /** Another object begins. */
  void restart() {
    next = 0;
  }

  void learn(String name, ValueShape shape) {
    names.add(name);
    shapes.add(shape);
  }

  /** The field whose name stands there, when it is among those that are expected next. */
  @Nullable ValueShape find(String text, int start, int end) {
    int last = Math.min(names.size(), next + LOOKED_AHEAD);
    for (int at = next; at < last; at++) {
      var name = names.get(at);
      if (name.length() == end - start && text.startsWith(name, start)) {
        next = at + 1;
        return shapes.get(at);
      }
    }
    return null;
  }
}
