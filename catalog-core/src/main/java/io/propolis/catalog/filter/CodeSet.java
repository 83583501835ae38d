package io.propolis.catalog.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Codes of one key: those at some places of an ordering, and some others.
 *
 * @param bounds where the places begin and end, in order, without overlap
 * @param others sorted; none of them has one of these places
 */
public record CodeSet(int key, @Nullable KeyOrdering ordering, int[] bounds, int[] others) {
  static CodeSet of(int key, int[] codes) {
    return new CodeSet(key, null, new int[0], sorted(codes));
  }

  static CodeSet of(int key, KeyOrdering ordering, int from, int to, int[] others) {
    return new CodeSet(
        key, ordering, from < to ? new int[] {from, to} : new int[0], sorted(others));
  }

  private static int[] sorted(int[] codes) {
    return IntStream.of(codes).sorted().distinct().toArray();
  }

  /** How many there are. */
  public int count() {
    int count = others.length;
    for (int i = 0; i < bounds.length; i += 2) {
      count += bounds[i + 1] - bounds[i];
    }
    return count;
  }

  /** Hands all over, in no order. */
  public void forEach(IntConsumer consumer) {
    for (int i = 0; i < bounds.length; i += 2) {
      for (int place = bounds[i]; place < bounds[i + 1]; place++) {
        consumer.accept(Objects.requireNonNull(ordering).codes()[place]);
      }
    }
    for (int code : others) {
      consumer.accept(code);
    }
  }

  private boolean isLike(CodeSet other) {
    return key == other.key && ordering == other.ordering;
  }

  /** The sets, those of the same key and ordering cut down to what they have in common. */
  static List<CodeSet> common(List<CodeSet> sets) {
    record Group(int key, int ordering) {}
    var groups = new LinkedHashMap<Group, CodeSet>();
    for (var set : sets) {
      groups.merge(
          new Group(set.key, System.identityHashCode(set.ordering)),
          set,
          (one, other) -> one.isLike(other) ? one.and(other) : one);
    }
    return List.copyOf(groups.values());
  }

  private CodeSet and(CodeSet other) {
    var both = new ArrayList<int[]>();
    for (int i = 0, j = 0; i < bounds.length && j < other.bounds.length; ) {
      int from = Math.max(bounds[i], other.bounds[j]);
      int to = Math.min(bounds[i + 1], other.bounds[j + 1]);
      if (from < to) {
        both.add(new int[] {from, to});
      }
      if (bounds[i + 1] < other.bounds[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    var shared =
        IntStream.of(others).filter(code -> Arrays.binarySearch(other.others, code) >= 0).toArray();
    return new CodeSet(key, ordering, intervals(both), shared);
  }

  /**
   * Sets that hold all codes of one set of each alternative; none when some alternative leaves
   * every key open.
   */
  static List<CodeSet> united(List<List<CodeSet>> alternatives) {
    if (alternatives.isEmpty()) {
      return List.of();
    }
    var united = new ArrayList<CodeSet>();
    for (var first : alternatives.get(0)) {
      var parts = new ArrayList<CodeSet>(alternatives.size());
      for (var alternative : alternatives) {
        alternative.stream().filter(first::isLike).findFirst().ifPresent(parts::add);
      }
      if (parts.size() == alternatives.size()) {
        united.add(union(parts));
      }
    }
    return united;
  }

  private static CodeSet union(List<CodeSet> sets) {
    var all = new ArrayList<int[]>();
    var others = IntStream.builder();
    for (var set : sets) {
      for (int i = 0; i < set.bounds.length; i += 2) {
        all.add(new int[] {set.bounds[i], set.bounds[i + 1]});
      }
      IntStream.of(set.others).forEach(others::add);
    }
    var first = sets.get(0);
    return new CodeSet(first.key, first.ordering, intervals(all), sorted(others.build().toArray()));
  }

  /** Begins and ends in order, those that overlap or touch as one, empty ones left out. */
  static int[] intervals(List<int[]> pairs) {
    var ordered =
        pairs.stream()
            .filter(pair -> pair[0] < pair[1])
            .sorted(Comparator.comparingInt(pair -> pair[0]))
            .toList();
    var bounds = new int[ordered.size() * 2];
    int length = 0;
    for (var pair : ordered) {
      if (length > 0 && pair[0] <= bounds[length - 1]) {
        bounds[length - 1] = Math.max(bounds[length - 1], pair[1]);
      } else {
        bounds[length++] = pair[0];
        bounds[length++] = pair[1];
      }
    }
    return Arrays.copyOf(bounds, length);
  }

  /** Whether a place lies between a begin and its end. */
  static boolean isWithin(int place, int[] bounds) {
    int found = Arrays.binarySearch(bounds, place);
    return found >= 0 ? found % 2 == 0 : (-found - 1) % 2 == 1;
  }
}
