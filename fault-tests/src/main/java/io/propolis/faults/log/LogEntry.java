package io.propolis.faults.log;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One event.
 *
 * @param position its id
 * @param changes what it did to objects, none for events that are about nothing under test
 */
public record LogEntry(long position, String type, List<Change> changes) {
  public LogEntry {
    changes = List.copyOf(changes);
  }

  /** The same, with changes of objects of that prefix only. */
  LogEntry only(String prefix) {
    return new LogEntry(
        position,
        type,
        changes.stream().filter(change -> change.object().startsWith(prefix)).toList());
  }

  /** What a change did to its object. */
  public enum Effect {
    MADE,
    CHANGED,
    REMOVED,
    /** Is at another name from now on; the next change tells at which. */
    MOVED,
    /** Has been given, and may have had before. */
    GIVEN
  }

  /**
   * A change of one object.
   *
   * @param before its value, when the event tells
   * @param after its value, when the event tells
   */
  public record Change(
      Effect effect, String object, @Nullable String before, @Nullable String after) {
    Optional<String> given() {
      return Optional.ofNullable(after);
    }
  }
}
