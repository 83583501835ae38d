package io.propolis.faults.catalog;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A call about objects that stand together: tables of a family, which are renamed to one another,
 * or the partitions of a table. Each object is a key with the value that its last writer gave it,
 * which no other writer gives. Calls that name several keys do all or nothing.
 */
public sealed interface Command {
  /** Marks the key that statistics of another key are kept under. */
  String STATISTICS = "#";

  /** Makes what all of these objects are in. */
  record CreateContainer() implements Command {}

  /** Removes it with all that is in it. */
  record DropContainer() implements Command {}

  /** Refused when one stands already. */
  record Create(Map<String, String> values) implements Command {
    public Create {
      values = sorted(values);
    }
  }

  /** Replaces values whatever they are. Refused when one is absent. */
  record Alter(Map<String, String> values) implements Command {
    public Alter {
      values = sorted(values);
    }
  }

  /** Gives objects statistics. Refused when an object is absent. */
  record SetStatistics(Map<String, String> values) implements Command {
    public SetStatistics {
      values = sorted(values);
    }
  }

  /** Refused when one is absent. Statistics go with their object. */
  record Drop(Set<String> keys) implements Command {
    public Drop {
      keys = sorted(keys);
    }
  }

  /** Renames and gives another value at once; statistics go along. */
  record Rename(String from, String to, String value) implements Command {}

  /** Replaces a value only where it is the expected one. */
  record CompareAndSet(String key, String expected, String value) implements Command {}

  /** Values of those of the keys that stand. */
  record Read(Set<String> keys) implements Command {
    public Read {
      keys = sorted(keys);
    }
  }

  /** The value of one, which is refused when it is absent. */
  record Get(String key) implements Command {}

  /** All keys, without their values. */
  record ReadNames() implements Command {}

  /** Statistics of those of the objects that have any. */
  record ReadStatistics(Set<String> keys) implements Command {
    public ReadStatistics {
      keys = sorted(keys);
    }
  }

  /** Whether it may change something. */
  default boolean writes() {
    return !(this instanceof Read
        || this instanceof Get
        || this instanceof ReadNames
        || this instanceof ReadStatistics);
  }

  /** The keys that it names. */
  default Set<String> keys() {
    if (this instanceof Rename rename) {
      return sorted(Set.of(rename.from(), rename.to()));
    } else if (this instanceof CompareAndSet swap) {
      return Set.of(swap.key());
    } else if (this instanceof Get get) {
      return Set.of(get.key());
    }
    return given().keySet();
  }

  /** The one key that it names. */
  default String onlyKey() {
    return keys().iterator().next();
  }

  /** The one value that it gives. */
  default String onlyValue() {
    return given().values().iterator().next();
  }

  /** The values that it gives, by key. */
  default Map<String, String> given() {
    if (this instanceof Create create) {
      return create.values();
    } else if (this instanceof Alter alter) {
      return alter.values();
    } else if (this instanceof SetStatistics set) {
      return set.values();
    } else if (this instanceof Rename rename) {
      return Map.of(rename.to(), rename.value());
    } else if (this instanceof CompareAndSet swap) {
      return Map.of(swap.key(), swap.value());
    }
    return Map.of();
  }

  private static Map<String, String> sorted(Map<String, String> values) {
    return Collections.unmodifiableMap(new TreeMap<>(values));
  }

  private static Set<String> sorted(Set<String> keys) {
    return Collections.unmodifiableSet(new TreeSet<>(keys));
  }
}
