package io.propolis.server.process;

import io.propolis.server.config.Settings;
import io.propolis.thrift.ThriftServer;
import java.time.Duration;

/** A catalog with a Hive Metastore door on a free local port, for as long as a command runs. */
public final class EmbeddedMetastore implements AutoCloseable {
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
      var door = HiveDoors.openOnLoopback(catalog.catalog());
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
    return PropolisServer.thriftUri(HiveDoors.LOOPBACK, door);
  }

  @Override
  public void close() {
    try (catalog) {
      door.stop(Duration.ofSeconds(1));
    }
  }
}
