package io.propolis.faults.log;

import io.propolis.faults.client.Findings;
import io.propolis.faults.log.LogEntry.Change;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The catalog as one knows it who only reads the log. Each event must fit what came before. */
final class Replay {
  /** Stands for the value of an object whose event tells none. */
  private static final String NO_VALUE = "";

  private final Findings findings;
  private final Map<String, String> objects = new TreeMap<>();

  Replay(Findings findings) {
    this.findings = findings;
  }

  void apply(LogEntry entry) {
    var moving = new HashMap<String, String>();
    for (var change : entry.changes()) {
      apply(entry, change, moving);
    }
  }

  private void apply(LogEntry entry, Change change, Map<String, String> moving) {
    var object = change.object();
    var standing = objects.get(object);
    boolean fits =
        switch (change.effect()) {
          case MADE -> standing == null;
          case CHANGED, MOVED, REMOVED -> standing != null;
          case GIVEN -> objects.containsKey(object.substring(0, object.length() - 1));
        };
    if (!fits || (change.before() != null && !change.before().equals(standing))) {
      findings.add(
          "The log does not fit itself: event %d %s says %s, but the events before it left %s"
              .formatted(entry.position(), entry.type(), change, standing));
    }
    switch (change.effect()) {
      case MADE -> {
        objects.put(object, value(change.after()));
        moving.forEach((suffix, value) -> objects.put(object + suffix, value));
      }
      case CHANGED, GIVEN -> objects.put(object, value(change.after()));
      case REMOVED -> takeAll(object);
      case MOVED -> moving.putAll(takeAll(object));
    }
  }

  /** Takes an object away, and what is in it; returns the latter by the rest of the names. */
  private Map<String, String> takeAll(String object) {
    objects.remove(object);
    var below = new HashMap<String, String>();
    objects.forEach(
        (name, value) -> {
          if (isIn(name, object)) {
            below.put(name.substring(object.length()), value);
          }
        });
    below.keySet().forEach(suffix -> objects.remove(object + suffix));
    return below;
  }

  private static boolean isIn(String name, String object) {
    return name.startsWith(object + "/")
        || name.startsWith(object + "#")
        || name.startsWith(object + ".");
  }

  private static String value(@Nullable String value) {
    return Objects.requireNonNullElse(value, NO_VALUE);
  }

  /** The value of an object; empty when it does not stand. */
  Optional<String> standing(String object) {
    return Optional.ofNullable(objects.get(object));
  }
}
