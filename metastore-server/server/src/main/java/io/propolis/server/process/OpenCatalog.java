package io.propolis.server.process;

import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Safeguards;
import io.propolis.catalog.Safeguards.StorageChecks;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.store.CatalogStore;
import io.propolis.files.AzureSettings;
import io.propolis.files.EventQueues;
import io.propolis.files.GcsSettings;
import io.propolis.files.GcsSettings.Access;
import io.propolis.files.Lake;
import io.propolis.files.LakeSettings;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.files.S3Settings.Addressing;
import io.propolis.files.S3Settings.Credentials;
import io.propolis.files.SqsSettings;
import io.propolis.server.CommandException;
import io.propolis.server.config.Settings;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The data folder, the lake, the store and the catalog over them, opened by their owner. */
public final class OpenCatalog implements AutoCloseable {
  private final DataFolder folder;
  private final Owner owner;
  private final Lake lake;
  private final JdbcCatalogStore store;
  private final Catalog catalog;

  private OpenCatalog(
      DataFolder folder, Owner owner, Lake lake, JdbcCatalogStore store, Catalog catalog) {
    this.folder = folder;
    this.owner = owner;
    this.lake = lake;
    this.store = store;
    this.catalog = catalog;
  }

  /**
   * Opens everything for a command. Throws {@link CommandException} when the folder has another
   * owner or the database cannot be had.
   */
  public static OpenCatalog open(Settings settings, String command) {
    var owner = Owner.thisProcess(command);
    var folder = DataFolder.own(settings.data(), owner);
    var lake = lake(settings);
    @Nullable JdbcCatalogStore store = null;
    try {
      store = openStore(storeSettings(settings));
      var catalog =
          Catalog.open(
              store,
              lake,
              Clock.systemUTC(),
              new CatalogSettings(settings.warehouseUri(), settings.locks().timeout())
                  .withExternalWarehouse(settings.externalWarehouseUri())
                  .withWorkload(settings.workload().forCatalog())
                  .withChangeLog(settings.notifications().forCatalog())
                  .withSafeguards(safeguards(settings.safeguards()))
                  .withKeptVersions(settings.tables().keptVersions())
                  .withCacheSize(settings.cache().bytes()));
      return new OpenCatalog(folder, owner, lake, store, catalog);
    } catch (RuntimeException | Error e) {
      if (store != null) {
        store.close();
      }
      lake.close();
      folder.close();
      throw e;
    }
  }

  private static Safeguards safeguards(Settings.Safeguards settings) {
    return new Safeguards(
        settings.partitionLimit(),
        settings.trash(),
        settings.storageChecks() ? StorageChecks.ON : StorageChecks.OFF);
  }

  /** The runs and everything else of a folder whose owner is another process, for reading. */
  public static CatalogStore openAsGuest(Settings settings) {
    return openStore(storeSettings(settings).asGuest());
  }

  private static JdbcCatalogStore openStore(StoreSettings settings) {
    try {
      return JdbcCatalogStore.open(settings);
    } catch (CatalogException e) {
      throw CommandException.because(
          "cannot open the catalog's store",
          inOneLine(e),
          "check store.url, store.user, store.password, and that the database runs",
          e);
    }
  }

  /**
   * Drivers explain at length what a connection is; what stopped it is at the end of the causes.
   */
  private static String inOneLine(CatalogException failure) {
    var first = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    var last = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return root == failure || first.contains(last)
        ? first
        : "%s (%s: %s)".formatted(first, root.getClass().getSimpleName(), last);
  }

  private static StoreSettings storeSettings(Settings settings) {
    var store = settings.store();
    return StoreSettings.of(store.url(), store.user(), store.password())
        .withPoolSize(store.poolSize());
  }

  /** The storage that the settings describe; none but local is touched before it is needed. */
  public static Lake lake(Settings settings) {
    var s3 = settings.s3();
    var gcs = settings.gcs();
    var azure = settings.azure();
    return Lakes.open(
        new LakeSettings(
            new S3Settings(
                s3.endpoint(),
                s3.region(),
                s3.pathStyle() ? Addressing.PATH : Addressing.HOST,
                credentials(s3)),
            new GcsSettings(
                gcs.endpoint(),
                gcs.anonymous() ? Access.ANONYMOUS : Access.IDENTIFIED,
                gcs.credentials()),
            new AzureSettings(
                azure.account(), azure.endpoint(), azure.accountKey(), azure.sasToken())));
  }

  /** The queues that the settings describe; none is touched before it is needed. */
  public static EventQueues queues(Settings settings) {
    return EventQueues.of(
        new SqsSettings(settings.crawls().queueEndpoint(), credentials(settings.s3())));
  }

  private static @Nullable Credentials credentials(Settings.S3 s3) {
    return s3.accessKey() == null || s3.secretKey() == null
        ? null
        : new Credentials(s3.accessKey(), s3.secretKey());
  }

  /** Tells those who find the folder owned where its owner is reached. */
  void announce(String thriftUri, @Nullable String httpUri) {
    folder.announce(owner.at(thriftUri, httpUri));
  }

  public Lake lake() {
    return lake;
  }

  public JdbcCatalogStore store() {
    return store;
  }

  public Catalog catalog() {
    return catalog;
  }

  @Override
  public void close() {
    try (folder;
        lake) {
      store.close();
    }
  }
}
