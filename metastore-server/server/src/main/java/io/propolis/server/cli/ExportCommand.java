package io.propolis.server.cli;

import io.propolis.server.api.Application;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a server has as files. */
@Command(
    name = "export",
    abbreviateSynopsis = true,
    description = {
      "Write what people have described to a server as files that ./propolis apply takes: crawlers,"
          + " classifiers, connections, databases, policies, settings and metadata, with their tags."
          + " Tables, partitions and statistics, which engines write, are none of it, nor are runs"
          + " and published results, which are history. Passwords of connections are left out.",
      ""
    })
final class ExportCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private GlueOptions glue;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Where the files are written. Default: all in one, to standard output.")
  private @Nullable Path folder;

  ExportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Spec
  void setSpec(CommandSpec newSpec) {
    spec = newSpec;
    glue = GlueOptions.on(newSpec, environment);
  }

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (folder == null) {
      Application.export(glue.connect(), (what, yaml) -> out.print(yaml));
    } else {
      Application.export(
          glue.connect(), folder, (what, file) -> out.printf("%s: %s%n", what, file));
    }
    out.flush();
    return 0;
  }
}
