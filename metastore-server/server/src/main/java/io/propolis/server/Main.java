package io.propolis.server;

import io.propolis.server.cli.PropolisCommand;

/** Runs the command that the arguments name. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(PropolisCommand.line(System.getenv()).execute(arguments));
  }
}
