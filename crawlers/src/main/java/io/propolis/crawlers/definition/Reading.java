package io.propolis.crawlers.definition;

import java.util.ArrayList;
import java.util.List;

/** How a definition is read, and what was found in it that crawls cannot follow. */
final class Reading {
  /** Keys that are known to nobody. */
  enum UnknownKeys {
    /** They are mistakes of who wrote the file. */
    REFUSED,
    /** They are members of a newer API. */
    PASSED_OVER
  }

  private final UnknownKeys unknown;
  private final List<String> postponed = new ArrayList<>();

  Reading(UnknownKeys unknown) {
    this.unknown = unknown;
  }

  UnknownKeys unknown() {
    return unknown;
  }

  void postpone(String what) {
    postponed.add(what);
  }

  List<String> postponed() {
    return List.copyOf(postponed);
  }
}
