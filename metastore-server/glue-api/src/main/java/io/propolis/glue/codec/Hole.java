package io.propolis.glue.codec;

import java.io.IOException;
import java.util.UUID;

/**
 * JSON of an object with a hole where one member's text stands: written once, and put around each
 * text that is to stand there. All but the text is what the writer of objects makes.
 */
public final class Hole {
  /** What no client's text is: nobody can guess it. */
  private static final String MARK = UUID.randomUUID().toString();

  private static final String QUOTED = '"' + MARK + '"';

  private final Encoded before;
  private final Encoded after;

  private Hole(Encoded before, Encoded after) {
    this.before = before;
    this.after = after;
  }

  /** The text that an object has to hold where the hole is to be. */
  public static String mark() {
    return MARK;
  }

  /** Of an object that holds the {@link #mark} in one place. */
  public static Hole in(Encoded marked) {
    var json = marked.getValue();
    int at = json.indexOf(QUOTED);
    if (at < 0 || json.indexOf(QUOTED, at + 1) >= 0) {
      throw new IllegalArgumentException("Not one mark in " + json);
    }
    return new Hole(
        Encoded.ofText(json.substring(0, at)),
        Encoded.ofText(json.substring(at + QUOTED.length())));
  }

  /** Writes the object with a text in the hole, as a value. */
  public void write(JsonBytes out, String text) throws IOException {
    out.raw(before);
    out.text(text);
    out.raw(after);
  }

  /** In bytes, without the text. */
  public int length() {
    return before.length() + after.length();
  }
}
