package io.propolis.compat;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The name of a database that no other test of this run, or of another against the same server,
 * uses.
 */
record Scratch(String name) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  static Scratch database(String prefix) {
    var run = Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX);
    return new Scratch("%s_%s_%d".formatted(prefix, run, COUNT.incrementAndGet()));
  }

  @Override
  public String toString() {
    return name;
  }
}
