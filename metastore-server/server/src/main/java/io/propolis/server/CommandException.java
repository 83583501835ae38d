package io.propolis.server;

import org.jspecify.annotations.Nullable;

/** A command that cannot go on. One line: what failed, why, and what to do. */
public final class CommandException extends RuntimeException {
  private CommandException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public static CommandException because(String what, String why, String remedy) {
    return new CommandException(line(what, why, remedy), null);
  }

  public static CommandException because(String what, String why, String remedy, Throwable cause) {
    return new CommandException(line(what, why, remedy), cause);
  }

  private static String line(String what, String why, String remedy) {
    return what + ": " + why + "; " + remedy;
  }
}
