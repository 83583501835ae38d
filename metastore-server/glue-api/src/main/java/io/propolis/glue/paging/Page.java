package io.propolis.glue.paging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long answer.
 *
 * @param last key of its last thing; absent when nothing follows
 */
public record Page<T>(List<T> things, @Nullable String last) {
  public Page {
    things = List.copyOf(things);
  }

  /**
   * The next page of things that are sorted by their keys.
   *
   * @param after key behind which it begins; empty for the first page
   */
  public static <T> Page<T> of(
      List<T> sorted, Function<T, String> key, Optional<String> after, int size) {
    return of(sorted, key, after, size, thing -> true);
  }

  /**
   * The same of those that pass a test, which none is asked about that is not passed on the way.
   */
  public static <T> Page<T> of(
      List<T> sorted,
      Function<T, String> key,
      Optional<String> after,
      int size,
      Predicate<T> chosen) {
    var page = new ArrayList<T>(Math.min(size, sorted.size()));
    int begin = after.map(last -> behind(sorted, key, last)).orElse(0);
    for (var each : sorted.subList(begin, sorted.size())) {
      if (!chosen.test(each)) {
        continue;
      }
      if (page.size() == size) {
        return new Page<>(page, key.apply(page.get(size - 1)));
      }
      page.add(each);
    }
    return new Page<>(page, null);
  }

  private static <T> int behind(List<T> sorted, Function<T, String> key, String last) {
    int low = 0;
    int high = sorted.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key.apply(sorted.get(middle)).compareTo(last) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The token of the next page; null when this one is the last. */
  public @Nullable String token(PageTokens tokens, String question) {
    return last == null ? null : tokens.next(question, last);
  }
}
