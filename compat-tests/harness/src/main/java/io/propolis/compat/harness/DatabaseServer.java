package io.propolis.compat.harness;

/**
 * A database server of its own, with settings under which an acknowledged commit is durable, that
 * tests may kill and start again on the same files and the same port.
 */
public interface DatabaseServer extends AutoCloseable {

  /** Its port on the loopback address. */
  int port();

  /** The JDBC URL of its one database, by way of {@code port}, which a proxy may listen on. */
  String url(int port);

  /** May do everything and has no password. */
  String user();

  /** Ends all its processes with SIGKILL. */
  void kill();

  /** Starts it again after {@link #kill}, and returns when it answers. */
  void restart();

  /** The last lines it wrote. */
  String logTail();

  @Override
  void close();
}
