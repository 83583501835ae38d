package io.propolis.thrift.handler;

import static io.propolis.thrift.handler.Requests.given;
import static io.propolis.thrift.handler.Requests.orEmpty;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.workload.RuntimeStatistics.Payload;
import io.propolis.thrift.translate.Reports;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetReplicationMetricsRequest;
import org.apache.hadoop.hive.metastore.api.GetRuntimeStatsRequest;
import org.apache.hadoop.hive.metastore.api.ReplicationMetricList;
import org.apache.hadoop.hive.metastore.api.RuntimeStat;

/** Runtime statistics and replication metrics. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ReportHandler implements Handler {
  private final Door door;

  ReportHandler(Door door) {
    this.door = door;
  }

  public void add_runtime_stats(ClientSession client, RuntimeStat stat) {
    var payload = given(Entity.REQUEST, "payload", stat.getPayload());
    door.as(client).reports().add(stat.getWeight(), Payload.of(payload));
  }

  public List<RuntimeStat> get_runtime_stats(ClientSession client, GetRuntimeStatsRequest request) {
    return door
        .as(client)
        .reports()
        .runtimeStatistics(request.getMaxWeight(), Reports.millis(request.getMaxCreateTime()))
        .stream()
        .map(Reports::bean)
        .toList();
  }

  public void add_replication_metrics(ClientSession client, ReplicationMetricList metrics) {
    door.as(client)
        .reports()
        .add(orEmpty(metrics.getReplicationMetricList()).stream().map(Reports::metrics).toList());
  }

  /** Of a policy, of a scheduled execution or of a dump: the first that the request names. */
  public ReplicationMetricList get_replication_metrics(
      ClientSession client, GetReplicationMetricsRequest request) {
    var reports = door.as(client).reports();
    var found =
        request.isSetPolicy()
            ? reports.ofPolicy(required(Entity.REQUEST, "policy", request.getPolicy()))
            : request.isSetScheduledExecutionId()
                ? reports.ofExecution(request.getScheduledExecutionId())
                : request.isSetDumpExecutionId()
                    ? reports.ofDump(request.getDumpExecutionId())
                    : List.<io.propolis.catalog.model.workload.ReplicationMetrics>of();
    return new ReplicationMetricList(found.stream().map(Reports::bean).toList());
  }
}
