package io.propolis.jobs.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From CreateJob's members to a job (AWS Glue API, CreateJob request). What is not served is
 * accepted only when leaving it out makes no difference, and otherwise refused by name and value.
 */
final class JobReader {
  private static final List<String> MEMBERS =
      List.of(
          "Name",
          "Description",
          "JobMode",
          "Role",
          "LogUri",
          "Command",
          "DefaultArguments",
          "NonOverridableArguments",
          "Connections",
          "ExecutionProperty",
          "ExecutionClass",
          "MaxRetries",
          "Timeout",
          "GlueVersion",
          "WorkerType",
          "NumberOfWorkers",
          "MaxCapacity",
          "AllocatedCapacity",
          "JobRunQueuingEnabled",
          "NotificationProperty",
          "SecurityConfiguration",
          "CodeGenConfigurationNodes",
          "SourceControlDetails",
          "MaintenanceWindow",
          "Tags");

  /** Kept for people; nothing depends on them. */
  private static final List<String> METADATA = List.of("Role", "LogUri", "ExecutionClass");

  private final List<String> problems = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Path folder;
  private final Members job;

  private JobReader(YamlNode document, Path folder) {
    this.folder = folder;
    this.job = Members.of(document, problems);
  }

  static JobDefinition read(String subject, String text, Path folder) {
    YamlNode document;
    try {
      document = YamlNode.parse(text);
    } catch (IOException e) {
      var error =
          new InvalidJobException(subject, List.of("not readable as YAML: " + e.getMessage()));
      error.initCause(e);
      throw error;
    }
    var reader = new JobReader(document, folder);
    var definition = reader.definition();
    if (!reader.problems.isEmpty()) {
      throw new InvalidJobException(subject, reader.problems);
    }
    return definition;
  }

  /** What speaks against an argument of that name and value, wherever it is given. */
  static List<String> objections(String key, String value) {
    if (!key.startsWith("--") || key.length() == 2) {
      return List.of(key + ": names of arguments begin with --, such as --" + key);
    }
    var objection = SpecialArgument.of(key).map(argument -> argument.objection(value)).orElse(null);
    return objection == null ? List.of() : List.of(key + " " + value + ": " + objection);
  }

  private JobDefinition definition() {
    job.allowOnly(MEMBERS);
    refuseWhatIsNotServed();
    var version = glueVersion();
    var defaults = arguments("DefaultArguments");
    var fixed = arguments("NonOverridableArguments");
    return new JobDefinition(
        name(),
        job.text("Description").orElse(""),
        folder,
        script(),
        version,
        defaults,
        fixed,
        limits(version),
        capacity(),
        job.texts("Tags"),
        metadata(),
        remarks);
  }

  private String name() {
    var name = job.text("Name").orElse("");
    if (name.isBlank()) {
      job.problem("Name", "is required");
    } else if (name.length() > 255 || name.chars().anyMatch(Character::isISOControl)) {
      job.problem("Name", "must have at most 255 characters and no control characters");
    }
    return name;
  }

  private String script() {
    var command = job.object("Command");
    command.allowOnly(List.of("Name", "ScriptLocation", "PythonVersion", "Runtime"));
    var kind = command.text("Name").orElse("glueetl");
    if (!kind.equals("glueetl")) {
      command.problem("Name", kind + ": only glueetl (Spark) jobs are served");
    }
    var python = command.text("PythonVersion").orElse("3");
    if (!python.equals("3")) {
      command.problem("PythonVersion", python + ": Spark jobs run on Python 3");
    }
    command.refuse("Runtime", "belongs to Ray jobs, which are not served");
    var script = command.text("ScriptLocation").orElse("");
    if (script.isBlank()) {
      command.problem("ScriptLocation", "is required");
      return script;
    }
    checkScript(command, script);
    return script;
  }

  private void checkScript(Members command, String script) {
    var path = LocalFiles.resolve(folder, script);
    if (path.isEmpty()) {
      command.problem("ScriptLocation", script + ": scripts are read from local files only");
    } else if (!script.endsWith(".py")) {
      command.problem("ScriptLocation", script + ": only Python scripts (.py) are served");
    } else if (!Files.isReadable(path.get())) {
      command.problem("ScriptLocation", "no readable file " + path.get());
    }
  }

  private GlueVersion glueVersion() {
    var written = job.text("GlueVersion");
    if (written.isEmpty()) {
      return GlueVersion.DEFAULT;
    }
    var version = GlueVersion.of(written.get());
    if (version.isEmpty()) {
      job.problem(
          "GlueVersion", written.get() + ": known are " + String.join(", ", GlueVersion.labels()));
    }
    return version.orElse(GlueVersion.DEFAULT);
  }

  private Map<String, String> arguments(String key) {
    var arguments = job.texts(key);
    arguments.forEach(
        (name, value) -> {
          objections(name, value).forEach(objection -> problems.add(key + "." + objection));
          SpecialArgument.of(name)
              .map(SpecialArgument::remark)
              .ifPresent(remark -> remarks.add(name + ": " + remark));
        });
    return arguments;
  }

  private JobLimits limits(GlueVersion version) {
    var execution = job.object("ExecutionProperty");
    execution.allowOnly(List.of("MaxConcurrentRuns"));
    return new JobLimits(
        execution.whole("MaxConcurrentRuns", 1, 1000).orElse(1),
        job.whole("MaxRetries", 0, 10).orElse(0),
        job.whole("Timeout", 1, 10_080)
            .map(Duration::ofMinutes)
            .orElseGet(version::defaultTimeout));
  }

  private @Nullable Capacity capacity() {
    var units = job.whole("MaxCapacity", 1, 1000);
    var oldUnits = job.whole("AllocatedCapacity", 1, 1000);
    var workers = job.whole("NumberOfWorkers", 1, 1000);
    var label = job.text("WorkerType");
    var type = label.flatMap(WorkerType::of);
    if (label.isPresent() && type.isEmpty()) {
      job.problem(
          "WorkerType", label.get() + ": known are " + String.join(", ", WorkerType.labels()));
    }
    if (label.isPresent() != job.has("NumberOfWorkers")) {
      job.problem(
          label.isPresent() ? "WorkerType" : "NumberOfWorkers",
          "WorkerType and NumberOfWorkers are given together");
    }
    if (label.isPresent() && (units.isPresent() || oldUnits.isPresent())) {
      job.problem(
          units.isPresent() ? "MaxCapacity" : "AllocatedCapacity",
          "is given instead of WorkerType and NumberOfWorkers, not beside them");
    }
    if (type.isPresent() && workers.isPresent()) {
      return new Capacity(type.get(), workers.get());
    }
    // A data processing unit is a G.1X worker.
    return units.or(() -> oldUnits).map(n -> new Capacity(WorkerType.G_1X, n)).orElse(null);
  }

  private Map<String, String> metadata() {
    var metadata = new LinkedHashMap<String, String>();
    METADATA.forEach(key -> job.text(key).ifPresent(text -> metadata.put(key, text)));
    var execution = metadata.get("ExecutionClass");
    if (execution != null && !Set.of("STANDARD", "FLEX").contains(execution)) {
      job.problem("ExecutionClass", execution + ": known are STANDARD, FLEX");
    }
    if (job.has("SourceControlDetails")) {
      remarks.add(
          "SourceControlDetails: accepted without effect, the script is read from its file");
    }
    return metadata;
  }

  private void refuseWhatIsNotServed() {
    var mode = job.text("JobMode").orElse("SCRIPT");
    if (!mode.equals("SCRIPT")) {
      job.problem("JobMode", mode + ": only SCRIPT jobs are served");
    }
    job.refuse("CodeGenConfigurationNodes", "visual jobs are not served");
    job.refuse("Connections", "connections are not served; give the script its own options");
    job.refuse("SecurityConfiguration", "encryption by the service is not served");
    job.refuse("NotificationProperty", "events of slow runs are not served");
    job.refuse("MaintenanceWindow", "belongs to streaming jobs, which are not served");
    if (job.truth("JobRunQueuingEnabled")) {
      job.problem(
          "JobRunQueuingEnabled", "true: a run beyond MaxConcurrentRuns is refused, not queued");
    }
  }
}
