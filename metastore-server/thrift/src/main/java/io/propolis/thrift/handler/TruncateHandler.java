package io.propolis.thrift.handler;

import io.propolis.catalog.DropData;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.TruncateTableRequest;
import org.apache.hadoop.hive.metastore.api.TruncateTableResponse;
import org.jspecify.annotations.Nullable;

/** Empties tables and partitions. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TruncateHandler implements Handler {
  /** Set by clients that remove the files themselves. */
  private static final String SKIP_DATA = "truncateSkipDataDeletion";

  private final Door door;

  TruncateHandler(Door door) {
    this.door = door;
  }

  public void truncate_table(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> partitions) {
    truncate(client, HiveNames.table(database, table), partitions, DropData.DELETE_FILES);
  }

  public TruncateTableResponse truncate_table_req(
      ClientSession client, TruncateTableRequest request) {
    boolean skips =
        Requests.property(request.getEnvironmentContext(), SKIP_DATA)
            .filter("true"::equalsIgnoreCase)
            .isPresent();
    truncate(
        client,
        HiveNames.table(request.getDbName(), request.getTableName()),
        request.getPartNames(),
        skips ? DropData.KEEP_FILES : DropData.DELETE_FILES);
    return new TruncateTableResponse();
  }

  /** No list means the whole table; an empty one nothing, as any of a table without partitions. */
  private void truncate(
      ClientSession client, TableName name, @Nullable List<String> partitions, DropData data) {
    var session = door.as(client);
    if (partitions == null) {
      session.tables().truncate(name, data);
      return;
    }
    var keys = session.tables().require(name).partitionKeys();
    if (keys.isEmpty()) {
      return; // it has none of these partitions; Hive's own tests ask for no error
    }
    session
        .partitions()
        .truncate(
            name,
            partitions.stream().map(each -> PartitionNames.values(keys, each)).toList(),
            data);
  }
}
