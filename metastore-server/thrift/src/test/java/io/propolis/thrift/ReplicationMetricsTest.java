package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetReplicationMetricsRequest;
import org.apache.hadoop.hive.metastore.api.ReplicationMetricList;
import org.apache.hadoop.hive.metastore.api.ReplicationMetrics;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplicationMetricsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() {
    client = given.client();
  }

  private static ReplicationMetrics metrics(long execution, String policy, String progress) {
    var metrics = new ReplicationMetrics(execution, policy, execution + 100);
    metrics.setMetadata("{\"dbName\":\"sales\"}");
    metrics.setProgress(progress);
    metrics.setMessageFormat("gzip(json-2.0)");
    return metrics;
  }

  private void add(ReplicationMetrics... metrics) throws TException {
    client.add_replication_metrics(new ReplicationMetricList(List.of(metrics)));
  }

  private List<ReplicationMetrics> ofPolicy(String policy) throws TException {
    var request = new GetReplicationMetricsRequest();
    request.setPolicy(policy);
    return client.get_replication_metrics(request).getReplicationMetricList();
  }

  @Test
  void metricsOfAPolicyComeBackNewestFirst() throws TException {
    var first = metrics(1, "p", "H4sIAAAAAAAA");
    var second = metrics(2, "p", "x".repeat(100_000));
    add(first, metrics(3, "other", "x"), second);
    assertThat(ofPolicy("p")).containsExactly(second, first);
    assertThat(ofPolicy("absent")).isEmpty();
    assertThat(
            client
                .get_replication_metrics(new GetReplicationMetricsRequest())
                .getReplicationMetricList())
        .isEmpty();
  }

  @Test
  void metricsAreFoundByExecutionAndByDump() throws TException {
    add(metrics(1, "p", "x"), metrics(2, "p", "y"));
    var byExecution = new GetReplicationMetricsRequest();
    byExecution.setScheduledExecutionId(2);
    assertThat(client.get_replication_metrics(byExecution).getReplicationMetricList())
        .containsExactly(metrics(2, "p", "y"));
    var byDump = new GetReplicationMetricsRequest();
    byDump.setDumpExecutionId(101);
    assertThat(client.get_replication_metrics(byDump).getReplicationMetricList())
        .containsExactly(metrics(1, "p", "x"));
  }

  @Test
  void laterNewsOfAnExecutionKeepWhatTheyLeaveOut() throws TException {
    add(metrics(1, "p", "first"));
    var news = new ReplicationMetrics(1, "renamed", 7);
    news.setProgress("second");
    news.setMessageFormat("json");
    add(news);
    var expected = metrics(1, "p", "second");
    expected.setMessageFormat("json");
    assertThat(ofPolicy("p")).containsExactly(expected);
    assertThat(ofPolicy("renamed")).isEmpty();
  }
}
