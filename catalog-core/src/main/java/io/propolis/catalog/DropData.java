package io.propolis.catalog;

/** What a drop does to the files of a managed table or partition. External data always stays. */
public enum DropData {
  /**
   * Files of managed tables go, and of external ones that say {@code external.table.purge=true}: to
   * the trash where there is one, unless the table says {@code auto.purge=true}.
   */
  DELETE_FILES,
  /** The same, past the trash. */
  PURGE_FILES,
  /** All files stay: the client removes them itself, or wants them. */
  KEEP_FILES;

  /** True when files go. */
  public boolean removes() {
    return this != KEEP_FILES;
  }
}
