package io.propolis.iceberg;

import io.propolis.catalog.iceberg.IcebergState;

/** Where a table of the catalog finds its metadata. */
public interface TablePointer {
  /** The present metadata file. Throws CatalogException NOT_FOUND, INVALID. */
  String location();

  /**
   * Moves to another file.
   *
   * @param from where it must point
   * @throws io.propolis.catalog.CatalogException CONFLICT when it points elsewhere; the file is
   *     discarded then
   */
  void move(String from, IcebergState to);
}
