package io.propolis.catalog.filter;

import io.propolis.catalog.filter.KeyDictionary.View;
import io.propolis.catalog.model.PartitionNames;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a dictionary in the order in which a type compares their values; equal ones stand
 * side by side. Values that are none of that type have no place.
 *
 * @param view the values when it was made: an older view may meet a newer ordering
 * @param codes the codes by their places
 * @param places the places of the first codes, {@link #NONE} for a value of another type; codes
 *     that came later have none yet
 */
record KeyOrdering(KeyType type, View view, int[] codes, int[] places) {
  static final int NONE = -1;

  /** So many codes without a place are compared one by one; more are put in order first. */
  private static final int MOST_UNPLACED = 256;

  static KeyOrdering of(KeyType type, View view) {
    return new KeyOrdering(type, view, sorted(type, view, 0), new int[0]).placed(view);
  }

  /** The number of codes that it knows: those from there on have to be compared one by one. */
  int covered() {
    return places.length;
  }

  /** Whether it knows enough of a dictionary of that size. */
  boolean reaches(int size) {
    return size - places.length <= MOST_UNPLACED;
  }

  long memory() {
    return 4L * (codes.length + places.length);
  }

  /** The same with the codes that have come since. */
  KeyOrdering extended(View newer) {
    var added = sorted(type, newer, places.length);
    var merged = new int[codes.length + added.length];
    int one = 0;
    int other = 0;
    for (int i = 0; i < merged.length; i++) {
      boolean first =
          other == added.length
              || one < codes.length
                  && KeyType.compare(
                          value(type, view, codes[one]), value(type, newer, added[other]))
                      <= 0;
      merged[i] = first ? codes[one++] : added[other++];
    }
    return new KeyOrdering(type, view, merged, places).placed(newer);
  }

  private KeyOrdering placed(View newer) {
    var all = new int[newer.size()];
    Arrays.fill(all, NONE);
    for (int i = 0; i < codes.length; i++) {
      all[codes[i]] = i;
    }
    return new KeyOrdering(type, newer, codes, all);
  }

  /** Which end of equal values. */
  enum Side {
    BEFORE,
    BEHIND
  }

  /** Before or behind all that equal the value; where it would stand when none does. */
  int place(Comparable<?> value, Side side) {
    int low = 0;
    int high = codes.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int compared = KeyType.compare(value(type, view, codes[middle]), value);
      if (compared < 0 || side == Side.BEHIND && compared == 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Behind the last of the values from a place on that all pass a test, when the first ones do. */
  int endOf(int from, java.util.function.Predicate<String> test) {
    int low = from;
    int high = codes.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (test.test(view.value(codes[middle]))) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Those of the codes without a place that pass a test. */
  int[] unplaced(View shown, IntPredicate test) {
    return IntStream.range(covered(), Math.max(covered(), shown.size())).filter(test).toArray();
  }

  private static Comparable<?> value(KeyType type, View view, int code) {
    return Objects.requireNonNull(type.value(view.value(code)));
  }

  /** The codes from {@code from} on that have a value. */
  private static int[] sorted(KeyType type, View view, int from) {
    var packed = type == KeyType.NUMBER ? sortedIntegers(view, from) : null;
    if (packed != null) {
      return packed;
    }
    record Placed(Comparable<?> value, int code) {}
    var placed = new Placed[view.size() - from];
    int count = 0;
    for (int code = from; code < view.size(); code++) {
      var value = type.value(view.value(code));
      if (value != null) {
        placed[count++] = new Placed(value, code);
      }
    }
    Arrays.sort(placed, 0, count, (one, other) -> KeyType.compare(one.value(), other.value()));
    var codes = new int[count];
    for (int i = 0; i < count; i++) {
      codes[i] = placed[i].code();
    }
    return codes;
  }

  /**
   * The same for plain integers, as most numbers are: value and code in one number, because a
   * million of them are sorted at once. Null when there are other values.
   */
  private static int @Nullable [] sortedIntegers(View view, int from) {
    int count = view.size() - from;
    var numbers = new long[count];
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    int marker = view.find(PartitionNames.NULL_VALUE);
    for (int i = 0; i < count; i++) {
      if (from + i == marker) {
        continue;
      }
      long number = integer(view, from + i);
      if (number == Long.MIN_VALUE) {
        return null;
      }
      numbers[i] = number;
      least = Math.min(least, number);
      most = Math.max(most, number);
    }
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, count));
    if (least > most || (most - least) >= 1L << (62 - bits) || most - least < 0) {
      return null;
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (from + i != marker) {
        numbers[kept++] = (numbers[i] - least) << bits | i;
      }
    }
    Arrays.sort(numbers, 0, kept);
    var codes = new int[kept];
    for (int i = 0; i < kept; i++) {
      codes[i] = from + (int) (numbers[i] & (1L << bits) - 1);
    }
    return codes;
  }

  /** The integer of up to 18 digits that a value is; the least long when it is none. */
  private static long integer(View view, int code) {
    int at = view.begin(code);
    int end = view.end(code);
    var bytes = view.bytes();
    boolean negative = at < end && bytes[at] == '-';
    at += negative ? 1 : 0;
    if (!view.isAscii(code) || at == end || end - at > 18) {
      return Long.MIN_VALUE;
    }
    long number = 0;
    for (; at < end; at++) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        return Long.MIN_VALUE;
      }
      number = number * 10 + digit;
    }
    return negative ? -number : number;
  }
}
