package io.propolis.thrift.notification;

import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.change.ReportedWrite;
import io.propolis.catalog.model.change.WrittenFile;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.WriteEventInfo;
import org.jspecify.annotations.Nullable;

/** Files that engines have written, as clients send and read them. */
public final class WrittenFiles {
  private static final String SEPARATOR = "]";

  private WrittenFiles() {}

  public static List<WrittenFile> files(InsertEventRequestData bean) {
    var added = bean.getFilesAdded() == null ? List.<String>of() : bean.getFilesAdded();
    var files = new ArrayList<WrittenFile>(added.size());
    for (int i = 0; i < added.size(); i++) {
      files.add(
          new WrittenFile(
              added.get(i),
              at(bean.getFilesAddedChecksum(), i),
              at(bean.getSubDirectoryList(), i)));
    }
    return files;
  }

  private static @Nullable String at(@Nullable List<String> list, int index) {
    return list == null || index >= list.size() ? null : list.get(index);
  }

  /**
   * {@code uri#checksum#store#folder}, Hive's form. Checksum and store are for files that Hive has
   * moved to its change-management store, which is not kept here: a reader that found a checksum
   * would look there.
   */
  static String text(WrittenFile file) {
    return file.uri() + "###" + (file.subDirectory() == null ? "" : file.subDirectory());
  }

  /** What a transaction has written, as {@code get_all_write_event_info} answers. */
  public static WriteEventInfo bean(ReportedWrite write) {
    var table = write.written().table();
    var partition = write.written().partition();
    var bean =
        new WriteEventInfo(
            write.writeId(),
            table.name().database().name(),
            table.name().name(),
            write.written().files().stream()
                .map(WrittenFiles::text)
                .collect(Collectors.joining(SEPARATOR)));
    bean.setTableObj(ThriftText.of(Tables.bean(table)));
    // Hive says an empty name for a table without partitions.
    bean.setPartition(
        partition == null ? "" : PartitionNames.of(table.partitionKeys(), partition.values()));
    if (partition != null) {
      bean.setPartitionObj(ThriftText.of(Partitions.bean(table.name(), partition)));
    }
    return bean;
  }
}
