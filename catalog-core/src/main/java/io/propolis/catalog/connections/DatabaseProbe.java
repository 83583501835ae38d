package io.propolis.catalog.connections;

import java.time.Duration;

/** Finds out whether a database can be reached. */
@FunctionalInterface
public interface DatabaseProbe {
  /**
   * Connects, asks the database whether it is there, and leaves.
   *
   * @param patience how long each step may take
   * @throws io.propolis.catalog.CatalogException INVALID for a URL that this server has no driver
   *     for; FORBIDDEN when the database refuses user or password; UNAVAILABLE when it cannot be
   *     reached, or not in time
   */
  void connect(DatabaseAccess access, Duration patience);
}
