package io.propolis.glue.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands many times in a request, by its bytes: arrays that hold no arrays, and objects
 * that differ from the one before in one text. In their place it puts short texts. Goes from quote
 * to quote and bracket to bracket; whether all is JSON is for the library to say, which is handed
 * everything once.
 */
final class Repeats {
  /** Shorter ones are not worth a look. */
  private static final int LONG = 128;

  /** Objects that lie deeper are read one by one. */
  private static final int DEPTH = 32;

  /** So many objects that are not like the one before: those of their depth never are. */
  private static final int ENOUGH = 8;

  /** What begins a text that stands for an array; nobody can guess it. */
  static final String ARRAY = UUID.randomUUID() + ":";

  /** The same for an object. Behind its number and a colon comes the text that differs. */
  static final String OBJECT = UUID.randomUUID() + ":";

  /** From its opening bracket to behind the closing one. */
  record Span(int from, int to) {
    int length() {
      return to - from;
    }
  }

  /**
   * What objects have in common.
   *
   * @param text of the member that differs, without its quotes
   */
  record Model(Span whole, Span text, String member) {}

  private final byte[] body;
  private final ByteArrayOutputStream shortened;
  private final List<Span> arrays = new ArrayList<>();
  private final List<Model> models = new ArrayList<>();
  private int copied;

  /** The last long array that holds no other, and whether it is among those that repeat. */
  private @Nullable Span lastArray;

  private boolean isLastRepeated;

  /** The array that is open and holds no other so far. */
  private int openArray = -1;

  private int depth;
  private final int[] openObjects = new int[DEPTH];
  private final @Nullable Span[] lastObjects = new Span[DEPTH];
  private final int[] modelAt = new int[DEPTH];

  /** How many objects in a row were not like the one before. */
  private final int[] unlike = new int[DEPTH];

  Repeats(byte[] body) {
    this.body = body;
    this.shortened = new ByteArrayOutputStream(body.length);
    Arrays.fill(modelAt, -1);
    find();
    shortened.write(body, copied, body.length - copied);
  }

  /** Whether a text stands for something else. */
  static boolean isMark(String text) {
    return text.startsWith(ARRAY) || text.startsWith(OBJECT);
  }

  /** Whether nothing repeats. */
  boolean areNone() {
    return arrays.isEmpty() && models.isEmpty();
  }

  /** The request with texts in the place of what repeats. */
  byte[] shortened() {
    return shortened.toByteArray();
  }

  /** The arrays by their numbers. */
  List<Span> arrays() {
    return arrays;
  }

  /** What objects have in common, by number. */
  List<Model> models() {
    return models;
  }

  private void find() {
    for (int at = 0; at < body.length; at++) {
      switch (body[at]) {
        case '"' -> at = endOfText(at);
        case '[' -> at = array(at);
        case ']' -> endArray(at + 1);
        case '{' -> at = object(at);
        case '}' -> endObject(at + 1);
        default -> {}
      }
    }
  }

  private int endOfText(int opening) {
    int at = opening + 1;
    while (at < body.length && body[at] != '"') {
      at += body[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  private int array(int at) {
    var last = lastArray;
    if (last != null && isAt(last.from(), last.to(), at)) {
      if (!isLastRepeated) {
        arrays.add(last);
        isLastRepeated = true;
      }
      openArray = -1;
      replace(at, at + last.length(), ARRAY + (arrays.size() - 1), new Span(at, at));
      return at + last.length() - 1;
    }
    openArray = at;
    return at;
  }

  private void endArray(int end) {
    if (openArray >= 0 && end - openArray >= LONG) {
      lastArray = new Span(openArray, end);
      isLastRepeated = false;
    }
    openArray = -1;
  }

  /** Those of an array that holds no array are left to it. */
  private int object(int at) {
    depth++;
    if (depth >= DEPTH) {
      return at;
    }
    openObjects[depth] = openArray < 0 ? at : -1;
    if (openArray < 0 && modelAt[depth] >= 0) {
      var model = models.get(modelAt[depth]);
      int text = at + model.text().from() - model.whole().from();
      int tail = model.whole().to() - model.text().to();
      if (isAt(model.whole().from(), model.text().from(), at)) {
        int end = endOfText(text - 1);
        if (isAt(model.text().to(), model.whole().to(), end)) {
          replace(at, end + tail, OBJECT + modelAt[depth] + ":", new Span(text, end));
          depth--;
          return end + tail - 1;
        }
      }
    }
    return at;
  }

  private void endObject(int end) {
    if (depth > 0 && depth < DEPTH && openObjects[depth] >= 0) {
      var object = new Span(openObjects[depth], end);
      if (object.length() >= LONG && unlike[depth] < ENOUGH) {
        var last = lastObjects[depth];
        var model = last == null ? null : common(last, object);
        if (model != null) {
          models.add(model);
          modelAt[depth] = models.size() - 1;
          unlike[depth] = 0;
        } else if (last != null) {
          unlike[depth]++;
        }
        lastObjects[depth] = object;
      }
    }
    depth = Math.max(0, depth - 1);
  }

  /** Null when they differ in more than one text of their own. */
  private @Nullable Model common(Span one, Span other) {
    int differs = Arrays.mismatch(body, one.from(), one.to(), body, other.from(), other.to());
    var model = differs < 0 ? null : textAt(one, one.from() + differs);
    if (model == null) {
      return null;
    }
    int end = endOfText(other.from() + model.text().from() - one.from() - 1);
    boolean isOnly =
        end < other.to() && Arrays.equals(body, model.text().to(), one.to(), body, end, other.to());
    return isOnly ? model : null;
  }

  /** The text of the object's own, not of what lies in it, that a place is in. */
  private @Nullable Model textAt(Span object, int place) {
    var keys = new ArrayList<String>();
    int inner = 0;
    boolean isKey = true;
    Model found = null;
    for (int at = object.from() + 1; at < object.to() - 1; at++) {
      byte c = body[at];
      if (c == '"') {
        int end = endOfText(at);
        if (inner == 0 && isKey) {
          keys.add(new String(body, at + 1, end - at - 1, StandardCharsets.UTF_8));
        } else if (inner == 0 && at < place && place <= end) {
          found = new Model(object, new Span(at + 1, end), keys.get(keys.size() - 1));
        }
        at = end;
      } else if (c == '{' || c == '[') {
        inner++;
      } else if (c == '}' || c == ']') {
        inner--;
      } else if (inner == 0 && (c == ':' || c == ',')) {
        isKey = c == ',';
      }
    }
    // Of a member that is given twice the last one counts.
    boolean isPlain =
        found != null
            && found.member().indexOf('\\') < 0
            && keys.indexOf(found.member()) == keys.lastIndexOf(found.member());
    return isPlain ? found : null;
  }

  private boolean isAt(int from, int to, int at) {
    return at + (to - from) <= body.length
        && Arrays.equals(body, from, to, body, at, at + (to - from));
  }

  private void replace(int from, int to, String mark, Span text) {
    shortened.write(body, copied, from - copied);
    shortened.write('"');
    shortened.writeBytes(mark.getBytes(StandardCharsets.US_ASCII));
    shortened.write(body, text.from(), text.length());
    shortened.write('"');
    copied = to;
  }
}
