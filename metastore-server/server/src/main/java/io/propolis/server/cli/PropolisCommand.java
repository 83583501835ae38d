package io.propolis.server.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program itself: shows what it can do. */
@Command(
    name = "propolis",
    header = "The open counterpart of AWS Glue: catalog server, crawlers, Spark jobs.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = VersionCommand.class,
    footer = {
      "",
      "The launcher ./propolis also has demo (crawl, run a job and query, on this machine), build"
          + " and test.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage. Settings: docs/configuration.md."
    })
public final class PropolisCommand implements Runnable {
  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Say more: reasons, debug messages, stack traces of errors.")
  private boolean verbose;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  private PropolisCommand() {}

  /** The command line with everything on it. */
  public static CommandLine line(Map<String, String> environment) {
    var line = new CommandLine(new PropolisCommand());
    line.addSubcommand(new ServeCommand(environment));
    line.addSubcommand(new CrawlCommand(environment));
    line.addSubcommand(new InferCommand(environment));
    line.addSubcommand(new ApplyCommand(environment));
    line.addSubcommand(new ExportCommand(environment));
    line.addSubcommand(CrawlerCommand.line(environment));
    line.addSubcommand(
        new CommandLine(new JobCommand()).addSubcommand(new JobRunCommand(environment)));
    line.addSubcommand(new DoctorCommand(environment));
    line.addSubcommand(new VersionCommand());
    line.setUsageHelpWidth(110);
    line.setParameterExceptionHandler(Failures::ofUsage);
    line.setExecutionExceptionHandler(Failures::ofExecution);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  static boolean isVerbose(CommandLine line) {
    return line.getParseResult() != null
        && line.getParseResult().matchedOptionValue("--verbose", false);
  }
}
