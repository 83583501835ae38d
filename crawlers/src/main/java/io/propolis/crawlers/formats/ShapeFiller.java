package io.propolis.crawlers.formats;

/**
 * Takes objects on tapes into a shape. In one loop and not by recursion, which compilers inline
 * into methods that they take seconds for. Reused from row to row; not thread-safe.
 */
final class ShapeFiller {
  private final ValueShape root;

  /** The shapes of what has begun and not ended: of objects their own, of arrays the elements'. */
  private final ValueShape[] open = new ValueShape[JsonTape.DEEPEST + 1];

  private final boolean[] objects = new boolean[JsonTape.DEEPEST + 1];
  private final int[] ends = new int[JsonTape.DEEPEST + 1];

  ShapeFiller(ValueShape root) {
    this.root = root;
  }

  /** Takes in the object on a tape; {@code origin} names its file. */
  void add(JsonTape tape, String origin) {
    int depth = 0;
    int size = tape.size();
    var shape = root;
    for (int at = 0; at < size; at++) {
      while (depth > 0 && ends[depth - 1] == at) {
        depth--;
      }
      if (depth > 0) {
        shape = open[depth - 1];
        if (objects[depth - 1]) {
          shape = shape.field(tape, at++);
        }
      }
      var part = tape.part(at);
      switch (part) {
        case NULL -> {}
        case OBJECT -> {
          shape.beginObject(origin);
          open[depth] = shape;
          objects[depth] = true;
          ends[depth++] = tape.end(at);
        }
        case ARRAY -> {
          open[depth] = shape.beginArray(origin);
          objects[depth] = false;
          ends[depth++] = tape.end(at);
        }
        default -> shape.add(tape, at, part, origin);
      }
    }
  }
}
