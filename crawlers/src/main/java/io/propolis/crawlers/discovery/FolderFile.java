package io.propolis.crawlers.discovery;

import io.propolis.files.FileEntry;
import org.jspecify.annotations.Nullable;

/**
 * A file of a folder.
 *
 * @param name without the folder's location, which millions of files share
 */
record FolderFile(String name, long length, long modifiedAt, @Nullable String etag) {
  static FolderFile of(FileEntry entry) {
    var location = entry.location();
    return new FolderFile(
        location.substring(location.lastIndexOf('/') + 1),
        entry.length(),
        entry.modifiedAt(),
        entry.etag());
  }
}
