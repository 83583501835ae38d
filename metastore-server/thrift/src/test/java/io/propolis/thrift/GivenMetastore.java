package io.propolis.thrift;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server on a free port over a new SQLite database and real folders, and clients of it. */
public final class GivenMetastore implements BeforeEachCallback, AfterEachCallback {
  private final List<MetastoreClient> clients = new ArrayList<>();
  private final AtomicLong positionsAsked = new AtomicLong();
  private final int maxMessageBytes;
  private Path folder;
  private JdbcCatalogStore store;
  private Lake lake;
  private Catalog catalog;
  private ThriftServer server;

  public GivenMetastore() {
    this(ThriftSettings.DEFAULT_MAX_MESSAGE_BYTES);
  }

  public GivenMetastore(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    folder = Files.createTempDirectory("metastore");
    store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    lake = Lakes.open(S3Settings.DEFAULT);
    catalog =
        Catalog.open(
            new PositionCounter(store, positionsAsked),
            lake,
            Clock.systemUTC(),
            CatalogSettings.withWarehouse(warehouse()));
    server =
        HiveDoor.open(
            catalog, new ThriftSettings("localhost", 0, maxMessageBytes, Duration.ofSeconds(30)));
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    clients.forEach(MetastoreClient::close);
    server.close();
    store.close();
    lake.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(GivenMetastore::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public ThriftServer server() {
    return server;
  }

  /** A new connection, closed after the test. */
  public MetastoreClient client() {
    return client(TBinaryProtocol::new);
  }

  /** A new connection in that dialect, closed after the test. */
  public MetastoreClient client(MetastoreClient.Dialect dialect) {
    var client = MetastoreClient.connect(server.address().getPort(), dialect);
    clients.add(client);
    return client;
  }

  /** How often the store was asked for the position: a round trip where others write, too. */
  long positionsAsked() {
    return positionsAsked.get();
  }

  /** The catalog as other doors see it. */
  public Session catalog() {
    return catalog.as(Caller.SYSTEM);
  }

  /** The catalog itself, for handlers made by hand. */
  public Catalog whole() {
    return catalog;
  }

  public String warehouse() {
    return "file:" + folder.resolve("warehouse");
  }

  public Path file(String location) {
    return Path.of(location.replaceFirst("^file:", ""));
  }
}
