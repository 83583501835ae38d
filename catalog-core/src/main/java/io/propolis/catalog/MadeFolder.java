package io.propolis.catalog;

import io.propolis.catalog.files.LakeFiles;
import org.jspecify.annotations.Nullable;

/** A folder made before the transaction that names it; taken back when that transaction fails. */
final class MadeFolder {
  private final LakeFiles files;
  private final @Nullable String location;
  private final boolean made;

  MadeFolder(LakeFiles files, @Nullable String location) {
    this.files = files;
    this.location = location;
    this.made = location != null && files.makeFolder(location);
  }

  /** True when the folder did not stand before. */
  boolean isNew() {
    return made;
  }

  void undo(RuntimeException cause) {
    // Only an empty folder is ours alone: somebody may have begun to write into it.
    if (made && location != null && files.size(location).files() == 0) {
      try {
        files.delete(location);
      } catch (RuntimeException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
