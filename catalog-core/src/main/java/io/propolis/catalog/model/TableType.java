package io.propolis.catalog.model;

/** Hive's table types. */
public enum TableType {
  /** The catalog makes the folder and removes it on drop. */
  MANAGED_TABLE,
  /** The data belongs to somebody else; {@code EXTERNAL=TRUE} stands in the parameters. */
  EXTERNAL_TABLE,
  VIRTUAL_VIEW,
  MATERIALIZED_VIEW,
  /** Holds the data of an index (Hive up to 2.3); the catalog removes its folder on drop. */
  INDEX_TABLE;

  /** True for types without files of their own. */
  public boolean isView() {
    return this == VIRTUAL_VIEW;
  }
}
