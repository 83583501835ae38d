package io.propolis.catalog.model;

/** What a change did. Names are Hive's event types, which notification listeners know. */
public enum ChangeKind {
  CREATE_CATALOG(Touched.NOTHING),
  ALTER_CATALOG(Touched.NOTHING),
  DROP_CATALOG(Touched.EVERYTHING_BELOW),
  CREATE_DATABASE(Touched.DATABASE),
  ALTER_DATABASE(Touched.DATABASE),
  DROP_DATABASE(Touched.EVERYTHING_BELOW),
  CREATE_TABLE(Touched.TABLE),
  ALTER_TABLE(Touched.TABLE),
  DROP_TABLE(Touched.TABLE),
  ADD_PARTITION(Touched.PARTITIONS),
  ALTER_PARTITION(Touched.PARTITIONS),
  DROP_PARTITION(Touched.PARTITIONS),
  CREATE_FUNCTION(Touched.NOTHING),
  ALTER_FUNCTION(Touched.NOTHING),
  DROP_FUNCTION(Touched.NOTHING),
  UPDATE_TABLE_COLUMN_STAT(Touched.TABLE),
  DELETE_TABLE_COLUMN_STAT(Touched.TABLE),
  UPDATE_PARTITION_COLUMN_STAT(Touched.PARTITIONS),
  DELETE_PARTITION_COLUMN_STAT(Touched.PARTITIONS),
  INSERT(Touched.NOTHING),
  RELOAD(Touched.NOTHING),
  ADD_PRIMARYKEY(Touched.NOTHING),
  ADD_FOREIGNKEY(Touched.NOTHING),
  ADD_UNIQUECONSTRAINT(Touched.NOTHING),
  ADD_NOTNULLCONSTRAINT(Touched.NOTHING),
  ADD_DEFAULTCONSTRAINT(Touched.NOTHING),
  ADD_CHECKCONSTRAINT(Touched.NOTHING),
  DROP_CONSTRAINT(Touched.NOTHING),
  CREATE_ISCHEMA(Touched.NOTHING),
  ALTER_ISCHEMA(Touched.NOTHING),
  DROP_ISCHEMA(Touched.NOTHING),
  ADD_SCHEMA_VERSION(Touched.NOTHING),
  ALTER_SCHEMA_VERSION(Touched.NOTHING),
  DROP_SCHEMA_VERSION(Touched.NOTHING),
  OPEN_TXN(Touched.NOTHING),
  COMMIT_TXN(Touched.NOTHING),
  ABORT_TXN(Touched.NOTHING),
  ALLOC_WRITE_ID_EVENT(Touched.NOTHING),
  COMMIT_COMPACTION_EVENT(Touched.NOTHING),
  CREATE_DATACONNECTOR(Touched.NOTHING),
  ALTER_DATACONNECTOR(Touched.NOTHING),
  DROP_DATACONNECTOR(Touched.NOTHING),
  CREATE_INDEX(Touched.NOTHING),
  ALTER_INDEX(Touched.NOTHING),
  DROP_INDEX(Touched.NOTHING);

  private final Touched touched;

  ChangeKind(Touched touched) {
    this.touched = touched;
  }

  /**
   * What reads otherwise after a change: rows of databases, tables and partitions, not their
   * constraints. Whoever keeps them in memory has to read these again.
   */
  public enum Touched {
    NOTHING,
    /** Partitions of the table that the change names, or their statistics; not its own row. */
    PARTITIONS,
    /** The table that the change names, by its old name and by its new one. */
    TABLE,
    /** The database that the change names; when it was renamed, all that is in it. */
    DATABASE,
    /** All that is in the database that the change names, or without one in the catalog. */
    EVERYTHING_BELOW
  }

  /** What reads otherwise. */
  public Touched touched() {
    return touched;
  }
}
