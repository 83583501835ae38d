package io.propolis.server.process;

import io.propolis.catalog.Catalog;
import io.propolis.server.CommandException;
import io.propolis.server.config.Settings;
import io.propolis.server.config.ThriftDoor;
import io.propolis.thrift.HiveDoor;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

/** Opens the Hive Metastore door. */
final class HiveDoors {
  static final String LOOPBACK = "127.0.0.1";

  private HiveDoors() {}

  /** Throws {@link CommandException} when the address cannot be had. */
  static ThriftServer open(Catalog catalog, Settings all, Map<String, String> hiveProperties) {
    var settings = all.thrift();
    var server =
        HiveDoor.open(
            catalog,
            new ThriftSettings(
                settings.host(),
                settings.port(),
                Math.toIntExact(settings.maxMessageSize().bytes()),
                settings.stallTimeout(),
                replyBytes(settings),
                HiveSecurity.of(settings),
                new ThriftSettings.Connections(
                    settings.maxConnections(), settings.workers(), settings.idleTimeout()),
                all.notifications().format()),
            hiveProperties);
    return started(server, settings.host(), settings.port());
  }

  private static int replyBytes(ThriftDoor settings) {
    var size = settings.maxReplySize();
    return size == null ? Integer.MAX_VALUE : Math.toIntExact(size.bytes());
  }

  /** A door for this process and its children alone, on a free port. */
  static ThriftServer openOnLoopback(Catalog catalog) {
    var settings =
        new ThriftSettings(
            LOOPBACK,
            0,
            ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES,
            ThriftSettings.DEFAULT_STALL_TIMEOUT);
    return started(HiveDoor.open(catalog, settings), LOOPBACK, 0);
  }

  private static ThriftServer started(ThriftServer server, String host, int port) {
    try {
      server.start();
      return server;
    } catch (UncheckedIOException e) {
      throw CommandException.because(
          "cannot listen for Thrift on %s:%d".formatted(host, port),
          reason(e),
          "choose another port with --thrift-port, 0 for a free one, or another --thrift.host",
          e);
    }
  }

  private static String reason(UncheckedIOException failure) {
    var cause = failure.getCause();
    return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
  }

  /** The host by which clients on this machine reach a door that listens on {@code bound}. */
  static String reachable(String bound) {
    try {
      var address = InetAddress.getByName(bound);
      var host = address.isAnyLocalAddress() ? "127.0.0.1" : bound;
      return host.contains(":") ? "[" + host + "]" : host;
    } catch (UnknownHostException e) {
      return bound;
    }
  }
}
