package io.propolis.server.cli;

import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.discovery.FindingsPrinter;
import io.propolis.crawlers.discovery.Inference;
import io.propolis.server.process.OpenCatalog;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what a crawler would make of folders and files. */
@Command(
    name = "infer",
    abbreviateSynopsis = true,
    description = {
      "Show which tables lie in folders and files: their format, compression, columns and partition"
          + " keys, each with the reason.",
      "",
      "Reads only: no catalog is asked or written. Exits with 1 when there is no table.",
      ""
    })
final class InferCommand implements Callable<Integer> {
  private static final Set<String> SECTIONS = Set.of("s3", "gcs", "azure");

  private final Map<String, String> environment;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills it
  private SettingFlags flags;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "Local folders and files, or locations such as s3://bucket/folder.")
  private List<String> paths = List.of();

  InferCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Spec
  void setSpec(CommandSpec newSpec) {
    spec = newSpec;
    flags = SettingFlags.on(newSpec, SECTIONS, environment);
  }

  @Override
  public Integer call() {
    CommandLogs.set(spec);
    var out = spec.commandLine().getOut();
    int tables = 0;
    try (var lake = OpenCatalog.lake(flags.load().settings())) {
      for (var path : paths) {
        var findings = Inference.of(lake, location(path));
        tables += findings.tables().size();
        out.print(FindingsPrinter.text(findings));
        out.flush();
      }
    }
    return tables == 0 ? 1 : 0;
  }

  private static String location(String path) {
    return path.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")
        ? Locations.withoutTrailingSlash(path)
        : Locations.qualified(Path.of(path).toAbsolutePath().normalize().toString());
  }
}
