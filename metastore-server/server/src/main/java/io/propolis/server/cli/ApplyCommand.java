package io.propolis.server.cli;

import io.propolis.server.api.Application;
import io.propolis.server.api.Application.Mode;
import io.propolis.server.api.Application.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a server say what files say. */
@Command(
    name = "apply",
    abbreviateSynopsis = true,
    description = {
      "Create or update what files describe: crawlers, classifiers, connections, databases, and what"
          + " else the API keeps.",
      "",
      "A file holds one or more documents, each with the keys of the operation of AWS Glue that"
          + " creates it (CreateCrawler, CreateClassifier, CreateConnection, CreateDatabase). What is"
          + " created by other operations stands below the name of its operation:"
          + " {CreateUsageProfile: {Name: ...}}. What"
          + " a document does not name stays as it is; nothing is deleted.",
      ""
    })
final class ApplyCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private GlueOptions glue;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML or JSON.")
  private List<Path> files = List.of();

  @Option(names = "--dry-run", description = "Show what would be done, and write nothing.")
  private boolean dryRun;

  ApplyCommand(Map<String, String> environment) {
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
    var application = new Application(glue.connect(), dryRun ? Mode.LOOK : Mode.WRITE);
    application.apply(
        files,
        (what, outcome) -> {
          out.printf("%s %s%n", what, outcome.name().toLowerCase(Locale.ROOT));
          out.flush();
        });
    out.printf(
        "%d created, %d updated, %d unchanged%s%n",
        application.count(Outcome.CREATED),
        application.count(Outcome.UPDATED),
        application.count(Outcome.UNCHANGED),
        dryRun ? " (dry run: nothing was written)" : "");
    out.flush();
    return 0;
  }
}
