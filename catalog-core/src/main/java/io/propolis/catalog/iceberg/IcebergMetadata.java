package io.propolis.catalog.iceberg;

import java.util.List;

/**
 * Makes metadata files of Iceberg tables. A file that was made is nobody's until a table points to
 * it. Safe for many threads.
 *
 * <p>Every method throws CatalogException: INVALID for what Iceberg's rules or the location do not
 * allow, UNAVAILABLE when storage does not answer.
 */
public interface IcebergMetadata {
  /** Writes the first metadata file of a table. */
  IcebergState create(IcebergDefinition definition);

  /**
   * Writes the metadata file that follows another one. When nothing changes, none is written and
   * the state is that of the present file.
   *
   * @param metadataLocation the present file; NOT_FOUND when it is not there
   * @param updates in JSON, as Iceberg's REST protocol has them ({@code {"action": "add-schema",
   *     ...}}); the id -1 is that of what was added last
   */
  IcebergState change(String metadataLocation, List<String> updates);

  /** Removes a file that no table came to point to, and the folder that it leaves empty. */
  void discard(IcebergState state);
}
