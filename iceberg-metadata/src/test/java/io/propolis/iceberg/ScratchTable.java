package io.propolis.iceberg;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.iceberg.IcebergState;
import io.propolis.files.Lake;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/** A table in a folder of this machine, with a pointer that moves as the catalog's does. */
public final class ScratchTable implements TablePointer {
  private final LakeMetadata metadata;
  private final AtomicReference<String> pointer;

  private ScratchTable(LakeMetadata metadata, String location) {
    this.metadata = metadata;
    this.pointer = new AtomicReference<>(location);
  }

  public static ScratchTable create(
      Lake lake,
      Path folder,
      Schema schema,
      PartitionSpec spec,
      SortOrder order,
      Map<String, String> properties) {
    var metadata = new LakeMetadata(lake);
    var location = "file:" + folder;
    var first = TableMetadata.newTableMetadata(schema, spec, order, location, properties);
    return new ScratchTable(metadata, metadata.write(first, location).metadataLocation());
  }

  /** The table as one more writer has it. */
  public Table open() {
    return metadata.table("scratch", this);
  }

  @Override
  public String location() {
    return pointer.get();
  }

  @Override
  public void move(String from, IcebergState to) {
    if (!pointer.compareAndSet(from, to.metadataLocation())) {
      throw new CatalogException(
          Kind.CONFLICT, Entity.TABLE, "The table has changed since " + from, null);
    }
  }
}
