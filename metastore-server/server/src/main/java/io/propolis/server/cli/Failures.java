package io.propolis.server.cli;

import io.propolis.catalog.CatalogException;
import io.propolis.crawlers.definition.InvalidDefinitionException;
import io.propolis.crawlers.plan.CrawlRefusedException;
import io.propolis.crawlers.progress.RunStoppedException;
import io.propolis.jobs.model.InvalidJobException;
import io.propolis.jobs.model.NearestName;
import io.propolis.jobs.runner.ConcurrentRunsExceededException;
import io.propolis.jobs.runner.SparkNotFoundException;
import io.propolis.server.CommandException;
import io.propolis.server.api.RefusedException;
import io.propolis.server.config.InvalidSettingException;
import java.util.ArrayList;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What people are told when a command cannot do its work: one line, the stack when they ask. */
final class Failures {
  private Failures() {}

  static int ofUsage(ParameterException failure, String[] arguments) {
    var line = failure.getCommandLine();
    line.getErr()
        .println(
            "propolis: %s; see %s --help"
                .formatted(message(failure), line.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  private static String message(ParameterException failure) {
    if (!(failure instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return String.valueOf(failure.getMessage());
    }
    var written = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
    var spec = failure.getCommandLine().getCommandSpec();
    var known = new ArrayList<String>();
    if (written.startsWith("-")) {
      known.addAll(spec.optionsMap().keySet());
    } else {
      known.addAll(spec.subcommands().keySet());
    }
    var nearest =
        NearestName.of(written, known).map(name -> " (did you mean " + name + "?)").orElse("");
    return "unknown %s %s%s"
        .formatted(written.startsWith("-") ? "option" : "command or argument", written, nearest);
  }

  static int ofExecution(Exception failure, CommandLine line, ParseResult parsed) {
    var verbose = PropolisCommand.isVerbose(line);
    line.getErr().println("propolis: " + (isExpected(failure) ? failure.getMessage() : failure));
    if (verbose) {
      failure.printStackTrace(line.getErr());
    } else if (!isExpected(failure)) {
      line.getErr().println("  this should not happen; --verbose shows where it did");
    }
    return failure instanceof InvalidSettingException ? ExitCode.USAGE : ExitCode.SOFTWARE;
  }

  /** Errors whose message says all that people need. */
  private static boolean isExpected(Exception failure) {
    return failure instanceof CommandException
        || failure instanceof CatalogException
        || failure instanceof InvalidDefinitionException
        || failure instanceof CrawlRefusedException
        || failure instanceof RunStoppedException
        || failure instanceof RefusedException
        || failure instanceof InvalidJobException
        || failure instanceof ConcurrentRunsExceededException
        || failure instanceof SparkNotFoundException
        || failure instanceof InvalidSettingException;
  }
}
