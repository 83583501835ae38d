package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static java.util.Objects.requireNonNullElse;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.WriteIdOperations.Existing;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.acid.WriteId;
import io.propolis.catalog.model.acid.WriteIdSnapshot;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Locks;
import io.propolis.thrift.translate.Txns;
import io.propolis.thrift.translate.ValidLists;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.hive.metastore.api.AllocateTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.AllocateTableWriteIdsResponse;
import org.apache.hadoop.hive.metastore.api.GetValidWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.GetValidWriteIdsResponse;
import org.apache.hadoop.hive.metastore.api.MaxAllocatedTableWriteIdRequest;
import org.apache.hadoop.hive.metastore.api.MaxAllocatedTableWriteIdResponse;
import org.apache.hadoop.hive.metastore.api.ReplTblWriteIdStateRequest;
import org.apache.hadoop.hive.metastore.api.SeedTableWriteIdsRequest;
import org.apache.hadoop.hive.metastore.api.TableValidWriteIds;
import org.apache.hadoop.hive.metastore.api.TxnToWriteId;
import org.jspecify.annotations.Nullable;

/** Write ids of transactional tables. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class WriteIdHandler implements Handler {
  private final Door door;

  WriteIdHandler(Door door) {
    this.door = door;
  }

  public AllocateTableWriteIdsResponse allocate_table_write_ids(
      ClientSession client, AllocateTableWriteIdsRequest request) {
    var table = HiveNames.table(request.getDbName(), request.getTableName());
    var writeIds = door.as(client).writeIds();
    var policy = request.getReplPolicy();
    var allocated =
        policy != null
            ? writeIds.allocateReplayed(
                table,
                policy,
                Requests.orEmpty(request.getSrcTxnToWriteIdList()).stream()
                    .map(source -> new WriteId(source.getTxnId(), source.getWriteId()))
                    .toList())
            : writeIds.allocate(
                table,
                Requests.orEmpty(request.getTxnIds()),
                request.isReallocate() ? Existing.REPLACED : Existing.KEPT);
    return new AllocateTableWriteIdsResponse(
        allocated.stream().map(id -> new TxnToWriteId(id.txn(), id.id())).toList());
  }

  public GetValidWriteIdsResponse get_valid_write_ids(
      ClientSession client, GetValidWriteIdsRequest request) {
    var names = Requests.orEmpty(request.getFullTableNames());
    var tables = names.stream().map(ValidLists::table).toList();
    var visible = tables.isEmpty() ? List.<WriteIdSnapshot>of() : visible(client, request, tables);
    var beans = new ArrayList<TableValidWriteIds>();
    for (int i = 0; i < visible.size(); i++) {
      beans.add(Txns.bean(names.get(i), visible.get(i)));
    }
    return new GetValidWriteIdsResponse(beans);
  }

  private List<WriteIdSnapshot> visible(
      ClientSession client, GetValidWriteIdsRequest request, List<TableName> tables) {
    var writeIds = door.as(client).writeIds();
    if (request.isSetWriteId() && request.getWriteId() > 0) {
      if (request.getValidTxnList() != null) {
        throw invalid(
            Entity.TRANSACTION, "The request names both a list of transactions and a write id");
      }
      return writeIds.visibleTo(tables, request.getWriteId());
    }
    var list = request.getValidTxnList();
    return writeIds.visible(tables, list == null ? null : ValidLists.txns(list));
  }

  public MaxAllocatedTableWriteIdResponse get_max_allocated_table_write_id(
      ClientSession client, MaxAllocatedTableWriteIdRequest request) {
    return new MaxAllocatedTableWriteIdResponse(
        door.as(client)
            .writeIds()
            .highest(HiveNames.table(request.getDbName(), request.getTableName())));
  }

  public void seed_write_id(ClientSession client, SeedTableWriteIdsRequest request) {
    door.as(client)
        .writeIds()
        .seed(
            HiveNames.table(request.getDbName(), request.getTableName()), request.getSeedWriteId());
  }

  public void repl_tbl_writeid_state(ClientSession client, ReplTblWriteIdStateRequest request) {
    var source = ValidLists.writeIds(request.getValidWriteIdlist());
    door.as(client)
        .writeIds()
        .takeOver(
            new WriteIdSnapshot(
                HiveNames.table(request.getDbName(), request.getTableName()),
                source.highWaterMark(),
                source.invalid(),
                source.aborted()),
            requireNonNullElse(request.getUser(), ""),
            requireNonNullElse(request.getHostName(), ""),
            Requests.orEmpty(request.getPartNames()).stream()
                .map(Locks::partition)
                .filter(Objects::nonNull)
                .toList());
  }

  public void add_write_ids_to_min_history(
      ClientSession client, long txn, @Nullable Map<String, Long> oldest) {
    var held = new HashMap<TableName, Long>();
    if (oldest != null) {
      oldest.forEach((name, writeId) -> held.put(ValidLists.table(name), writeId));
    }
    door.as(client).writeIds().hold(txn, held);
  }
}
