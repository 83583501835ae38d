package io.propolis.thrift;

import io.propolis.thrift.notification.MessageFormat;
import java.time.Duration;

/**
 * How the door listens.
 *
 * @param host address to bind, "" for all
 * @param port 0 picks a free one
 * @param maxMessageBytes largest request that is read; what is larger is refused and the connection
 *     closed
 * @param stallTimeout how long a client may pause within a request before it counts as gone
 * @param maxReplyBytes longest reply that is sent instead of an error; {@link Integer#MAX_VALUE}
 *     for any
 * @param security who may speak to the door
 * @param connections how many, and how long they may rest
 * @param messageFormat how events of the notification log are written
 */
public record ThriftSettings(
    String host,
    int port,
    int maxMessageBytes,
    Duration stallTimeout,
    int maxReplyBytes,
    ThriftSecurity security,
    Connections connections,
    MessageFormat messageFormat) {
  /**
   * How many connections are kept.
   *
   * @param max those open at once; more are closed as they come
   * @param workers calls served at once
   * @param idleTimeout how long a connection may rest between two calls; zero is for ever
   */
  public record Connections(int max, int workers, Duration idleTimeout) {
    public static final Connections DEFAULT = new Connections(10_000, 200, Duration.ofDays(1));
  }

  /** The port that Hive clients expect. */
  public static final int HIVE_PORT = 9083;

  /** 1 GiB: a request with 600,000 partitions fits. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 30;

  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofMinutes(10);

  /** Open to everybody who reaches the address. */
  public ThriftSettings(String host, int port, int maxMessageBytes, Duration stallTimeout) {
    this(host, port, maxMessageBytes, stallTimeout, ThriftSecurity.NONE);
  }

  /** With the default number of connections. */
  public ThriftSettings(
      String host, int port, int maxMessageBytes, Duration stallTimeout, ThriftSecurity security) {
    this(
        host,
        port,
        maxMessageBytes,
        stallTimeout,
        Integer.MAX_VALUE,
        security,
        Connections.DEFAULT);
  }

  ThriftSettings withSecurity(ThriftSecurity newSecurity) {
    return new ThriftSettings(
        host,
        port,
        maxMessageBytes,
        stallTimeout,
        maxReplyBytes,
        newSecurity,
        connections,
        messageFormat);
  }

  /** With messages that every client reads. */
  public ThriftSettings(
      String host,
      int port,
      int maxMessageBytes,
      Duration stallTimeout,
      int maxReplyBytes,
      ThriftSecurity security,
      Connections connections) {
    this(
        host,
        port,
        maxMessageBytes,
        stallTimeout,
        maxReplyBytes,
        security,
        connections,
        MessageFormat.JSON);
  }

  public ThriftSettings withMessageFormat(MessageFormat format) {
    return new ThriftSettings(
        host, port, maxMessageBytes, stallTimeout, maxReplyBytes, security, connections, format);
  }

  public static ThriftSettings onPort(int port) {
    return new ThriftSettings("", port, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_STALL_TIMEOUT);
  }
}
