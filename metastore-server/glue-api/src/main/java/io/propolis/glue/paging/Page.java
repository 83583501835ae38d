package io.propolis.glue.paging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
      Collection<T> sorted, Function<T, String> key, Optional<String> after, int size) {
    var page = new ArrayList<T>(Math.min(size, sorted.size()));
    for (var each : sorted) {
      if (after.isPresent() && key.apply(each).compareTo(after.get()) <= 0) {
        continue;
      }
      if (page.size() == size) {
        return new Page<>(page, key.apply(page.get(size - 1)));
      }
      page.add(each);
    }
    return new Page<>(page, null);
  }

  /** The token of the next page; null when this one is the last. */
  public @Nullable String token(PageTokens tokens, String question) {
    return last == null ? null : tokens.next(question, last);
  }
}
