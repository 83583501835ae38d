package io.propolis.jobs.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job that can be run: a Python script, its arguments and its limits.
 *
 * @param description "" when there is none
 * @param folder what relative paths in the job mean; absolute
 * @param script Command.ScriptLocation as written; see {@link #file}
 * @param defaultArguments arguments of every run, in the order written; names begin with "--"
 * @param nonOverridableArguments arguments that a run cannot change
 * @param capacity size on a cluster; absent leaves it to the cluster
 * @param metadata members that say something to people and change nothing (Role, LogUri)
 * @param remarks what was accepted although it has no effect here
 */
public record JobDefinition(
    String name,
    String description,
    Path folder,
    String script,
    GlueVersion glueVersion,
    Map<String, String> defaultArguments,
    Map<String, String> nonOverridableArguments,
    JobLimits limits,
    @Nullable Capacity capacity,
    Map<String, String> tags,
    Map<String, String> metadata,
    List<String> remarks) {
  public JobDefinition {
    defaultArguments = copy(defaultArguments);
    nonOverridableArguments = copy(nonOverridableArguments);
    tags = copy(tags);
    metadata = copy(metadata);
    remarks = List.copyOf(remarks);
  }

  public JobDefinition withLimits(JobLimits newLimits) {
    return new JobDefinition(
        name,
        description,
        folder,
        script,
        glueVersion,
        defaultArguments,
        nonOverridableArguments,
        newLimits,
        capacity,
        tags,
        metadata,
        remarks);
  }

  /**
   * The arguments of one run: the job's defaults, over them the run's own, over them those that
   * cannot be overridden. Throws {@link InvalidJobException} listing what the run may not ask for.
   */
  public Map<String, String> argumentsOf(Map<String, String> runArguments) {
    var problems = new ArrayList<String>();
    runArguments.forEach(
        (key, value) -> {
          if (nonOverridableArguments.containsKey(key)) {
            problems.add(key + ": cannot be overridden by a run");
          }
          problems.addAll(JobReader.objections(key, value));
        });
    if (!problems.isEmpty()) {
      throw new InvalidJobException("arguments of job " + name, problems);
    }
    var all = new LinkedHashMap<>(defaultArguments);
    all.putAll(runArguments);
    all.putAll(nonOverridableArguments);
    return Collections.unmodifiableMap(all);
  }

  /**
   * A local path as the job means it: relative ones lie in the job's folder. A URI of another
   * scheme than file has no local path and throws {@link InvalidJobException}.
   */
  public Path file(String location) {
    return LocalFiles.resolve(folder, location)
        .orElseThrow(
            () ->
                new InvalidJobException(
                    "job " + name, List.of(location + ": only local files are read")));
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
