package io.propolis.server.process;

import io.propolis.catalog.store.CatalogStore;
import io.propolis.server.config.Settings;
import org.jspecify.annotations.Nullable;

/**
 * The metastore that a command's Spark uses, and the store in which its runs are kept.
 *
 * @param whose says to people which metastore it is
 * @param warehouse absent where the metastore is somebody else's and knows its own
 * @param closed what ends with the command
 */
public record Metastore(
    String uri, String whose, @Nullable String warehouse, CatalogStore store, AutoCloseable closed)
    implements AutoCloseable {

  /**
   * The metastore at {@code server}; else that of the process which owns the data folder; else one
   * within this process. Runs are kept in the data folder's store.
   */
  public static Metastore forJobs(Settings settings, @Nullable String server) {
    var owner = DataFolder.liveOwner(settings.data());
    if (owner.isPresent()) {
      var uri = server == null ? owner.get().requireThrift(settings.data()) : server;
      var store = OpenCatalog.openAsGuest(settings);
      return server == null
          ? new Metastore(
              uri, "process " + owner.get().pid(), settings.warehouseUri(), store, store)
          : new Metastore(uri, "as told", null, store, store);
    }
    if (server != null) {
      var catalog = OpenCatalog.open(settings, "job run");
      return new Metastore(server, "as told", null, catalog.store(), catalog);
    }
    var embedded = EmbeddedMetastore.open(settings, "job run");
    return new Metastore(
        embedded.uri(),
        "in this process",
        settings.warehouseUri(),
        embedded.catalog().store(),
        embedded);
  }

  @Override
  public void close() {
    try {
      closed.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
