package io.propolis.jobs.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.jobs.model.Capacity;
import io.propolis.jobs.model.GlueVersion;
import io.propolis.jobs.model.JobDefinition;
import io.propolis.jobs.model.JobLimits;
import io.propolis.jobs.model.WorkerType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SparkPropertiesTest {
  private static final AttemptFolder FOLDER =
      new AttemptFolder(Path.of("/data/runs/jr_1/attempt-0"));
  private static final RunnerSettings SETTINGS =
      RunnerSettings.of(
              Path.of("/data"),
              new SparkInstallation(Path.of("/spark"), "4.1.1", Path.of("/java"), "python3"))
          .withCatalog("thrift://catalog:9083", "s3a://lake/warehouse");

  @Test
  void aRunSeesTheCatalog() {
    assertThat(properties(SETTINGS, job(GlueVersion.V6_0, null), Map.of()))
        .containsEntry("spark.sql.catalogImplementation", "hive")
        .containsEntry("spark.hadoop.hive.metastore.uris", "thrift://catalog:9083")
        .containsEntry("spark.sql.warehouse.dir", "s3a://lake/warehouse")
        .containsEntry("spark.master", "local[*]");
  }

  @Test
  void tablesOfJsonAreLookedAtWithoutTheirSerDe() {
    var setting = "spark.hadoop.hive.serdes.using.metastore.for.schema";

    assertThat(properties(SETTINGS, job(GlueVersion.V6_0, null), Map.of()).get(setting).split(","))
        .contains(
            "org.apache.hive.hcatalog.data.JsonSerDe",
            "org.openx.data.jsonserde.JsonSerDe",
            "org.apache.hadoop.hive.ql.io.orc.OrcSerde");
  }

  @Test
  void jobsForOlderVersionsKeepTheirSqlRules() {
    assertThat(properties(SETTINGS, job(GlueVersion.V5_1, null), Map.of()))
        .containsEntry("spark.sql.ansi.enabled", "false")
        .containsEntry("spark.sql.legacy.timeParserPolicy", "LEGACY");
    assertThat(properties(SETTINGS, job(GlueVersion.V6_0, null), Map.of()))
        .doesNotContainKeys("spark.sql.ansi.enabled", "spark.sql.legacy.timeParserPolicy");
  }

  @Test
  void theJobsOwnSettingsWinOverTheOperatorsAndThoseOverTheVersions() {
    var settings =
        SETTINGS.withSparkSettings(Map.of("spark.sql.ansi.enabled", "true", "spark.a", "operator"));

    assertThat(
            properties(
                settings,
                job(GlueVersion.V5_1, null),
                Map.of("--conf", "spark.a=job --conf spark.b=x=y z --conf spark.c=")))
        .containsEntry("spark.sql.ansi.enabled", "true")
        .containsEntry("spark.a", "job")
        .containsEntry("spark.b", "x=y z")
        .containsEntry("spark.c", "");
  }

  @Test
  void aSettingWithoutAValueIsRefused() {
    assertThat(SparkProperties.problems(Map.of("--conf", "spark.a --conf spark.b=1")))
        .singleElement()
        .asString()
        .contains("\"spark.a\"");
  }

  @Test
  void workersBecomeExecutorsOnACluster() {
    var job = job(GlueVersion.V6_0, new Capacity(WorkerType.G_2X, 5));
    var cluster = SETTINGS.withMaster("spark://host:7077");

    assertThat(properties(cluster, job, Map.of()))
        .containsEntry("spark.executor.instances", "4")
        .containsEntry("spark.executor.cores", "8")
        .containsEntry("spark.executor.memory", "20480m");
    assertThat(properties(cluster, job, Map.of("--enable-auto-scaling", "true")))
        .containsEntry("spark.dynamicAllocation.maxExecutors", "4")
        .doesNotContainKey("spark.executor.instances");
    assertThat(properties(SETTINGS, job, Map.of()))
        .as("one process on this machine")
        .containsKey("spark.driver.memory")
        .doesNotContainKey("spark.executor.instances");
  }

  private static Map<String, String> properties(
      RunnerSettings settings, JobDefinition job, Map<String, String> arguments) {
    return new SparkProperties(settings, job, arguments).of(FOLDER);
  }

  private static JobDefinition job(GlueVersion version, @Nullable Capacity capacity) {
    return new JobDefinition(
        "orders",
        "",
        Path.of("/jobs"),
        "orders.py",
        version,
        Map.of(),
        Map.of(),
        new JobLimits(1, 0, Duration.ofMinutes(1)),
        capacity,
        Map.of(),
        Map.of(),
        List.of());
  }
}
