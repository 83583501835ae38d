package io.propolis.iceberg.upkeep;

import java.util.List;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.StructLike;

/** Files of one partition, of the spec that they were written with, that are rewritten together. */
record FileGroup(List<FileScanTask> files) {
  FileGroup {
    files = List.copyOf(files);
  }

  PartitionSpec spec() {
    return files.get(0).spec();
  }

  StructLike partition() {
    return files.get(0).file().partition();
  }

  long bytes() {
    return files.stream().mapToLong(file -> file.file().fileSizeInBytes()).sum();
  }

  /** Rows that stand in the files, those that are deleted among them. */
  long rows() {
    return files.stream().mapToLong(file -> file.file().recordCount()).sum();
  }

  /**
   * Files that the rows take when each is about as large as it is to be.
   *
   * @param target in bytes
   */
  long filesOf(long target) {
    return Math.max(1, Math.round((double) bytes() / target));
  }
}
