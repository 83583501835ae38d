package io.propolis.compat.flink;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * One cluster for all jobs: to start one for each, as Flink's target {@code local} does, costs more
 * than most of the jobs.
 */
record LocalCluster(MiniCluster cluster) implements AutoCloseable {

  private static final int SLOTS = 24;

  static LocalCluster start() throws Exception {
    var settings = new Configuration();
    settings.set(RestOptions.BIND_PORT, "0");
    settings.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    settings.set(RestOptions.ADDRESS, "127.0.0.1");
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(64));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(64));
    var cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(settings)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    cluster.start();
    return new LocalCluster(cluster);
  }

  /** Settings that send a session's jobs here. */
  Configuration target() throws Exception {
    var address = cluster.getRestAddress().get();
    var target = new Configuration();
    target.set(DeploymentOptions.TARGET, "remote");
    target.set(RestOptions.ADDRESS, address.getHost());
    target.set(RestOptions.PORT, address.getPort());
    return target;
  }

  @Override
  public void close() throws Exception {
    cluster.close();
  }
}
