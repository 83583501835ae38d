package io.propolis.server.process;

import io.propolis.server.config.DataSize;
import io.propolis.server.config.Settings;
import io.propolis.thrift.ThriftServer;
import io.propolis.thrift.ThriftSettings;
import java.time.Duration;

/** A catalog with a Hive Metastore door on a free local port, for as long as a command runs. */
public final class EmbeddedMetastore implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final OpenCatalog catalog;
  private final ThriftServer door;

  private EmbeddedMetastore(OpenCatalog catalog, ThriftServer door) {
    this.catalog = catalog;
    this.door = door;
  }

  /** Throws {@link io.propolis.server.CommandException} as {@link OpenCatalog#open} does. */
  public static EmbeddedMetastore open(Settings settings, String command) {
    var catalog = OpenCatalog.open(settings, command);
    try {
      var thrift =
          new Settings.Thrift(LOOPBACK, 0, new DataSize(ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES));
      var door = HiveDoors.open(catalog.catalog(), thrift);
      var metastore = new EmbeddedMetastore(catalog, door);
      catalog.announce(metastore.uri(), null);
      return metastore;
    } catch (RuntimeException | Error e) {
      catalog.close();
      throw e;
    }
  }

  public OpenCatalog catalog() {
    return catalog;
  }

  public String uri() {
    return PropolisServer.thriftUri(LOOPBACK, door);
  }

  @Override
  public void close() {
    try (catalog) {
      door.stop(Duration.ofSeconds(1));
    }
  }
}
