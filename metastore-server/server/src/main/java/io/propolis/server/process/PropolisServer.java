package io.propolis.server.process;

import io.propolis.catalog.Caller;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.crawlers.events.EventSources;
import io.propolis.crawlers.optimizers.OptimizerRunTask;
import io.propolis.crawlers.runs.CrawlTask;
import io.propolis.crawlers.runs.ListingRunTask;
import io.propolis.crawlers.runs.RunWorker;
import io.propolis.crawlers.statistics.StatisticsRunTask;
import io.propolis.server.config.Settings;
import io.propolis.server.crawl.CrawlSite;
import io.propolis.server.http.GlueOverHttp;
import io.propolis.server.http.HttpDoor;
import io.propolis.server.http.MetricsPage;
import io.propolis.server.http.MetricsPage.Counter;
import io.propolis.server.http.MetricsPage.Gauge;
import io.propolis.server.http.Readiness;
import io.propolis.server.http.ServerPages;
import io.propolis.server.http.ThriftOverHttp;
import io.propolis.thrift.ThriftServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/** The catalog with its doors open. */
public final class PropolisServer implements AutoCloseable {
  /** With the second that HTTP may take, well below the 5 s in which the server has to stop. */
  private static final Duration CALLS_UNDER_WAY = Duration.ofMillis(3_000);

  /** Each reads whole columns: more would not end sooner. */
  private static final int STATISTICS_AT_ONCE = 1;

  /** Groups of a crawl of another node, which together have as many threads as a crawl. */
  private static final int LISTINGS_AT_ONCE = 2;

  private final OpenCatalog catalog;
  private final ThriftServer thrift;
  private final Readiness readiness;
  private final HttpDoor http;
  private final Membership membership;
  private final Housekeeping housekeeping;
  private final RunWorker runs;
  private final Settings settings;
  private final EventSources events;

  private PropolisServer(
      OpenCatalog catalog,
      ThriftServer thrift,
      Readiness readiness,
      HttpDoor http,
      Settings settings,
      String version) {
    this.catalog = catalog;
    this.thrift = thrift;
    this.readiness = readiness;
    this.http = http;
    this.settings = settings;
    this.membership = Membership.of(catalog.catalog(), reachedFromAfar(), version);
    if (settings.store().isEmbedded()) {
      membership.isAlone();
    }
    this.housekeeping = Housekeeping.of(catalog.catalog(), membership);
    this.events = EventSources.watching(OpenCatalog.queues(settings));
    this.runs = worker();
  }

  private RunWorker worker() {
    var lake = catalog.lake();
    var sources = GlueDoors.sources(catalog.catalog(), settings);
    var crawls = new CrawlTask(catalog.catalog(), lake, events, sources, membership.id());
    var shares = new ArrayList<RunWorker.Share>();
    shares.add(new RunWorker.Share(crawls, settings.crawls().parallel()));
    shares.add(
        new RunWorker.Share(new StatisticsRunTask(catalog.catalog(), lake), STATISTICS_AT_ONCE));
    shares.add(
        new RunWorker.Share(
            new OptimizerRunTask(
                catalog.catalog(),
                lake,
                settings.optimizers().interval(),
                settings.optimizers().sortMemory().bytes()),
            settings.optimizers().parallel()));
    if (!settings.store().isEmbedded() && settings.crawls().parallel() > 0) {
      shares.add(
          new RunWorker.Share(new ListingRunTask(catalog.catalog(), lake), LISTINGS_AT_ONCE));
    }
    return new RunWorker(catalog.catalog(), membership.id(), shares);
  }

  /** Of an embedded database this process is the one owner: who held its runs is gone. */
  private void startRuns() {
    boolean isAlone = settings.store().isEmbedded();
    runs.start(node -> isAlone && !node.startsWith(CrawlSite.NODE));
  }

  /**
   * Opens the catalog and its doors; clients can connect when it returns. Throws {@link
   * io.propolis.server.CommandException} saying what could not be had; nothing is left open then.
   */
  public static PropolisServer start(Settings settings, String version) {
    return start(settings, version, Map.of());
  }

  /** The same, with values of Hive's properties for clients that ask for them. */
  public static PropolisServer start(
      Settings settings, String version, Map<String, String> hiveProperties) {
    var catalog = OpenCatalog.open(settings, "serve");
    @Nullable ThriftServer thrift = null;
    try {
      thrift = HiveDoors.open(catalog.catalog(), settings, hiveProperties);
      var about = new LinkedHashMap<String, String>();
      about.put("name", "Propolis");
      about.put("version", version);
      about.put("thrift", thriftUri(settings.thrift().host(), thrift));
      about.put("ready", "/health/ready");
      about.put("glue", "/");
      var readiness = new Readiness(catalog.store());
      var pages = pages(settings, catalog, readiness, about, thrift);
      var http = openHttp(settings, readiness, thrift, pages);
      var server = new PropolisServer(catalog, thrift, readiness, http, settings, version);
      catalog.announce(server.thriftUri(), server.httpUri());
      server.startRuns();
      return server;
    } catch (RuntimeException | Error e) {
      if (thrift != null) {
        thrift.stop(Duration.ZERO);
      }
      catalog.close();
      throw e;
    }
  }

  /** What is answered on the HTTP port, by path. */
  private static Map<String, Handler> pages(
      Settings settings,
      OpenCatalog catalog,
      Readiness readiness,
      Map<String, String> about,
      ThriftServer thrift) {
    var nodes = catalog.catalog().as(Caller.SYSTEM).nodes();
    var pages = new HashMap<>(ServerPages.handlers(readiness, about, nodes::living));
    pages.put(
        ServerPages.ROOT,
        new GlueOverHttp(
            GlueDoors.open(catalog.catalog(), catalog.lake(), settings),
            GlueDoors.access(thrift, settings),
            Objects.requireNonNull(pages.get(ServerPages.ROOT))));
    pages.put("/metrics", counters(catalog.store()));
    // Hive 4's client adds /* to the path, unless it is told another.
    pages.put(settings.thrift().httpPath() + "/*", new ThriftOverHttp(thrift));
    return pages;
  }

  private static HttpDoor openHttp(
      Settings settings, Readiness readiness, ThriftServer thrift, Map<String, Handler> pages) {
    var http =
        new HttpDoor(
            settings.http().host(), settings.http().port(), thrift.security().tls(), pages);
    try {
      http.start();
      return http;
    } catch (RuntimeException | Error e) {
      readiness.close();
      http.close();
      throw e;
    }
  }

  /** Where the other servers and their clients find the Hive Metastore door. */
  private String reachedFromAfar() {
    var bound = settings.thrift().host();
    try {
      var everywhere = InetAddress.getByName(bound).isAnyLocalAddress();
      var host = everywhere ? InetAddress.getLocalHost().getHostName() : bound;
      return "thrift://" + host + ":" + thrift.address().getPort();
    } catch (UnknownHostException e) {
      return thriftUri();
    }
  }

  private static MetricsPage counters(JdbcCatalogStore store) {
    return new MetricsPage(
        List.of(
            new Counter(
                "propolis_store_statements_total",
                "SQL statements run in the catalog's database.",
                store::statements),
            new Counter(
                "propolis_store_position_queries_total",
                "Those of them that asked for the position of the change log.",
                store::positionQueries),
            new Gauge(
                "propolis_store_sole_server",
                "1 while this server alone changes the catalog in its database, else 0.",
                () -> store.soleRight().map(right -> right.isHeld() ? 1L : 0L).orElse(1L))));
  }

  static String thriftUri(String bound, ThriftServer server) {
    return "thrift://" + HiveDoors.reachable(bound) + ":" + server.address().getPort();
  }

  /** Where clients on this machine find the Hive Metastore door. */
  public String thriftUri() {
    return thriftUri(settings.thrift().host(), thrift);
  }

  /** Where clients on this machine find the HTTP door. */
  public String httpUri() {
    return "http://" + HiveDoors.reachable(settings.http().host()) + ":" + http.port();
  }

  /** The store's kind as the JDBC URL names it: "sqlite", "mysql", "postgresql". */
  public String storeKind() {
    return settings.store().url().split(":", 3)[1].toLowerCase(Locale.ROOT);
  }

  /** Accepts nobody any more, finishes what is under way, and closes the store. Under 5 s. */
  @Override
  public void close() {
    try (catalog;
        http;
        readiness;
        membership;
        housekeeping;
        events;
        runs) {
      thrift.stop(CALLS_UNDER_WAY);
    }
  }
}
