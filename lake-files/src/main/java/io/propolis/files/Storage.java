package io.propolis.files;

import java.util.Set;

/**
 * Storage beside local folders and S3, found by Java's {@link java.util.ServiceLoader}. To make one
 * must cost nothing: most servers have no location that needs it.
 */
public interface Storage {
  /** Lower-case schemes of the locations that it serves; nobody else's. */
  Set<String> schemes();

  /**
   * Opens it, when a location first needs it.
   *
   * @throws io.propolis.catalog.CatalogException LOCATION UNAVAILABLE when the settings do not lead
   *     to it, saying which to set
   */
  Lake open(LakeSettings settings);
}
