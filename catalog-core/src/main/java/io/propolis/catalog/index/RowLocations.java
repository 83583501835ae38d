package io.propolis.catalog.index;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Table;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Locations below the folder of a table, of one row after the other. For one thread. */
final class RowLocations implements RowCodec.Locations {
  private final RowNames names;
  private final String folder;
  private final byte[] folderBytes;
  private final boolean isFolderAscii;
  private @Nullable Block block;
  private int row;

  RowLocations(PartitionIndex index, Table table) {
    this.names = new RowNames(index.dictionaries, index.writer.prefixes());
    var location = table.location();
    this.folder = location == null ? "" : Locations.child(location, "");
    this.folderBytes = folder.getBytes(StandardCharsets.UTF_8);
    this.isFolderAscii = folderBytes.length == folder.length();
  }

  void at(Block newBlock, int newRow) {
    block = newBlock;
    row = newRow;
  }

  @Override
  public String byName() {
    if (block == null) {
      throw new IllegalStateException("No row was chosen");
    }
    names.write(folderBytes, block.codes(), row);
    // The same for ASCII, and without decoding.
    var charset =
        isFolderAscii && names.isAscii() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    return new String(names.buffer(), 0, names.length(), charset);
  }

  @Override
  public String belowTable(String path) {
    return folder + path;
  }
}
