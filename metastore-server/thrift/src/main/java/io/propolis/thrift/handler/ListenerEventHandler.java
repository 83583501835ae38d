package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.WriteOperations.Insert;
import io.propolis.catalog.WriteOperations.Insertion;
import io.propolis.catalog.WriteOperations.Reload;
import io.propolis.catalog.WriteOperations.Write;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.change.WrittenFile;
import io.propolis.thrift.notification.WrittenFiles;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventRequestData;
import org.apache.hadoop.hive.metastore.api.FireEventResponse;
import org.apache.hadoop.hive.metastore.api.GetAllWriteEventInfoRequest;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.apache.hadoop.hive.metastore.api.WriteEventInfo;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogBatchRequest;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogBatchResponse;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogRequest;
import org.apache.hadoop.hive.metastore.api.WriteNotificationLogResponse;
import org.jspecify.annotations.Nullable;

/** What engines report after they have written files, and what they ask other readers to do. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ListenerEventHandler implements Handler {
  private final Door door;

  ListenerEventHandler(Door door) {
    this.door = door;
  }

  /**
   * One event for each insert or reload, whose ids the response gives; a failed statement ({@code
   * successful} is false) is none.
   */
  public FireEventResponse fire_listener_event(ClientSession client, FireEventRequest request) {
    var data = request.getData();
    if (data == null || data.getSetField() == null) {
      throw invalid(Entity.REQUEST, "The request describes no event");
    }
    var response = new FireEventResponse();
    if (request.isSuccessful()) {
      response.setEventIds(positions(client, request, data));
    }
    return response;
  }

  private List<Long> positions(
      ClientSession client, FireEventRequest request, FireEventRequestData data) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTableName());
    var writes = door.as(client).writes();
    var partition = Requests.orEmpty(request.getPartitionVals());
    return switch (data.getSetField()) {
      case INSERT_DATA -> writes.inserts(table, List.of(insert(data.getInsertData(), partition)));
      case INSERT_DATAS ->
          writes.inserts(
              table, data.getInsertDatas().stream().map(each -> insert(each, partition)).toList());
      case REFRESH_EVENT ->
          writes.reloads(
              table,
              List.of(partition),
              data.getRefreshEvent() ? Reload.REFRESH : Reload.INVALIDATE);
    };
  }

  private static Insert insert(InsertEventRequestData data, List<String> otherwise) {
    return new Insert(
        data.isSetPartitionVal() ? data.getPartitionVal() : otherwise,
        data.isReplace() ? Insertion.REPLACED : Insertion.APPENDED,
        files(data));
  }

  private static List<WrittenFile> files(InsertEventRequestData data) {
    var checksums = data.getFilesAddedChecksum();
    if (checksums != null && !checksums.isEmpty() && checksums.size() != data.getFilesAddedSize()) {
      throw invalid(
          Entity.REQUEST,
          "The request has %d files and %d checksums"
              .formatted(data.getFilesAddedSize(), checksums.size()));
    }
    return WrittenFiles.files(data);
  }

  public WriteNotificationLogResponse add_write_notification_log(
      ClientSession client, WriteNotificationLogRequest request) {
    var table = HiveNames.table(request.getDb(), request.getTable());
    door.as(client).writes().keep(table, List.of(write(request)));
    return new WriteNotificationLogResponse();
  }

  public WriteNotificationLogBatchResponse add_write_notification_log_in_batch(
      ClientSession client, WriteNotificationLogBatchRequest request) {
    var table = HiveNames.table(request.getCatalog(), request.getDb(), request.getTable());
    var writes =
        Requests.orEmpty(request.getRequestList()).stream().map(ListenerEventHandler::write);
    door.as(client).writes().keep(table, writes.toList());
    return new WriteNotificationLogBatchResponse();
  }

  private static Write write(WriteNotificationLogRequest request) {
    var files = request.getFileInfo();
    return new Write(
        request.getTxnId(),
        request.getWriteId(),
        Requests.orEmpty(request.getPartitionVals()),
        files == null ? List.of() : files(files));
  }

  public List<WriteEventInfo> get_all_write_event_info(
      ClientSession client, GetAllWriteEventInfoRequest request) {
    @Nullable DatabaseName database =
        isEvery(request.getDbName()) ? null : HiveNames.database(request.getDbName());
    @Nullable String table = isEvery(request.getTableName()) ? null : request.getTableName();
    return door.as(client).writes().of(request.getTxnId(), database, table).stream()
        .map(WrittenFiles::bean)
        .toList();
  }

  private static boolean isEvery(@Nullable String name) {
    return name == null || name.isEmpty() || name.equals("*");
  }
}
