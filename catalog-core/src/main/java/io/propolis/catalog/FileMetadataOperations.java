package io.propolis.catalog;

import java.util.Collection;
import java.util.Map;

/** What engines keep about files, by the id that the file system gave each. */
public final class FileMetadataOperations {
  private final Context context;

  FileMetadataOperations(Context context) {
    this.context = context;
  }

  /** Of those that have any. */
  public Map<Long, byte[]> find(Collection<Long> files) {
    return context.store().read(tx -> tx.fileMetadata().find(files));
  }

  /** Replaces what stands for the same files. */
  public void put(Map<Long, byte[]> metadata) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.fileMetadata().put(metadata);
              return null;
            });
  }

  /** Absent ones are passed over. */
  public void clear(Collection<Long> files) {
    context
        .store()
        .<Void>write(
            tx -> {
              tx.fileMetadata().delete(files);
              return null;
            });
  }
}
