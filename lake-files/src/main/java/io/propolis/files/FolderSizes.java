package io.propolis.files;

import io.propolis.catalog.files.LakeFiles.FolderSize;
import io.propolis.catalog.files.Locations;

/** Sums up what a listing finds. */
public final class FolderSizes {
  private FolderSizes() {}

  /** The data files below a folder, as {@link Lake#size} counts them. */
  public static FolderSize of(Lake lake, String location) {
    int prefix = Locations.withoutTrailingSlash(location).length();
    long files = 0;
    long bytes = 0;
    try (var entries = lake.list(location)) {
      for (var entry : (Iterable<FileEntry>) entries::iterator) {
        if (Schemes.isData(entry.location().substring(prefix))) {
          files++;
          bytes += entry.length();
        }
      }
    }
    return new FolderSize(files, bytes);
  }
}
