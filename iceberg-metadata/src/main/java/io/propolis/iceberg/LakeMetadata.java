package io.propolis.iceberg;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.iceberg.IcebergDefinition;
import io.propolis.catalog.iceberg.IcebergMetadata;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Names;
import io.propolis.files.Lake;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.inmemory.InMemoryOutputFile;

/** Metadata files in the lake, named as Iceberg's own catalogs name them. */
public final class LakeMetadata implements IcebergMetadata {
  /** In bytes. A file holds all snapshots that a table keeps, and is read into memory. */
  private static final int LARGEST = 256 << 20;

  private static final String FOLDER = "metadata";

  /** {@code 00003-<uuid>.metadata.json}. */
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,9})-.*");

  private final Lake lake;

  public LakeMetadata(Lake lake) {
    this.lake = lake;
  }

  @Override
  public IcebergState create(IcebergDefinition definition) {
    return write(NewMetadata.of(definition), 0);
  }

  @Override
  public IcebergState change(String metadataLocation, List<String> updates) {
    var base = read(metadataLocation);
    var changed = MetadataChanges.of(base, updates);
    return changed.changes().isEmpty()
        ? state(metadataLocation, base)
        : write(changed, number(metadataLocation) + 1);
  }

  /**
   * What a metadata file says of a table that others write.
   *
   * @throws CatalogException LOCATION: NOT_FOUND; INVALID when it is no such file
   */
  public IcebergTable look(String metadataLocation) {
    var metadata = read(metadataLocation);
    return IcebergTable.of(state(metadataLocation, metadata), metadata);
  }

  /**
   * What the manifests of a metadata file's current snapshot say of rows and columns.
   *
   * @param most entries of columns of files that are looked at
   * @return empty when rows were deleted from files that stand, and when there are more entries
   * @throws CatalogException LOCATION: INVALID when a manifest is none, or what the lake throws
   */
  public Optional<IcebergFacts> facts(String metadataLocation, long most) {
    try {
      return IcebergFacts.of(read(metadataLocation), new LakeFileIO(lake), most);
    } catch (CatalogException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new CatalogException(
          Kind.INVALID,
          Entity.LOCATION,
          "The manifests of %s cannot be read: %s".formatted(metadataLocation, e.getMessage()),
          e);
    }
  }

  /**
   * A table as Iceberg's library reads and changes it, for one thread.
   *
   * @param name in messages
   */
  public Table table(String name, TablePointer pointer) {
    return new BaseTable(
        new PointedOperations(this, new LakeFileIO(lake), pointer), name, report -> {});
  }

  TableMetadata read(String location) {
    var content = lake.read(location, LARGEST);
    try {
      return TableMetadataParser.read(new InMemoryInputFile(location, content));
    } catch (RuntimeException e) {
      throw new CatalogException(
          Kind.INVALID, Entity.LOCATION, "Not a metadata file of an Iceberg table: " + location, e);
    }
  }

  /** Writes the file that follows another one. */
  IcebergState write(TableMetadata metadata, String previous) {
    return write(metadata, number(previous) + 1);
  }

  private IcebergState write(TableMetadata metadata, int number) {
    var location = newFile(metadata, number);
    var file = new InMemoryOutputFile(location);
    TableMetadataParser.write(metadata, file);
    try {
      lake.write(location, file.toByteArray());
    } catch (CatalogException e) {
      discardPart(location, e);
      throw e;
    }
    return state(location, metadata);
  }

  private void discardPart(String location, CatalogException cause) {
    try {
      lake.delete(location);
    } catch (CatalogException e) {
      cause.addSuppressed(e);
    }
  }

  private static String newFile(TableMetadata metadata, int number) {
    var extension =
        TableMetadataParser.getFileExtension(
            metadata.property(
                TableProperties.METADATA_COMPRESSION,
                TableProperties.METADATA_COMPRESSION_DEFAULT));
    return Locations.child(
        folder(metadata), "%05d-%s%s".formatted(number, UUID.randomUUID(), extension));
  }

  /** Where a table's metadata lie. */
  static String folder(TableMetadata metadata) {
    return Optional.ofNullable(metadata.property(TableProperties.WRITE_METADATA_LOCATION, null))
        .map(Locations::withoutTrailingSlash)
        .orElseGet(() -> Locations.child(metadata.location(), FOLDER));
  }

  /** -1 for a file of another name, so that the next one begins to count. */
  private static int number(String location) {
    var matcher = NUMBERED.matcher(location.substring(location.lastIndexOf('/') + 1));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private static IcebergState state(String metadataLocation, TableMetadata metadata) {
    var columns =
        metadata.schema().columns().stream()
            .map(
                field ->
                    new Column(Names.fold(field.name()), HiveTypes.of(field.type()), field.doc()))
            .toList();
    return new IcebergState(metadataLocation, metadata.location(), columns);
  }

  @Override
  public void discard(IcebergState state) {
    lake.delete(state.metadataLocation());
    lake.deleteIfEmpty(Locations.parent(state.metadataLocation()));
  }
}
