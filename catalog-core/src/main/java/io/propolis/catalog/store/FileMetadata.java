package io.propolis.catalog.store;

import java.util.Collection;
import java.util.Map;

/** What engines keep about files (ORC tails), by the id that the file system gave the file. */
public interface FileMetadata {
  /** Of those that have any. */
  Map<Long, byte[]> find(Collection<Long> files);

  /** Replaces what stands for the same files. */
  void put(Map<Long, byte[]> metadata);

  /** Absent ones are passed over. */
  void delete(Collection<Long> files);
}
