package io.propolis.faults.client;

import java.util.ArrayList;
import java.util.List;

/** What was seen that must not be. */
public final class Findings {
  private static final int KEPT = 100;

  private final List<String> found = new ArrayList<>();

  /** Notes one, of the first hundred. */
  public synchronized void add(String finding) {
    if (found.size() < KEPT) {
      found.add(finding);
    }
  }

  /** In the order in which they were found. */
  public synchronized List<String> all() {
    return List.copyOf(found);
  }

  public synchronized boolean isEmpty() {
    return found.isEmpty();
  }
}
