package io.propolis.server.crawl;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What is to be closed together, the latest first, each whatever the others throw. */
final class Closing implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Closing(AutoCloseable first) {
    open.push(first);
  }

  void add(AutoCloseable next) {
    open.push(next);
  }

  @Override
  public void close() {
    @Nullable RuntimeException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        var thrown = e instanceof RuntimeException same ? same : new IllegalStateException(e);
        if (failure == null) {
          failure = thrown;
        } else {
          failure.addSuppressed(thrown);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
