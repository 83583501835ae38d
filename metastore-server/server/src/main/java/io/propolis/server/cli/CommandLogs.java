package io.propolis.server.cli;

import io.propolis.server.LogConfigurator;
import io.propolis.server.config.LogLevel;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that end by themselves log warnings only, and everything with {@code --verbose}. */
final class CommandLogs {
  private CommandLogs() {}

  static void set(CommandSpec spec) {
    LogConfigurator.level(
        PropolisCommand.isVerbose(spec.commandLine()) ? LogLevel.DEBUG : LogLevel.WARN);
  }
}
