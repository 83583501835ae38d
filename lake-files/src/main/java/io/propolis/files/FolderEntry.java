package io.propolis.files;

import org.jspecify.annotations.Nullable;

/**
 * What a listing found right in a folder.
 *
 * @param name the last part of its location
 * @param file absent for a folder
 */
public record FolderEntry(String name, @Nullable FileEntry file) {
  static FolderEntry folder(String name) {
    return new FolderEntry(name, null);
  }

  static FolderEntry of(FileEntry file) {
    return new FolderEntry(file.location().substring(file.location().lastIndexOf('/') + 1), file);
  }

  public boolean isFolder() {
    return file == null;
  }
}
