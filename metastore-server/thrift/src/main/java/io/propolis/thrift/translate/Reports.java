package io.propolis.thrift.translate;

import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.workload.RuntimeStatistics;
import java.nio.ByteBuffer;
import org.apache.hadoop.hive.metastore.api.ReplicationMetrics;
import org.apache.hadoop.hive.metastore.api.RuntimeStat;

/** What Hive's servers report; payloads are opaque. */
public final class Reports {
  private Reports() {}

  public static long millis(int seconds) {
    return Times.millis(seconds);
  }

  public static RuntimeStat bean(RuntimeStatistics statistics) {
    var bean = new RuntimeStat(statistics.weight(), ByteBuffer.wrap(statistics.payload().bytes()));
    bean.setCreateTime(Times.seconds(statistics.createdAt()));
    return bean;
  }

  public static io.propolis.catalog.model.workload.ReplicationMetrics metrics(
      ReplicationMetrics bean) {
    return new io.propolis.catalog.model.workload.ReplicationMetrics(
        bean.getScheduledExecutionId(),
        required(Entity.REQUEST, "policy", bean.getPolicy()),
        bean.getDumpExecutionId(),
        0,
        bean.getMetadata(),
        bean.getProgress(),
        bean.getMessageFormat());
  }

  public static ReplicationMetrics bean(
      io.propolis.catalog.model.workload.ReplicationMetrics metrics) {
    var bean =
        new ReplicationMetrics(
            metrics.scheduledExecution(), metrics.policy(), metrics.dumpExecution());
    bean.setMetadata(metrics.metadata());
    bean.setProgress(metrics.progress());
    bean.setMessageFormat(metrics.messageFormat());
    return bean;
  }
}
