package io.propolis.catalog;

/** What a drop does to the files of a managed table or partition. External data always stays. */
public enum DropData {
  /**
   * Files of managed tables go, and of external ones that say {@code external.table.purge=true}.
   */
  DELETE_FILES,
  /** All files stay: the client removes them itself, or wants them. */
  KEEP_FILES
}
