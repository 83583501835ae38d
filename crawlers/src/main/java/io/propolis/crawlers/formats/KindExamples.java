package io.propolis.crawlers.formats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Of each kind of value the first one and its file, so that a conflict can be shown. Nearly all
 * places hold one kind, and there are very many places.
 */
final class KindExamples {
  private static final int LONGEST = 40;

  /** In the order of their kinds, each of which follows one that has none before it. */
  private @Nullable Example first;

  /** A value and where it stands; the text is empty for one that is not shown. */
  private static final class Example {
    private final String kind;
    private final String text;
    private final String origin;
    private @Nullable Example next;

    private Example(String kind, String text, String origin, @Nullable Example next) {
      this.kind = kind;
      this.text = text;
      this.origin = origin;
      this.next = next;
    }

    private String shown() {
      return (text.isEmpty() ? "" : "'" + text + "' ")
          + "in "
          + origin.substring(origin.lastIndexOf('/') + 1);
    }
  }

  boolean has(String kind) {
    return find(kind) != null;
  }

  private @Nullable Example find(String kind) {
    for (var one = first; one != null; one = one.next) {
      if (one.kind.equals(kind)) {
        return one;
      }
    }
    return null;
  }

  /** Keeps the first value of a kind; an empty text for one that is not shown. */
  void add(String kind, String text, String origin) {
    if (!has(kind)) {
      put(kind, text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text, origin);
    }
  }

  private void put(String kind, String text, String origin) {
    Example before = null;
    var after = first;
    while (after != null && after.kind.compareTo(kind) < 0) {
      before = after;
      after = after.next;
    }
    var added = new Example(kind, text, origin, after);
    if (before == null) {
      first = added;
    } else {
      before.next = added;
    }
  }

  void addAll(KindExamples others) {
    for (var one = others.first; one != null; one = one.next) {
      if (!has(one.kind)) {
        put(one.kind, one.text, one.origin);
      }
    }
  }

  private List<Example> all() {
    var all = new ArrayList<Example>();
    for (var one = first; one != null; one = one.next) {
      all.add(one);
    }
    return all;
  }

  @Nullable String of(String kind) {
    var example = find(kind);
    return example == null ? null : example.shown();
  }

  void write(DataOutput out) throws IOException {
    var all = all();
    out.writeByte(all.size());
    for (var example : all) {
      out.writeUTF(example.kind);
      out.writeUTF(example.text);
      out.writeUTF(example.origin);
    }
  }

  /** Takes in what was written. */
  void read(DataInput in) throws IOException {
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      put(in.readUTF(), in.readUTF(), in.readUTF());
    }
  }

  /** The kinds met, in the order of their names. */
  Set<String> kinds() {
    return all().stream().map(one -> one.kind).collect(Collectors.toCollection(TreeSet::new));
  }

  /** All of them in one line. */
  String shown() {
    return all().stream()
        .map(one -> one.kind + " (" + one.shown() + ")")
        .collect(Collectors.joining(", "));
  }
}
