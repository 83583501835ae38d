package io.propolis.catalog;

/**
 * Who asks, and through which door. Kept with every change.
 *
 * @param user "" when the door knows none
 * @param door short name of the protocol ("thrift", "glue", "crawler")
 */
public record Caller(String user, String door) {
  /** The server itself. */
  public static final Caller SYSTEM = new Caller("propolis", "system");
}
