package io.propolis.thrift;

import java.time.Duration;

/**
 * How the door listens.
 *
 * @param host address to bind, "" for all
 * @param port 0 picks a free one
 * @param maxMessageBytes largest request that is read; what is larger is refused and the connection
 *     closed
 * @param stallTimeout how long a client may pause within a request before it counts as gone;
 *     between requests a connection may rest forever
 * @param security who may speak to the door
 */
public record ThriftSettings(
    String host, int port, int maxMessageBytes, Duration stallTimeout, ThriftSecurity security) {
  /** The port that Hive clients expect. */
  public static final int HIVE_PORT = 9083;

  /** 1 GiB: a request with 600,000 partitions fits. */
  public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 30;

  public static final Duration DEFAULT_STALL_TIMEOUT = Duration.ofMinutes(10);

  /** Open to everybody who reaches the address. */
  public ThriftSettings(String host, int port, int maxMessageBytes, Duration stallTimeout) {
    this(host, port, maxMessageBytes, stallTimeout, ThriftSecurity.NONE);
  }

  public static ThriftSettings onPort(int port) {
    return new ThriftSettings("", port, DEFAULT_MAX_MESSAGE_BYTES, DEFAULT_STALL_TIMEOUT);
  }
}
