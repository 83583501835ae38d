package io.propolis.crawlers.definition;

import io.propolis.crawlers.discovery.Problem;
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
  private final List<Problem> notices = new ArrayList<>();

  Reading(UnknownKeys unknown) {
    this.unknown = unknown;
  }

  UnknownKeys unknown() {
    return unknown;
  }

  void postpone(String what) {
    postponed.add(what);
  }

  /** A member that is accepted and changes nothing in a crawl. */
  void notice(String member, String why) {
    notices.add(new Problem(member, why));
  }

  List<Problem> notices() {
    return List.copyOf(notices);
  }

  List<String> postponed() {
    return List.copyOf(postponed);
  }
}
