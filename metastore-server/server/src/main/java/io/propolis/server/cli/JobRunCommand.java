package io.propolis.server.cli;

import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.jobs.model.JobDefinition;
import io.propolis.jobs.model.JobFile;
import io.propolis.jobs.runner.JobRunHandle;
import io.propolis.jobs.runner.JobRunner;
import io.propolis.jobs.runner.RunnerSettings;
import io.propolis.jobs.runner.SparkInstallation;
import io.propolis.server.config.Settings;
import io.propolis.server.process.Metastore;
import io.propolis.server.process.StopSignals;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a job and waits for its end. */
@Command(
    name = "run",
    abbreviateSynopsis = true,
    description = {
      "Run a Spark job and wait for its end.",
      "",
      "Without --server, Spark uses the server that owns the data folder; when none does, one runs"
          + " inside this command for as long as the job. The run is kept in the data folder's"
          + " store. Ctrl-C cancels it.",
      ""
    })
final class JobRunCommand implements Callable<Integer> {
  private static final Set<String> SECTIONS =
      Set.of("data", "warehouse", "external-warehouse", "store", "s3", "gcs", "azure", "jobs");

  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private SettingFlags flags;

  @Parameters(
      paramLabel = "FILE",
      description = "The job in YAML, with the keys of AWS Glue's CreateJob.")
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private Path file;

  @Option(
      names = "--server",
      paramLabel = "thrift://HOST:PORT",
      description = "The Hive Metastore that Spark uses.")
  private @Nullable String server;

  @Option(
      names = "--arg",
      paramLabel = "NAME=VALUE",
      description = "An argument of the job, over its DefaultArguments. May be repeated.")
  private Map<String, String> arguments = new LinkedHashMap<>();

  JobRunCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Spec
  void setSpec(CommandSpec newSpec) {
    spec = newSpec;
    flags = SettingFlags.on(newSpec, SECTIONS, environment);
  }

  @Override
  public Integer call() throws InterruptedException {
    CommandLogs.set(spec);
    var settings = flags.load().settings();
    var job = JobFile.read(file);
    var spark = SparkInstallation.find(sparkEnvironment(settings));
    job.remarks().forEach(remark -> say("note: " + remark));
    try (var metastore = Metastore.forJobs(settings, server)) {
      say("metastore %s (%s)", metastore.uri(), metastore.whose());
      var runner = runnerSettings(settings, spark, metastore);
      try (var jobs = JobRunner.open(metastore.store(), runner)) {
        return run(job, jobs);
      }
    }
  }

  private static RunnerSettings runnerSettings(
      Settings settings, SparkInstallation spark, Metastore metastore) {
    var base = RunnerSettings.of(settings.data(), spark);
    return base.withMaster(settings.jobs().master())
        .withCatalog(metastore.uri(), metastore.warehouse())
        .withTimes(base.lease(), settings.jobs().grace());
  }

  /** Where Spark is looked for: the environment, and over it the settings. */
  private Map<String, String> sparkEnvironment(Settings settings) {
    var merged = new HashMap<>(environment);
    var jobs = settings.jobs();
    if (jobs.sparkHome() != null) {
      merged.put("SPARK_HOME", jobs.sparkHome().toString());
    }
    if (jobs.javaHome() != null) {
      merged.put("JAVA17_HOME", jobs.javaHome().toString());
    }
    if (jobs.python() != null) {
      merged.put("PYSPARK_PYTHON", jobs.python());
    }
    return merged;
  }

  private int run(JobDefinition job, JobRunner jobs) throws InterruptedException {
    var handle = jobs.start(job, namedArguments(), this::stateChanged);
    StopSignals.tell(handle::cancel);
    say("run %s of job %s", handle.id(), job.name());
    var ended = handle.await();
    return report(handle, ended);
  }

  private Map<String, String> namedArguments() {
    var named = new LinkedHashMap<String, String>();
    arguments.forEach(
        (name, value) -> named.put(name.startsWith("--") ? name : "--" + name, value));
    return named;
  }

  private void stateChanged(Run run) {
    if (!run.state().isFinal()) {
      var attempt = run.attempt() == 0 ? "" : " (retry " + run.attempt() + ")";
      say("  %s%s", run.state(), attempt);
    }
  }

  private int report(JobRunHandle handle, Run ended) {
    long end = ended.endedAt() == null ? ended.startedAt() : ended.endedAt();
    say("  %s after %.1f s", ended.state(), (end - ended.startedAt()) / 1000.0);
    say("what the script printed: %s", handle.logs().stdout());
    say("what Spark logged:       %s", handle.logs().stderr());
    if (ended.state() == State.SUCCEEDED) {
      return 0;
    }
    spec.commandLine()
        .getErr()
        .println(
            "propolis: job %s %s: %s"
                .formatted(
                    ended.subject(),
                    ended.state().name().toLowerCase(Locale.ROOT),
                    ended.error() == null ? "it was cancelled" : ended.error()));
    return 1;
  }

  private void say(String format, Object... values) {
    var out = spec.commandLine().getOut();
    out.println(values.length == 0 ? format : format.formatted(values));
    out.flush();
  }
}
