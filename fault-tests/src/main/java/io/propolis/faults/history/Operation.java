package io.propolis.faults.history;

/**
 * One call of one client.
 *
 * @param client number of the client
 * @param node name of the server it called
 * @param begin when it was sent, by {@link System#nanoTime} of the one machine of all clients
 * @param end when its answer was there, or the client gave up
 * @param call what was asked for
 */
public record Operation<C>(int client, String node, long begin, long end, C call, Outcome outcome) {

  /** Whether the client was told how it ended. */
  public boolean isKnown() {
    return !(outcome instanceof Outcome.Unknown);
  }

  /** The same, of another call. */
  public <D> Operation<D> of(D other) {
    return new Operation<>(client, node, begin, end, other, outcome);
  }

  /** The same, with another outcome. */
  public Operation<C> ended(Outcome other) {
    return new Operation<>(client, node, begin, end, call, other);
  }

  /** One line, with times in milliseconds since {@code origin}. */
  public String line(long origin) {
    return "%10.3f %10.3f  client %-2d %-7s %s -> %s"
        .formatted((begin - origin) / 1e6, (end - origin) / 1e6, client, node, call, outcome);
  }
}
