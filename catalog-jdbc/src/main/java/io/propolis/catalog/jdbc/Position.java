package io.propolis.catalog.jdbc;

/** The position of the newest committed change. */
interface Position {
  /** Never behind a commit that was acknowledged before the call began. */
  long current();

  /** Called after a commit of this store and before its acknowledgement. */
  void committed(long position);

  /** Called when nobody can say whether a commit of this store took place. */
  void uncertain();

  /**
   * The number that stands in the database for the right of this process to move the position
   * alone; {@link SoleLease#NO_TERM} when it has none.
   */
  long term();

  /** False when another process alone may change the catalog. */
  boolean mayAdvance();
}
