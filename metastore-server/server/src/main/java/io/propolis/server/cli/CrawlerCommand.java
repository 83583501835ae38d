package io.propolis.server.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Groups what can be done with the crawlers of a server. */
@Command(
    name = "crawler",
    description = "The crawlers that a server keeps (./propolis apply makes them of files).",
    synopsisSubcommandLabel = "COMMAND")
final class CrawlerCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it
  private CommandSpec spec;

  /** With its commands. */
  static CommandLine line(Map<String, String> environment) {
    var line = new CommandLine(new CrawlerCommand());
    line.addSubcommand(new CrawlerListCommand(environment));
    line.addSubcommand(new CrawlerShowCommand(environment));
    line.addSubcommand(new CrawlerStartCommand(environment));
    line.addSubcommand(new CrawlerStopCommand(environment));
    line.addSubcommand(new CrawlerPauseCommand(environment));
    line.addSubcommand(new CrawlerResumeCommand(environment));
    line.addSubcommand(new CrawlerHistoryCommand(environment));
    line.addSubcommand(new CrawlerExplainCommand(environment));
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
