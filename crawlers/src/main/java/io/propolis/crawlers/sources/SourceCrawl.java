package io.propolis.crawlers.sources;

import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.Glob;
import io.propolis.crawlers.definition.SourceTarget;
import io.propolis.crawlers.definition.SourceTarget.Manifest;
import io.propolis.crawlers.definition.SourceTarget.Registration;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TableFormat;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.delta.DeltaRoots.Choice;
import io.propolis.crawlers.sources.dynamodb.DynamoSource;
import io.propolis.crawlers.sources.jdbc.JdbcSource;
import io.propolis.crawlers.sources.mongodb.MongoSource;
import io.propolis.files.Lake;
import java.util.ArrayList;
import java.util.List;

/** Crawls what a crawler names beside folders of files. Reads only. */
public final class SourceCrawl {
  private static final Choice UNUSED = new Choice(Registration.NATIVE, Manifest.LEFT);

  private final Lake lake;
  private final LakeTables tables;
  private final SourceAccess access;
  private final CrawlWatch watch;
  private final List<FoundSource> found = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private long objects;
  private int read;

  private SourceCrawl(Lake lake, LakeTables tables, SourceAccess access, CrawlWatch watch) {
    this.lake = lake;
    this.tables = tables;
    this.access = access;
    this.watch = watch;
  }

  /**
   * What all targets but folders and the catalog's tables hold.
   *
   * @throws io.propolis.catalog.CatalogException when one of them cannot be reached
   */
  public static Findings of(
      Lake lake,
      LakeTables tables,
      SourceAccess access,
      CrawlerDefinition crawler,
      CrawlWatch watch) {
    crawler.connections().forEach(access.connections()::require);
    var crawl = new SourceCrawl(lake, tables, access, watch);
    crawler.sources().forEach(crawl::crawl);
    crawl.problems.addAll(crawler.notices());
    return new Findings(List.of(), crawl.found, crawl.problems, crawl.objects, crawl.read);
  }

  private void crawl(SourceTarget target) {
    if (target instanceof SourceTarget.Jdbc jdbc) {
      found.addAll(new JdbcSource(access, jdbc).read(problems));
    } else if (target instanceof SourceTarget.MongoDb mongo) {
      found.addAll(new MongoSource(access, mongo, watch).read(problems));
    } else if (target instanceof SourceTarget.DynamoDb dynamo) {
      DynamoSource.byEnvironment(dynamo, watch).read(problems).ifPresent(found::add);
    } else if (target instanceof SourceTarget.Delta delta) {
      var choice = new Choice(delta.registration(), delta.manifest());
      delta.paths().forEach(path -> read(TableFormat.DELTA, path, choice));
    } else if (target instanceof SourceTarget.Iceberg iceberg) {
      var roots = new Roots(TableFormat.ICEBERG, iceberg.exclusions(), iceberg.depth());
      iceberg.paths().forEach(path -> below(path, roots));
    } else if (target instanceof SourceTarget.Hudi hudi) {
      var roots = new Roots(TableFormat.HUDI, hudi.exclusions(), hudi.depth());
      hudi.paths().forEach(path -> below(path, roots));
    }
  }

  /** What is looked for below a path. */
  private record Roots(TableFormat format, List<String> exclusions, int depth) {}

  private void below(String path, Roots wanted) {
    var walk =
        RootWalk.of(
            lake,
            path,
            wanted.format(),
            wanted.exclusions().stream().map(Glob::of).toList(),
            wanted.depth(),
            watch);
    objects += walk.objects();
    if (walk.roots().isEmpty()) {
      problems.add(
          new Problem(
              path,
              "holds no table of %s down to %d folders below it"
                  .formatted(wanted.format().label(), wanted.depth())));
    }
    walk.roots().forEach(root -> read(wanted.format(), root, UNUSED));
  }

  private void read(TableFormat format, String location, Choice choice) {
    watch.listed(0);
    var root = tables.read(format, location, choice, problems);
    watch.read(root.files());
    read += root.files();
    found.addAll(root.tables());
  }
}
