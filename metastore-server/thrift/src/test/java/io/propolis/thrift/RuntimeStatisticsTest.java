package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetRuntimeStatsRequest;
import org.apache.hadoop.hive.metastore.api.RuntimeStat;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RuntimeStatisticsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;
  private int before;

  @BeforeEach
  void addThree() throws TException {
    client = given.client();
    before = now();
    for (int weight : new int[] {2, 3, 5}) {
      client.add_runtime_stats(new RuntimeStat(weight, payload(weight)));
    }
  }

  private static int now() {
    return (int) (System.currentTimeMillis() / 1000);
  }

  private static ByteBuffer payload(int weight) {
    return ByteBuffer.wrap(new byte[] {(byte) weight, 0, -1});
  }

  private List<RuntimeStat> get(int maxWeight, int maxCreateTime) throws TException {
    return client.get_runtime_stats(new GetRuntimeStatsRequest(maxWeight, maxCreateTime));
  }

  @Test
  void theNewestComeFirstWithTheTimeTheyWereAdded() throws TException {
    var all = get(-1, -1);
    assertThat(all).extracting(RuntimeStat::getWeight).containsExactly(5, 3, 2);
    assertThat(all.get(0).bufferForPayload()).isEqualTo(payload(5));
    assertThat(all).allSatisfy(stat -> assertThat(stat.getCreateTime()).isBetween(before, now()));
  }

  @Test
  void theWeightsAddUpToTheLimitAndTheLastMayPassIt() throws TException {
    assertThat(get(5, 0)).extracting(RuntimeStat::getWeight).containsExactly(5);
    assertThat(get(6, 0)).extracting(RuntimeStat::getWeight).containsExactly(5, 3);
    assertThat(get(0, 0)).extracting(RuntimeStat::getWeight).containsExactly(5);
  }

  @Test
  void onlyThoseBeforeATimeAreMeant() throws TException {
    assertThat(get(-1, before)).isEmpty();
    assertThat(get(-1, now() + 10)).hasSize(3);
  }
}
