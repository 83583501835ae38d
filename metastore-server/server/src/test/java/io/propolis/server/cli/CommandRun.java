package io.propolis.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** A command run within the test, and what it said. */
public record CommandRun(int exitCode, String output, String errors) {
  /** Runs with an environment of its own. */
  public static CommandRun of(Map<String, String> environment, String... arguments) {
    var output = new StringWriter();
    var errors = new StringWriter();
    int code =
        PropolisCommand.line(environment)
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new CommandRun(code, output.toString(), errors.toString());
  }
}
