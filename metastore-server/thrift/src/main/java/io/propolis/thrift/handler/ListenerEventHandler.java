package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.TableOperations.Insertion;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.FireEventRequest;
import org.apache.hadoop.hive.metastore.api.FireEventRequestData;
import org.apache.hadoop.hive.metastore.api.FireEventResponse;
import org.apache.hadoop.hive.metastore.api.InsertEventRequestData;
import org.jspecify.annotations.Nullable;

/** Inserts that engines report after they have written files. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ListenerEventHandler implements Handler {
  private final Door door;

  ListenerEventHandler(Door door) {
    this.door = door;
  }

  /** One event for each insert; a failed statement ({@code successful} is false) is none. */
  public FireEventResponse fire_listener_event(ClientSession client, FireEventRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTableName());
    var inserts = inserts(request.getData());
    if (request.isSuccessful()) {
      for (var insert : inserts) {
        var partition =
            insert.isSetPartitionVal() ? insert.getPartitionVal() : request.getPartitionVals();
        door.as(client)
            .tables()
            .recordInsert(
                table,
                partition == null || partition.isEmpty() ? List.of() : List.of(partition),
                insert.isReplace() ? Insertion.REPLACED : Insertion.APPENDED);
      }
    }
    return new FireEventResponse();
  }

  private static List<InsertEventRequestData> inserts(@Nullable FireEventRequestData data) {
    if (data == null || data.getSetField() == null) {
      throw invalid(Entity.REQUEST, "The request describes no event");
    }
    return switch (data.getSetField()) {
      case INSERT_DATA -> List.of(data.getInsertData());
      case INSERT_DATAS -> data.getInsertDatas();
      case REFRESH_EVENT ->
          throw new CatalogException(
              Kind.UNSUPPORTED, Entity.REQUEST, "Reload events are not kept");
    };
  }
}
