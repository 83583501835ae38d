package io.propolis.jobs.runner;

import static io.propolis.jobs.model.SpecialArgument.CONF;
import static io.propolis.jobs.model.SpecialArgument.ENABLE_AUTO_SCALING;
import static io.propolis.jobs.model.SpecialArgument.ENABLE_SPARK_UI;
import static io.propolis.jobs.model.SpecialArgument.SPARK_EVENT_LOGS_PATH;
import static io.propolis.jobs.model.SpecialArgument.USER_JARS_FIRST;

import com.sun.management.OperatingSystemMXBean;
import io.propolis.jobs.model.Capacity;
import io.propolis.jobs.model.JobDefinition;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spark's settings of a run: ours, then the Glue version's, the operator's, the job's own. */
record SparkProperties(RunnerSettings settings, JobDefinition job, Map<String, String> arguments) {
  /**
   * SerDes whose columns Spark's Hive client takes from the catalog: its own list, which the
   * setting replaces, and those of JSON. Spark has neither of them, reads such tables by its own
   * source, and would log an error with its stack trace at each look at a table.
   */
  private static final List<String> SCHEMA_FROM_CATALOG =
      List.of(
          "org.apache.hadoop.hive.ql.io.orc.OrcSerde",
          "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe",
          "org.apache.hadoop.hive.serde2.columnar.ColumnarSerDe",
          "org.apache.hadoop.hive.serde2.dynamic_type.DynamicSerDe",
          "org.apache.hadoop.hive.serde2.MetadataTypedColumnsetSerDe",
          "org.apache.hadoop.hive.serde2.columnar.LazyBinaryColumnarSerDe",
          "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
          "org.apache.hadoop.hive.serde2.lazybinary.LazyBinarySerDe",
          "org.apache.hive.hcatalog.data.JsonSerDe",
          "org.openx.data.jsonserde.JsonSerDe");

  Map<String, String> of(AttemptFolder folder) {
    var all = new LinkedHashMap<String, String>();
    all.put("spark.master", settings.master());
    all.put("spark.app.name", job.name());
    all.put("spark.ui.enabled", "false");
    catalog(all, folder);
    if (job.capacity() != null) {
      all.putAll(settings.isLocal() ? localSize(job.capacity()) : clusterSize(job.capacity()));
    }
    if (USER_JARS_FIRST.isOn(arguments)) {
      all.put("spark.driver.userClassPathFirst", "true");
      all.put("spark.executor.userClassPathFirst", "true");
    }
    if (ENABLE_SPARK_UI.isOn(arguments)) {
      all.put("spark.eventLog.enabled", "true");
      SPARK_EVENT_LOGS_PATH.in(arguments).ifPresent(path -> all.put("spark.eventLog.dir", path));
      all.putIfAbsent("spark.eventLog.dir", folder.eventLog().toUri().toString());
    }
    all.putAll(job.glueVersion().sparkSettings());
    all.putAll(settings.sparkSettings());
    all.putAll(chosenByJob());
    return all;
  }

  private void catalog(Map<String, String> all, AttemptFolder folder) {
    if (settings.metastoreUris() == null) {
      return;
    }
    all.put("spark.sql.catalogImplementation", "hive");
    all.put("spark.hadoop.hive.metastore.uris", settings.metastoreUris());
    // Hive's own default, /tmp/hive, belongs to whichever user came first.
    all.put("spark.hadoop.hive.exec.scratchdir", folder.scratch().resolve("hive").toString());
    all.put(
        "spark.hadoop.hive.serdes.using.metastore.for.schema",
        String.join(",", SCHEMA_FROM_CATALOG));
    if (settings.warehouse() != null) {
      all.put("spark.sql.warehouse.dir", settings.warehouse());
    }
  }

  /** One process is driver and workers; it gets a worker's memory as far as the machine has it. */
  private static Map<String, String> localSize(Capacity capacity) {
    var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long quarter = Math.max(1, machine.getTotalMemorySize() / 4 >> 30);
    long gib = Math.min(capacity.workerType().memoryGib(), quarter);
    return Map.of("spark.driver.memory", gib + "g");
  }

  private Map<String, String> clusterSize(Capacity capacity) {
    // As Glue divides its workers: five eighths heap, the rest for Python and the system.
    var heap = capacity.workerType().memoryGib() * 1024 * 5 / 8 + "m";
    var cores = String.valueOf(capacity.workerType().cores());
    var executors = String.valueOf(capacity.executors());
    var size = new LinkedHashMap<String, String>();
    size.put("spark.driver.memory", heap);
    size.put("spark.executor.memory", heap);
    size.put("spark.executor.cores", cores);
    if (ENABLE_AUTO_SCALING.isOn(arguments)) {
      size.put("spark.dynamicAllocation.enabled", "true");
      size.put("spark.dynamicAllocation.shuffleTracking.enabled", "true");
      size.put("spark.dynamicAllocation.maxExecutors", executors);
    } else {
      size.put("spark.executor.instances", executors);
    }
    return size;
  }

  /** What is wrong with the settings among a run's arguments. */
  static List<String> problems(Map<String, String> arguments) {
    return settingsIn(arguments).stream()
        .filter(setting -> setting.indexOf('=') < 1)
        .map(setting -> CONF.label() + ": \"" + setting + "\" is not of the form key=value")
        .toList();
  }

  private Map<String, String> chosenByJob() {
    var result = new LinkedHashMap<String, String>();
    for (var setting : settingsIn(arguments)) {
      int equals = setting.indexOf('=');
      result.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
    }
    return result;
  }

  /** Glue's way to give several settings in one argument: {@code a=b --conf c=d}. */
  private static List<String> settingsIn(Map<String, String> arguments) {
    return CONF.in(arguments)
        .map(text -> List.of(text.strip().split("\\s+--conf[\\s=]+", -1)))
        .orElse(List.of());
  }
}
