package io.propolis.crawlers.discovery;

import io.propolis.crawlers.discovery.ListingPart.Below;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts of a listing that no thread has begun. Thread-safe. */
final class WaitingParts {
  private final Deque<ListingPart> parts = new ArrayDeque<>();

  synchronized void add(ListingPart part) {
    parts.addLast(part);
  }

  /** The next one; null for none. */
  synchronized @Nullable ListingPart next() {
    return parts.pollFirst();
  }

  synchronized int size() {
    return parts.size();
  }

  /** Takes the last ones away, those that lie below others. */
  synchronized List<Below> below() {
    var taken = new ArrayList<Below>();
    while (parts.peekLast() instanceof Below last) {
      taken.add(last);
      parts.removeLast();
    }
    Collections.reverse(taken);
    return taken;
  }
}
