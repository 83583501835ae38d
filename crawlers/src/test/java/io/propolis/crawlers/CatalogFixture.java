package io.propolis.crawlers;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CatalogSettings;
import io.propolis.catalog.Session;
import io.propolis.catalog.jdbc.JdbcCatalogStore;
import io.propolis.catalog.jdbc.StoreSettings;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerFiles;
import io.propolis.crawlers.plan.CoreCrawlTarget;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.files.Lake;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A catalog on SQLite and crawls over a lake. */
final class CatalogFixture implements AutoCloseable {
  private final Lake lake;
  private final JdbcCatalogStore store;
  private final Catalog catalog;

  CatalogFixture(Path folder, Lake lake) {
    this.lake = lake;
    this.store =
        JdbcCatalogStore.open(
            StoreSettings.of("jdbc:sqlite:" + folder.resolve("catalog.db"), null, null));
    this.catalog =
        Catalog.open(
            store,
            lake,
            Clock.systemUTC(),
            CatalogSettings.withWarehouse("file:" + folder.resolve("warehouse")));
  }

  Session session() {
    return catalog.as(Caller.SYSTEM);
  }

  Catalog catalog() {
    return catalog;
  }

  JdbcCatalogStore store() {
    return store;
  }

  CrawlRunner runner() {
    return new CrawlRunner(
        lake,
        new CoreCrawlTarget(catalog, "test-crawler"),
        RunLog.in(store),
        "test-node",
        Clock.systemUTC());
  }

  CrawlResult crawl(CrawlerDefinition crawler) {
    return runner().run(crawler, "manual");
  }

  /** Crawls targets, given as YAML, with further lines of the definition. */
  CrawlResult crawlTargets(String targets, String... yaml) {
    return crawlTargets(SourceAccess.NONE, targets, yaml);
  }

  /** The same, reaching more than the lake. */
  CrawlResult crawlTargets(SourceAccess access, String targets, String... yaml) {
    return runner().reaching(access).run(targets(targets, yaml), "manual");
  }

  static CrawlerDefinition targets(String targets, String... yaml) {
    return CrawlerFiles.parse(
        """
        Name: test-crawler
        DatabaseName: lake
        Targets: %s
        %s
        """
            .formatted(targets, String.join("\n", yaml)),
        Path.of("/"));
  }

  /** Crawls a location with further lines of YAML. */
  CrawlResult crawl(String location, String... yaml) {
    return crawl(definition(location, yaml));
  }

  static CrawlerDefinition definition(String location, String... yaml) {
    return CrawlerFiles.parse(
        """
        Name: test-crawler
        DatabaseName: lake
        Targets:
          S3Targets:
            - Path: "%s"
        %s
        """
            .formatted(location, String.join("\n", yaml)),
        Path.of("/"));
  }

  Table table(String name) {
    return session().tables().require(name(name));
  }

  List<String> tables() {
    return session().tables().names(DatabaseName.of("lake"));
  }

  List<List<String>> partitions(String table) {
    return session().partitions().values(name(table));
  }

  List<Partition> wholePartitions(String table) {
    var found = new ArrayList<Partition>();
    session().partitions().forEach(name(table), found::add);
    return found;
  }

  static TableName name(String table) {
    return new TableName(DatabaseName.of("lake"), table);
  }

  /** Types by column name, in order. */
  static Map<String, String> types(List<Column> columns) {
    var types = new LinkedHashMap<String, String>();
    columns.forEach(c -> types.put(c.name(), c.type()));
    return types;
  }

  @Override
  public void close() {
    store.close();
  }
}
