package io.propolis.jobs.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Job arguments that mean something to the service itself, as Glue documents them ("AWS Glue job
 * parameters"). All others belong to the script alone.
 */
public enum SpecialArgument {
  ADDITIONAL_PYTHON_MODULES("--additional-python-modules", Reader.SERVICE),
  CLASS("--class", Reader.NOBODY),
  CONF("--conf", Reader.SERVICE),
  DATALAKE_FORMATS("--datalake-formats", Reader.NOBODY),
  ENABLE_AUTO_SCALING("--enable-auto-scaling", Reader.SERVICE),
  ENABLE_CONTINUOUS_LOG("--enable-continuous-cloudwatch-log", Reader.SCRIPT),
  ENABLE_FINE_GRAINED_ACCESS("--enable-lakeformation-fine-grained-access", Reader.NOBODY),
  ENABLE_GLUE_DATACATALOG("--enable-glue-datacatalog", Reader.SCRIPT),
  ENABLE_JOB_INSIGHTS("--enable-job-insights", Reader.SCRIPT),
  ENABLE_METRICS("--enable-metrics", Reader.SCRIPT),
  ENABLE_OBSERVABILITY_METRICS("--enable-observability-metrics", Reader.SCRIPT),
  ENABLE_SPARK_UI("--enable-spark-ui", Reader.SERVICE),
  ENCRYPTION_TYPE("--encryption-type", Reader.NOBODY),
  EXTRA_FILES("--extra-files", Reader.SERVICE),
  EXTRA_JARS("--extra-jars", Reader.SERVICE),
  EXTRA_PY_FILES("--extra-py-files", Reader.SERVICE),
  JOB_BOOKMARK_OPTION("--job-bookmark-option", Reader.SCRIPT),
  JOB_ID("--JOB_ID", Reader.NOBODY),
  JOB_LANGUAGE("--job-language", Reader.SERVICE),
  JOB_NAME("--JOB_NAME", Reader.SCRIPT),
  JOB_RUN_ID("--JOB_RUN_ID", Reader.NOBODY),
  MODULES_INSTALLER_OPTION("--python-modules-installer-option", Reader.SERVICE),
  PYTHON_VIRTUAL_ENV("--python-virtual-env", Reader.NOBODY),
  SCRIPT_LOCATION("--scriptLocation", Reader.SERVICE),
  SPARK_EVENT_LOGS_PATH("--spark-event-logs-path", Reader.SERVICE),
  TEMP_DIR("--TempDir", Reader.SCRIPT),
  USER_JARS_FIRST("--user-jars-first", Reader.SERVICE);

  /** Who acts on an argument. */
  public enum Reader {
    /** The service, which keeps it from the script. */
    SERVICE,
    /** The script gets it like any argument of its own. */
    SCRIPT,
    /** Nobody here: it is refused. */
    NOBODY
  }

  private final String label;
  private final Reader reader;

  SpecialArgument(String label, Reader reader) {
    this.label = label;
    this.reader = reader;
  }

  public String label() {
    return label;
  }

  public Reader reader() {
    return reader;
  }

  public static Optional<SpecialArgument> of(String label) {
    return Arrays.stream(values()).filter(argument -> argument.label.equals(label)).findFirst();
  }

  /** The value in {@code arguments}; empty when it is not given, or given without a value. */
  public Optional<String> in(Map<String, String> arguments) {
    return Optional.ofNullable(arguments.get(label)).filter(value -> !value.isBlank());
  }

  /** True for "true", and for a flag that is given without a value, as in Glue. */
  public boolean isOn(Map<String, String> arguments) {
    var value = arguments.get(label);
    return value != null && (value.isBlank() || value.toLowerCase(Locale.ROOT).equals("true"));
  }

  /** Why this value cannot be served; null when it can. */
  @Nullable String objection(String value) {
    return switch (this) {
      case CLASS -> "Scala and Java jobs are not served, only Python scripts";
      case JOB_LANGUAGE ->
          value.equals("python") ? null : "only python is served (Scala jobs are not)";
      case JOB_BOOKMARK_OPTION ->
          value.equals("job-bookmark-disable") ? null : "job bookmarks are not served";
      case DATALAKE_FORMATS ->
          "table formats are not bundled; give their jars with --extra-jars and their settings with --conf";
      case PYTHON_VIRTUAL_ENV ->
          "not served; give modules with --additional-python-modules or --extra-py-files";
      case ENCRYPTION_TYPE -> "encryption by the service is not served";
      case ENABLE_FINE_GRAINED_ACCESS ->
          value.equalsIgnoreCase("false") ? null : "Lake Formation permissions are not enforced";
      case JOB_ID, JOB_RUN_ID -> "is set by the service for every run";
      default -> null;
    };
  }

  /** What a user should know although the value is accepted; null when nothing. */
  @Nullable String remark() {
    return switch (this) {
      case ENABLE_METRICS, ENABLE_OBSERVABILITY_METRICS ->
          "accepted without effect: no metrics are collected from runs";
      case ENABLE_CONTINUOUS_LOG ->
          "accepted without effect: the log files of every run grow while it runs";
      default -> null;
    };
  }
}
