package io.propolis.iceberg.upkeep;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.files.FileEntry;
import io.propolis.files.Lake;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes files in a table's folder that none of its metadata refer to: those of writers that died.
 * What is younger than {@code age} stays, as a writer may be about to commit it; so do files whose
 * name, or that of a folder below the table's, begins with {@code _} or {@code .}, as engines keep
 * there what is under way.
 *
 * @param age of what may go
 * @param location where to look, within the table's folder; absent for all of it
 */
public record OrphanRemoval(Duration age, @Nullable String location) {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanRemoval.class);

  /** Where it looks. */
  public String folder(Table table) {
    return location == null ? table.location() : location;
  }

  /**
   * Deletes them. How many went.
   *
   * @param goOn asked often; ends the work by what it throws
   * @throws CatalogException INVALID for a location outside of the table, and for a table that says
   *     {@code gc.enabled=false}, whose files may be another's, too
   */
  public long apply(Table table, Lake lake, Clock clock, Runnable goOn) {
    boolean isOwner =
        PropertyUtil.propertyAsBoolean(
            table.properties(), TableProperties.GC_ENABLED, TableProperties.GC_ENABLED_DEFAULT);
    if (!isOwner) {
      throw invalid(
          Entity.TABLE,
          "Table %s says gc.enabled=false: no file is deleted".formatted(table.name()));
    }
    var folder = folder(table);
    if (!Locations.isWithin(folder, table.location())) {
      throw invalid(
          Entity.LOCATION,
          "%s does not lie in the folder of table %s, %s"
              .formatted(folder, table.name(), table.location()));
    }
    // Listed first: what is committed meanwhile is seen to be referred to afterwards.
    var old = old(lake, folder, clock.millis() - age.toMillis(), goOn);
    if (old.isEmpty()) {
      return 0;
    }
    table.refresh();
    var metadata = ((HasTableOperations) table).operations().current();
    var referenced = ReferencedFiles.of(table, metadata, goOn);
    long deleted = 0;
    for (var file : old) {
      goOn.run();
      if (!referenced.contains(file)) {
        deleted += delete(lake, file);
      }
    }
    return deleted;
  }

  private static List<String> old(Lake lake, String folder, long before, Runnable goOn) {
    var root = Locations.withoutTrailingSlash(folder);
    try (var files = lake.list(root)) {
      return files
          .peek(file -> goOn.run())
          .filter(file -> file.modifiedAt() < before)
          .map(FileEntry::location)
          .filter(file -> !isHidden(file.substring(root.length())))
          .toList();
    }
  }

  private static boolean isHidden(String below) {
    return below.contains("/_") || below.contains("/.");
  }

  private static int delete(Lake lake, String file) {
    try {
      lake.delete(file);
      return 1;
    } catch (CatalogException e) {
      LOG.warn("Kept {}: {}", file, e.getMessage());
      return 0;
    }
  }
}
