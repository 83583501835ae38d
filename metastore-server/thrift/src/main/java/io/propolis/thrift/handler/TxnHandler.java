package io.propolis.thrift.handler;

import static java.util.Objects.requireNonNullElse;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.TxnCommit;
import io.propolis.catalog.TxnCommit.Conflicts;
import io.propolis.catalog.TxnOperations.Abortion;
import io.propolis.catalog.TxnOperations.Opening;
import io.propolis.catalog.TxnOperations.Replay;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.acid.Txn;
import io.propolis.catalog.model.acid.WrittenComponent;
import io.propolis.catalog.model.acid.WrittenComponent.Operation;
import io.propolis.thrift.api.DroppedMethods;
import io.propolis.thrift.api.WireStruct;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Locks;
import io.propolis.thrift.translate.Txns;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AbortTxnRequest;
import org.apache.hadoop.hive.metastore.api.AbortTxnsRequest;
import org.apache.hadoop.hive.metastore.api.AddDynamicPartitions;
import org.apache.hadoop.hive.metastore.api.CommitTxnKeyValue;
import org.apache.hadoop.hive.metastore.api.CommitTxnRequest;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsInfoResponse;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsRequest;
import org.apache.hadoop.hive.metastore.api.GetOpenTxnsResponse;
import org.apache.hadoop.hive.metastore.api.HeartbeatTxnRangeRequest;
import org.apache.hadoop.hive.metastore.api.HeartbeatTxnRangeResponse;
import org.apache.hadoop.hive.metastore.api.OpenTxnRequest;
import org.apache.hadoop.hive.metastore.api.OpenTxnsResponse;
import org.apache.hadoop.hive.metastore.api.ReplLastIdInfo;
import org.apache.hadoop.hive.metastore.api.SeedTxnIdRequest;
import org.apache.hadoop.hive.metastore.api.TxnType;
import org.apache.hadoop.hive.metastore.api.WriteEventInfo;
import org.jspecify.annotations.Nullable;

/** Transactions over transactional tables. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class TxnHandler implements Handler {
  private final Door door;

  TxnHandler(Door door) {
    this.door = door;
  }

  public OpenTxnsResponse open_txns(ClientSession client, OpenTxnRequest request) {
    var policy = request.getReplPolicy();
    var sources = Requests.orEmpty(request.getReplSrcTxnIds());
    // Hive 3 names the sources alone, Hive 4 the kind too.
    var replay = policy == null || sources.isEmpty() ? null : new Replay(policy, sources);
    var kind = replay == null ? Txns.kind(request.getTxn_type()) : Txn.Kind.REPL_CREATED;
    return new OpenTxnsResponse(
        door.as(client)
            .txns()
            .open(
                new Opening(
                    request.getNum_txns(),
                    kind,
                    requireNonNullElse(request.getUser(), ""),
                    requireNonNullElse(request.getHostname(), ""),
                    request.getAgentInfo(),
                    replay,
                    policy == null || replay != null)));
  }

  public void commit_txn(ClientSession client, CommitTxnRequest request) {
    boolean own = isOwn(request.getReplPolicy(), request.getTxn_type());
    door.as(client)
        .txns()
        .commit(
            new TxnCommit.Request(
                request.getTxnid(),
                own ? null : request.getReplPolicy(),
                // Who does not say has not locked: only Hive 4 does, and says so.
                request.isSetExclWriteEnabled() && request.isExclWriteEnabled()
                    ? Conflicts.EXCLUDED_BY_LOCK
                    : Conflicts.ABORT,
                Requests.orEmpty(request.getWriteEventInfos()).stream()
                    .map(TxnHandler::written)
                    .toList(),
                keyValue(request.getKeyValue()),
                progress(request.getReplLastIdInfo()),
                !own || request.getReplPolicy() == null));
  }

  /**
   * A policy without a kind, as Hive 3 sends it, means a replayed transaction; with the kind
   * DEFAULT it is one of replication's own.
   */
  private static boolean isOwn(@Nullable String policy, @Nullable TxnType type) {
    return policy == null || (type != null && type != TxnType.REPL_CREATED);
  }

  private static WrittenComponent written(WriteEventInfo info) {
    return new WrittenComponent(
        0,
        HiveNames.required(Entity.DATABASE, "database of a write", info.getDatabase()),
        info.getTable(),
        info.getPartition() == null || info.getPartition().isEmpty()
            ? null
            : Locks.partition(info.getPartition()),
        Operation.INSERT,
        info.getWriteId(),
        null);
  }

  private static TxnCommit.@Nullable KeyValue keyValue(@Nullable CommitTxnKeyValue bean) {
    return bean == null
        ? null
        : new TxnCommit.KeyValue(bean.getTableId(), bean.getKey(), bean.getValue());
  }

  private static TxnCommit.@Nullable Progress progress(@Nullable ReplLastIdInfo bean) {
    return bean == null
        ? null
        : new TxnCommit.Progress(
            HiveNames.database(bean.getCatalog(), bean.getDatabase()),
            bean.getTable(),
            Requests.orEmpty(bean.getPartitionList()).stream().map(PartitionNames::values).toList(),
            bean.getLastReplId());
  }

  public void abort_txn(ClientSession client, AbortTxnRequest request) {
    boolean own = isOwn(request.getReplPolicy(), request.getTxn_type());
    door.as(client)
        .txns()
        .abort(
            new Abortion(
                request.getTxnid(),
                own ? null : request.getReplPolicy(),
                request.isSetErrorCode() ? "error " + request.getErrorCode() : null,
                !own || request.getReplPolicy() == null));
  }

  public void abort_txns(ClientSession client, AbortTxnsRequest request) {
    door.as(client)
        .txns()
        .abortAll(
            Requests.orEmpty(request.getTxn_ids()),
            request.isSetErrorCode() ? "error " + request.getErrorCode() : null);
  }

  /** Without those that only read: nobody need wait for them. */
  public GetOpenTxnsResponse get_open_txns(ClientSession client) {
    return Txns.bean(door.as(client).txns().unfinished().without(List.of(Txn.Kind.READ_ONLY)));
  }

  public GetOpenTxnsResponse get_open_txns_req(ClientSession client, GetOpenTxnsRequest request) {
    var excluded = Requests.orEmpty(request.getExcludeTxnTypes()).stream().map(Txns::kind).toList();
    return Txns.bean(door.as(client).txns().unfinished().without(excluded));
  }

  public GetOpenTxnsInfoResponse get_open_txns_info(ClientSession client) {
    return Txns.infos(door.as(client).txns().unfinished());
  }

  public HeartbeatTxnRangeResponse heartbeat_txn_range(
      ClientSession client, HeartbeatTxnRangeRequest request) {
    var lost = door.as(client).txns().heartbeat(request.getMin(), request.getMax());
    return new HeartbeatTxnRangeResponse(lost.aborted(), lost.unknown());
  }

  public void seed_txn_id(ClientSession client, SeedTxnIdRequest request) {
    door.as(client).txns().seed(request.getSeedTxnId());
  }

  public long get_latest_txnid_in_conflict(ClientSession client, long txn) {
    return door.as(client).txns().latestInConflict(txn);
  }

  public void add_dynamic_partitions(ClientSession client, AddDynamicPartitions request) {
    door.as(client)
        .txns()
        .addPartitions(
            request.getTxnid(),
            HiveNames.table(request.getDbname(), request.getTablename()),
            request.getWriteid() == 0 ? null : request.getWriteid(),
            Requests.orEmpty(request.getPartitionnames()).stream()
                .map(
                    name ->
                        HiveNames.required(
                            Entity.PARTITION, "partition name", Locks.partition(name)))
                .toList(),
            Txns.operation(request.isSetOperationType() ? request.getOperationType() : null)
                .orElse(Operation.UPDATE));
  }

  public WireStruct get_replayed_txns_for_policy(ClientSession client, String policy) {
    var targets = new LinkedHashMap<String, String>();
    door.as(client)
        .txns()
        .replayed(policy)
        .forEach((source, target) -> targets.put(source.toString(), target.toString()));
    return DroppedMethods.newReplayedTxns().with("replTxnMapEntry", targets);
  }
}
