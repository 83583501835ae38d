package io.propolis.crawlers.formats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Of each kind of value the first one and its file, so that a conflict can be shown. */
final class KindExamples {
  private static final int LONGEST = 40;

  private final Map<String, Example> byKind = new TreeMap<>();

  /**
   * A value and where it stands. Most are never shown, and some data has very many.
   *
   * @param text empty for one that is not shown
   */
  private record Example(String text, String origin) {
    String shown() {
      return (text.isEmpty() ? "" : "'" + text + "' ")
          + "in "
          + origin.substring(origin.lastIndexOf('/') + 1);
    }
  }

  boolean has(String kind) {
    return byKind.containsKey(kind);
  }

  /** Keeps the first value of a kind; an empty text for one that is not shown. */
  void add(String kind, String text, String origin) {
    if (has(kind)) {
      return;
    }
    var shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    byKind.put(kind, new Example(shown, origin));
  }

  void addAll(KindExamples others) {
    others.byKind.forEach(byKind::putIfAbsent);
  }

  @Nullable String of(String kind) {
    var example = byKind.get(kind);
    return example == null ? null : example.shown();
  }

  void write(DataOutput out) throws IOException {
    out.writeByte(byKind.size());
    for (var example : byKind.entrySet()) {
      out.writeUTF(example.getKey());
      out.writeUTF(example.getValue().text());
      out.writeUTF(example.getValue().origin());
    }
  }

  /** Takes in what was written. */
  void read(DataInput in) throws IOException {
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      byKind.put(in.readUTF(), new Example(in.readUTF(), in.readUTF()));
    }
  }

  /** The kinds met, in the order of their names. */
  Set<String> kinds() {
    return Collections.unmodifiableSet(byKind.keySet());
  }

  /** All of them in one line. */
  String shown() {
    return byKind.entrySet().stream()
        .map(e -> e.getKey() + " (" + e.getValue().shown() + ")")
        .collect(Collectors.joining(", "));
  }
}
