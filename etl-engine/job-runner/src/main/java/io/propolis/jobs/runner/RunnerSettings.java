package io.propolis.jobs.runner;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How runs are carried out on this node.
 *
 * @param dataFolder logs and scratch files of run {@code id} lie in {@code runs/<id>} below it
 * @param master where Spark runs ("local[*]", "spark://host:7077", …)
 * @param metastoreUris Thrift URIs of the catalog; absent leaves runs without one
 * @param warehouse URI under which managed tables of the default database lie; absent leaves it to
 *     the catalog
 * @param sparkSettings Spark properties of every run; a job's own --conf wins over them
 * @param environment variables of every run, over those of this process
 * @param lease how long after the last sign of life another node may take a run over
 * @param grace how long a process may take to end after SIGTERM before SIGKILL
 */
public record RunnerSettings(
    Path dataFolder,
    SparkInstallation spark,
    String master,
    @Nullable String metastoreUris,
    @Nullable String warehouse,
    Map<String, String> sparkSettings,
    Map<String, String> environment,
    Duration lease,
    Duration grace) {
  public RunnerSettings {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    sparkSettings = Map.copyOf(sparkSettings);
    environment = Map.copyOf(environment);
  }

  /** All processors of this machine, no catalog, a lease of 15 s, 10 s between the signals. */
  public static RunnerSettings of(Path dataFolder, SparkInstallation spark) {
    return new RunnerSettings(
        dataFolder,
        spark,
        "local[*]",
        null,
        null,
        Map.of(),
        Map.of(),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10));
  }

  public RunnerSettings withMaster(String newMaster) {
    return new RunnerSettings(
        dataFolder,
        spark,
        newMaster,
        metastoreUris,
        warehouse,
        sparkSettings,
        environment,
        lease,
        grace);
  }

  /** Runs see this catalog. */
  public RunnerSettings withCatalog(String newUris, @Nullable String newWarehouse) {
    return new RunnerSettings(
        dataFolder, spark, master, newUris, newWarehouse, sparkSettings, environment, lease, grace);
  }

  public RunnerSettings withSparkSettings(Map<String, String> newSettings) {
    return new RunnerSettings(
        dataFolder,
        spark,
        master,
        metastoreUris,
        warehouse,
        newSettings,
        environment,
        lease,
        grace);
  }

  public RunnerSettings withEnvironment(Map<String, String> newEnvironment) {
    return new RunnerSettings(
        dataFolder,
        spark,
        master,
        metastoreUris,
        warehouse,
        sparkSettings,
        newEnvironment,
        lease,
        grace);
  }

  public RunnerSettings withTimes(Duration newLease, Duration newGrace) {
    return new RunnerSettings(
        dataFolder,
        spark,
        master,
        metastoreUris,
        warehouse,
        sparkSettings,
        environment,
        newLease,
        newGrace);
  }

  boolean isLocal() {
    return master.startsWith("local");
  }
}
