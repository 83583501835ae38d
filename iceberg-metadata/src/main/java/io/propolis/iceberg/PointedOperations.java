package io.propolis.iceberg;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.files.Locations;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.jspecify.annotations.Nullable;

/**
 * A table of the catalog as Iceberg's library changes it: a metadata file is written, then the
 * catalog's pointer moves, or the library is told to try again. Used by one thread.
 */
final class PointedOperations implements TableOperations {
  private final LakeMetadata lake;
  private final FileIO io;
  private final TablePointer pointer;
  private @Nullable TableMetadata current;

  PointedOperations(LakeMetadata lake, FileIO io, TablePointer pointer) {
    this.lake = lake;
    this.io = io;
    this.pointer = pointer;
  }

  @Override
  public TableMetadata current() {
    return current == null ? refresh() : current;
  }

  @Override
  public TableMetadata refresh() {
    var location = pointer.location();
    if (current == null || !location.equals(current.metadataFileLocation())) {
      current = lake.read(location);
    }
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != current) {
      throw new CommitFailedException("The table has changed: %s", metadata.location());
    }
    if (base == metadata) {
      return;
    }
    var from = base.metadataFileLocation();
    var written = lake.write(metadata, from);
    try {
      pointer.move(from, written);
    } catch (CatalogException e) {
      if (e.kind() == Kind.CONFLICT) {
        throw new CommitFailedException(e, "%s", e.getMessage());
      }
      if (e.kind() == Kind.UNAVAILABLE) {
        throw new CommitStateUnknownException(e);
      }
      throw e;
    }
    current = null;
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String name) {
    return Locations.child(LakeMetadata.folder(current()), name);
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current().location(), current().properties());
  }
}
