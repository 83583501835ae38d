package io.propolis.compat.flink;

import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.SqlDialect;
import org.apache.flink.table.api.TableEnvironment;

/**
 * Flink sessions on one cluster, with the catalogs {@code hive} and, over the same metastore,
 * Iceberg's {@code ice}, which commits under Hive locks, and {@code cas}, which commits by
 * compare-and-swap.
 */
final class Sessions {

  private final Configuration cluster;
  private final List<String> setUp;
  private final Map<String, Session> named = new HashMap<>();

  Sessions(Configuration cluster, String hiveConf, String casConf) {
    this.cluster = cluster;
    this.setUp =
        List.of(
            "CREATE CATALOG hive WITH ('type' = 'hive', 'hive-conf-dir' = '" + hiveConf + "')",
            iceberg("ice", hiveConf),
            iceberg("cas", casConf),
            "LOAD MODULE hive",
            "USE CATALOG hive");
  }

  /** {@code batch}, {@code streaming}, or {@code hive_dialect}, which takes Hive's SQL in batch. */
  Session named(String name) {
    return named.computeIfAbsent(name, this::create);
  }

  /** A batch session of its own. */
  Session fresh() {
    return create("batch");
  }

  private Session create(String name) {
    var settings = EnvironmentSettings.newInstance().withConfiguration(cluster);
    var streaming = name.equals("streaming");
    var environment =
        TableEnvironment.create(
            (streaming ? settings.inStreamingMode() : settings.inBatchMode()).build());
    var config = environment.getConfig();
    config.setLocalTimeZone(ZoneOffset.UTC);
    config.set("table.dml-sync", "true");
    config.set("parallelism.default", "1");
    if (streaming) {
      config.set("execution.checkpointing.interval", "100 ms");
    }
    setUp.forEach(environment::executeSql);
    if (name.equals("hive_dialect")) {
      config.setSqlDialect(SqlDialect.HIVE);
    }
    return new Session(environment);
  }

  private static String iceberg(String name, String hiveConf) {
    return "CREATE CATALOG %s WITH ('type' = 'iceberg', 'catalog-type' = 'hive', 'hive-conf-dir' = '%s')"
        .formatted(name, hiveConf);
  }
}
