package io.propolis.server.crawl;

import io.propolis.catalog.store.CatalogStore;
import io.propolis.crawlers.CrawlRunner;
import io.propolis.crawlers.RunLog;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.plan.CoreCrawlTarget;
import io.propolis.files.Lake;
import io.propolis.server.config.Settings;
import io.propolis.server.process.DataFolder;
import io.propolis.server.process.GlueDoors;
import io.propolis.server.process.OpenCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The catalog that a command's crawls write, and where their runs are kept. */
public interface CrawlSite extends AutoCloseable {
  /** Begins the URL of a store in one file. */
  String SQLITE = "jdbc:sqlite:";

  /** Begins the name that commands have in the runs they hold. */
  String NODE = "propolis crawl, process ";

  /** Which catalog it is, for people. */
  String where();

  /** A runner for a crawler of this name. */
  CrawlRunner runner(String crawler);

  @Override
  void close();

  /**
   * The metastore at {@code server}; else the server that owns the data folder; else the folder's
   * own store. Runs are kept unless the metastore is somebody else's.
   */
  static CrawlSite open(Settings settings, @Nullable String server) {
    if (server != null) {
      return remote(server, OpenCatalog.lake(settings), null);
    }
    var owner = DataFolder.liveOwner(settings.data());
    if (owner.isPresent()) {
      return remote(
          owner.get().requireThrift(settings.data()),
          OpenCatalog.lake(settings),
          OpenCatalog.openAsGuest(settings));
    }
    return local(settings);
  }

  /** As {@link #open}, for plans only: a data folder that has no store yet gets none. */
  static CrawlSite look(Settings settings, @Nullable String server) {
    return server == null && isNew(settings) ? planned(settings) : open(settings, server);
  }

  private static boolean isNew(Settings settings) {
    var url = settings.store().url();
    return url.startsWith(SQLITE)
        && !Files.exists(Path.of(url.substring(SQLITE.length()).split("\\?", 2)[0]))
        && DataFolder.liveOwner(settings.data()).isEmpty();
  }

  private static CrawlSite planned(Settings settings) {
    var lake = OpenCatalog.lake(settings);
    return new Site(
        settings.data().toString(),
        crawler ->
            new CrawlRunner(lake, EmptyCatalog.INSTANCE, RunLog.NONE, node(), Clock.systemUTC()),
        new Closing(lake));
  }

  private static CrawlSite local(Settings settings) {
    var catalog = OpenCatalog.open(settings, "crawl");
    var events = EventSources.of(OpenCatalog.queues(settings));
    var closing = new Closing(catalog);
    closing.add(events);
    var sources = GlueDoors.sources(catalog.catalog(), settings);
    return new Site(
        settings.data().toString(),
        crawler ->
            new CrawlRunner(
                    catalog.lake(),
                    new CoreCrawlTarget(catalog.catalog(), crawler),
                    RunLog.in(catalog.store()),
                    node(),
                    Clock.systemUTC())
                .listeningTo(events)
                .reaching(sources),
        closing);
  }

  private static CrawlSite remote(String uri, Lake lake, @Nullable CatalogStore runs) {
    var closing = new Closing(lake);
    try {
      if (runs != null) {
        closing.add(runs);
      }
      var target = ThriftCrawlTarget.connect(uri);
      closing.add(target);
      var log = runs == null ? RunLog.NONE : RunLog.beside(runs);
      return new Site(
          uri, crawler -> new CrawlRunner(lake, target, log, node(), Clock.systemUTC()), closing);
    } catch (RuntimeException | Error e) {
      closing.close();
      throw e;
    }
  }

  private static String node() {
    return NODE + ProcessHandle.current().pid();
  }

  /** A site and what ends with it. */
  record Site(String where, Function<String, CrawlRunner> runners, Closing closing)
      implements CrawlSite {
    @Override
    public CrawlRunner runner(String crawler) {
      return runners.apply(crawler);
    }

    @Override
    public void close() {
      closing.close();
    }
  }
}
