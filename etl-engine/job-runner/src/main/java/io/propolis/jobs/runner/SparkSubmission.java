package io.propolis.jobs.runner;

import static io.propolis.jobs.model.SpecialArgument.ADDITIONAL_PYTHON_MODULES;
import static io.propolis.jobs.model.SpecialArgument.EXTRA_FILES;
import static io.propolis.jobs.model.SpecialArgument.EXTRA_JARS;
import static io.propolis.jobs.model.SpecialArgument.EXTRA_PY_FILES;
import static io.propolis.jobs.model.SpecialArgument.JOB_ID;
import static io.propolis.jobs.model.SpecialArgument.JOB_NAME;
import static io.propolis.jobs.model.SpecialArgument.JOB_RUN_ID;
import static io.propolis.jobs.model.SpecialArgument.MODULES_INSTALLER_OPTION;
import static io.propolis.jobs.model.SpecialArgument.SCRIPT_LOCATION;

import io.propolis.jobs.model.InvalidJobException;
import io.propolis.jobs.model.JobDefinition;
import io.propolis.jobs.model.SpecialArgument;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What is started for a run: the command lines, their environment and Spark's settings. Everything
 * that can be wrong with a job's files is found when this is made, before a run exists.
 */
final class SparkSubmission {
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  /** Would make the script a guest of somebody else's Spark, or hide it behind a notebook. */
  private static final List<String> FOREIGN_VARIABLES =
      List.of(
          "PYSPARK_DRIVER_PYTHON",
          "PYSPARK_DRIVER_PYTHON_OPTS",
          "PYSPARK_GATEWAY_PORT",
          "PYSPARK_GATEWAY_SECRET",
          "PYSPARK_SUBMIT_ARGS",
          "SPARK_REMOTE");

  private final RunnerSettings settings;
  private final JobDefinition job;
  private final Map<String, String> arguments;
  private final Path script;
  private final List<String> pythonModules;

  /**
   * @param arguments of the run, defaults included
   * @throws InvalidJobException listing files that cannot be read
   */
  SparkSubmission(RunnerSettings settings, JobDefinition job, Map<String, String> arguments) {
    this.settings = settings;
    this.job = job;
    this.arguments = arguments;
    var problems = new ArrayList<String>();
    script = job.file(SCRIPT_LOCATION.in(arguments).orElse(job.script()));
    if (!Files.isReadable(script)) {
      problems.add("script: no readable file " + script);
    }
    for (var argument : List.of(EXTRA_PY_FILES, EXTRA_JARS, EXTRA_FILES)) {
      for (var file : files(argument)) {
        if (file.startsWith("/") && !Files.isReadable(Path.of(file))) {
          problems.add(argument.label() + ": no readable file " + file);
        }
      }
    }
    pythonModules = pythonModules(problems);
    problems.addAll(SparkProperties.problems(arguments));
    if (!problems.isEmpty()) {
      throw new InvalidJobException("job " + job.name(), problems);
    }
  }

  Path script() {
    return script;
  }

  /** The command that brings the Python modules a job asks for; empty when it asks for none. */
  List<String> installModules(AttemptFolder folder) {
    if (pythonModules.isEmpty()) {
      return List.of();
    }
    var command =
        new ArrayList<>(
            List.of(
                settings.spark().python(),
                "-m",
                "pip",
                "install",
                "--no-input",
                "--disable-pip-version-check",
                "--target",
                folder.pythonModules().toString()));
    MODULES_INSTALLER_OPTION
        .in(arguments)
        .ifPresent(options -> command.addAll(Arrays.asList(options.strip().split("\\s+"))));
    command.addAll(pythonModules);
    return command;
  }

  /** spark-submit with the script and its arguments. */
  List<String> submit(String runId, AttemptFolder folder) {
    var command = new ArrayList<String>();
    command.add(settings.spark().submit().toString());
    // A file, not --conf: command lines are there for every user of the machine to read.
    command.addAll(
        List.of("--load-spark-defaults", "--properties-file", folder.properties().toString()));
    addFiles(command, "--py-files", EXTRA_PY_FILES);
    addFiles(command, "--jars", EXTRA_JARS);
    addFiles(command, "--files", EXTRA_FILES);
    command.add(script.toString());
    scriptArguments(runId)
        .forEach(
            (key, value) -> {
              command.add(key);
              command.add(value);
            });
    return command;
  }

  /** The environment of every process of the run, in place of this process's own. */
  Map<String, String> environment(
      String runId, AttemptFolder folder, Map<String, String> inherited) {
    var result = new LinkedHashMap<>(inherited);
    // Our own variables may hold the password of the catalog's database: not a script's business.
    result.keySet().removeIf(name -> name.startsWith("PROPOLIS_"));
    result.keySet().removeAll(FOREIGN_VARIABLES);
    result.putAll(settings.environment());
    result.put(ProcessTree.MARK, runId);
    result.put("JAVA_HOME", settings.spark().javaHome().toString());
    result.put("SPARK_HOME", settings.spark().home().toString());
    result.put("PYSPARK_PYTHON", settings.spark().python());
    result.put("SPARK_LOCAL_DIRS", folder.localDirs().toString());
    if (settings.isLocal()) {
      // A host name that resolves to no address of this machine must not stop a local run.
      result.putIfAbsent("SPARK_LOCAL_IP", "127.0.0.1");
    }
    if (!pythonModules.isEmpty()) {
      var inheritedPath = inherited.getOrDefault("PYTHONPATH", "");
      var modules = folder.pythonModules().toString();
      result.put("PYTHONPATH", inheritedPath.isEmpty() ? modules : modules + ":" + inheritedPath);
    }
    return result;
  }

  Map<String, String> sparkProperties(AttemptFolder folder) {
    return new SparkProperties(settings, job, arguments).of(folder);
  }

  private Map<String, String> scriptArguments(String runId) {
    var result = new LinkedHashMap<String, String>();
    result.put(JOB_NAME.label(), JOB_NAME.in(arguments).orElse(job.name()));
    result.put(JOB_ID.label(), jobId(job.name()));
    result.put(JOB_RUN_ID.label(), runId);
    arguments.forEach(
        (key, value) -> {
          var reader = SpecialArgument.of(key).map(SpecialArgument::reader);
          if (reader.isEmpty() || reader.get() == SpecialArgument.Reader.SCRIPT) {
            result.putIfAbsent(key, value);
          }
        });
    return result;
  }

  /** Stays the same from run to run, as Glue's does. */
  private static String jobId(String name) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return "j_" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private void addFiles(List<String> command, String option, SpecialArgument argument) {
    var files = files(argument);
    if (!files.isEmpty()) {
      command.add(option);
      command.add(String.join(",", files));
    }
  }

  /** Comma-separated locations; local ones as absolute paths, others for Spark to fetch. */
  private List<String> files(SpecialArgument argument) {
    return items(argument).stream()
        .map(
            item ->
                URI.matcher(item).matches() && !item.startsWith("file:")
                    ? item
                    : job.file(item).toString())
        .toList();
  }

  private List<String> pythonModules(List<String> problems) {
    var modules = items(ADDITIONAL_PYTHON_MODULES);
    if (!modules.isEmpty() && !settings.isLocal()) {
      problems.add(
          ADDITIONAL_PYTHON_MODULES.label()
              + ": modules reach the driver only, not the executors of "
              + settings.master());
    }
    return modules.stream()
        .map(module -> module.endsWith(".whl") ? job.file(module).toString() : module)
        .toList();
  }

  private List<String> items(SpecialArgument argument) {
    return Arrays.stream(argument.in(arguments).orElse("").split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
