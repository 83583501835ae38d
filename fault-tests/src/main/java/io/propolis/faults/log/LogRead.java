package io.propolis.faults.log;

import java.util.List;

/**
 * What a client saw of the log.
 *
 * @param begin when it asked
 * @param end when the answer was there
 * @param after the position it had read up to
 * @param seen positions that it got, in order, each with a fingerprint of its event; only the last
 *     without one when it asked for the newest position alone
 * @param complete whether it got all there was
 */
public record LogRead(
    int client, String node, long begin, long end, long after, List<Event> seen, boolean complete) {
  public LogRead {
    seen = List.copyOf(seen);
  }

  /** An event as a client saw it; 0 for a fingerprint of an event it did not see. */
  public record Event(long position, int fingerprint) {}

  /** The newest position that it knows of. */
  long last() {
    return seen.isEmpty() ? after : seen.get(seen.size() - 1).position();
  }
}
