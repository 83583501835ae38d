package io.propolis.catalog.store;

/**
 * The right of one server to be the only one that changes the catalog. Who has it knows the
 * catalog's position without asking the database. It is a matter of speed alone: whoever writes
 * while another has it takes it away and waits until the other has stopped relying on it.
 *
 * <p>Thread-safe. Every method throws {@link io.propolis.catalog.CatalogException} UNAVAILABLE when
 * the database cannot be reached, and may wait a little more than a second for a right to end.
 */
public interface SoleRight {
  /**
   * Takes the right, also from another, who is to be gone. Without effect when this process has it,
   * and for a minute after another has taken it away.
   *
   * @param node its id, for the others
   */
  void take(String node);

  /** Ends the right of whoever has it, so that nobody's writes have to wait for that. */
  void end();

  /** Ends the right when it is this process that has it. */
  void giveBack();

  /** Whether this process has it, as far as it knows. */
  boolean isHeld();
}
