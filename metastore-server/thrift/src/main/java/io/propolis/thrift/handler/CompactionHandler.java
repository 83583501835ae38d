package io.propolis.thrift.handler;

import io.propolis.catalog.CompactionOperations.Submission;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.acid.Compaction.State;
import io.propolis.catalog.model.acid.CompactionMetric;
import io.propolis.catalog.store.Compactions.Filter;
import io.propolis.thrift.translate.Compactions;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Locks;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.HashMap;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AbortCompactResponse;
import org.apache.hadoop.hive.metastore.api.AbortCompactionRequest;
import org.apache.hadoop.hive.metastore.api.AbortCompactionResponseElement;
import org.apache.hadoop.hive.metastore.api.CompactionMetricsDataRequest;
import org.apache.hadoop.hive.metastore.api.CompactionMetricsDataStruct;
import org.apache.hadoop.hive.metastore.api.CompactionRequest;
import org.apache.hadoop.hive.metastore.api.CompactionResponse;
import org.apache.hadoop.hive.metastore.api.GetLatestCommittedCompactionInfoRequest;
import org.apache.hadoop.hive.metastore.api.GetLatestCommittedCompactionInfoResponse;
import org.apache.hadoop.hive.metastore.api.ShowCompactRequest;
import org.apache.hadoop.hive.metastore.api.ShowCompactResponse;
import org.jspecify.annotations.Nullable;

/** The compaction queue as those see it who ask for compactions or watch them. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class CompactionHandler implements Handler {
  private final Door door;

  CompactionHandler(Door door) {
    this.door = door;
  }

  public void compact(ClientSession client, CompactionRequest request) {
    submit(client, request);
  }

  public CompactionResponse compact2(ClientSession client, CompactionRequest request) {
    var submission = submit(client, request);
    if (submission.entry().isPresent()) {
      var entry = submission.entry().get();
      return new CompactionResponse(entry.id(), entry.state().word(), true);
    }
    var refused = new CompactionResponse(-1, State.REFUSED.word(), false);
    refused.setErrormessage(submission.refusal());
    return refused;
  }

  private Submission submit(ClientSession client, CompactionRequest request) {
    return door.as(client).compactions().submit(Compactions.request(request));
  }

  public boolean submit_for_cleanup(
      ClientSession client, CompactionRequest request, long highestWriteId, long txn) {
    door.as(client)
        .compactions()
        .submitForCleanup(Compactions.request(request), highestWriteId, txn);
    return true;
  }

  public ShowCompactResponse show_compact(ClientSession client, ShowCompactRequest request) {
    var found = door.as(client).compactions().all(filter(request));
    long limit = request.getLimit() > 0 ? request.getLimit() : Long.MAX_VALUE;
    var order = CompactionOrder.of(request.getOrder());
    return new ShowCompactResponse(
        (order.isPresent() ? found.stream().sorted(order.get()) : found.stream())
            .limit(limit)
            .map(Compactions::element)
            .toList());
  }

  private static Filter filter(ShowCompactRequest request) {
    return new Filter(
        request.getId() > 0 ? request.getId() : null,
        Compactions.pool(request.getPoolName()),
        folded(request.getDbName()),
        folded(request.getTbName()),
        request.getPartName() == null || request.getPartName().isEmpty()
            ? null
            : Locks.partition(request.getPartName()),
        request.getType() == null ? null : Compactions.kind(request.getType()),
        request.getState() == null || request.getState().isBlank()
            ? List.of()
            : List.of(Compactions.state(request.getState())));
  }

  private static @Nullable String folded(@Nullable String name) {
    return name == null || name.isBlank() ? null : Names.fold(name);
  }

  public GetLatestCommittedCompactionInfoResponse get_latest_committed_compaction_info(
      ClientSession client, GetLatestCommittedCompactionInfoRequest request) {
    return new GetLatestCommittedCompactionInfoResponse(
        door
            .as(client)
            .compactions()
            .latest(
                HiveNames.table(request.getDbname(), request.getTablename()),
                Requests.orEmpty(request.getPartitionnames()),
                request.isSetLastCompactionId() ? request.getLastCompactionId() : null)
            .stream()
            .map(Compactions::info)
            .toList());
  }

  public AbortCompactResponse abort_Compactions(
      ClientSession client, AbortCompactionRequest request) {
    var elements = new HashMap<Long, AbortCompactionResponseElement>();
    door.as(client)
        .compactions()
        .abort(Requests.orEmpty(request.getCompactionIds()))
        .forEach(
            (id, refusal) -> {
              var element = new AbortCompactionResponseElement(id);
              element.setStatus(refusal.isPresent() ? "Error" : "Success");
              element.setMessage(refusal.orElse("Successfully aborted compaction"));
              elements.put(id, element);
            });
    return new AbortCompactResponse(elements);
  }

  public boolean update_compaction_metrics_data(
      ClientSession client, CompactionMetricsDataStruct data) {
    return door.as(client)
        .compactions()
        .measure(
            new CompactionMetric(
                HiveNames.table(data.getDbname(), data.getTblname()),
                Locks.partition(data.getPartitionname()),
                Compactions.kind(data.getType()),
                data.getMetricvalue(),
                data.getVersion()),
            data.getThreshold());
  }

  public void remove_compaction_metrics_data(
      ClientSession client, CompactionMetricsDataRequest request) {
    door.as(client)
        .compactions()
        .forget(
            HiveNames.table(request.getDbName(), request.getTblName()),
            Locks.partition(request.getPartitionName()),
            Compactions.kind(request.getType()));
  }
}
