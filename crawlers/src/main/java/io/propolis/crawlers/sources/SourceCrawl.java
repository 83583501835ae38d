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
import io.propolis.crawlers.discovery.TargetAttempt;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.delta.DeltaRoots.Choice;
import io.propolis.crawlers.sources.dynamodb.DynamoSource;
import io.propolis.crawlers.sources.jdbc.JdbcSource;
import io.propolis.crawlers.sources.mongodb.MongoSource;
import io.propolis.files.Lake;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Crawls what a crawler names beside folders of files. Reads only. */
public final class SourceCrawl {
  private static final Choice UNUSED = new Choice(Registration.NATIVE, Manifest.LEFT);

  private final Lake lake;
  private final LakeTables tables;
  private final SourceAccess access;
  private final CrawlWatch watch;

  private SourceCrawl(Lake lake, LakeTables tables, SourceAccess access, CrawlWatch watch) {
    this.lake = lake;
    this.tables = tables;
    this.access = access;
    this.watch = watch;
  }

  /**
   * What all targets but folders and the catalog's tables hold. One that cannot be reached is among
   * the failures.
   *
   * @throws io.propolis.catalog.CatalogException when a connection is not kept, or cannot be opened
   */
  public static Findings of(
      Lake lake,
      LakeTables tables,
      SourceAccess access,
      CrawlerDefinition crawler,
      CrawlWatch watch) {
    crawler.connections().forEach(access.connections()::require);
    var crawl = new SourceCrawl(lake, tables, access, watch);
    var findings = new Findings(List.of(), crawler.notices(), 0, 0);
    for (var target : crawler.sources()) {
      findings = findings.and(crawl.of(target));
    }
    return findings;
  }

  /** Connections are the catalog's, so that one which cannot be had is no failure of its target. */
  private Findings of(SourceTarget target) {
    if (target instanceof SourceTarget.Jdbc jdbc) {
      var database = access.connections().database(jdbc.connection());
      var source = new JdbcSource(access.databases(), database, jdbc);
      return at(target, named(jdbc.path(), jdbc.connection()), source::read);
    } else if (target instanceof SourceTarget.MongoDb mongo) {
      var server = access.connections().documents(mongo.connection());
      var source = new MongoSource(server, mongo, watch);
      return at(target, named(mongo.path(), mongo.connection()), source::read);
    } else if (target instanceof SourceTarget.DynamoDb dynamo) {
      return at(
          target,
          "table %s of DynamoDB".formatted(dynamo.table()),
          problems -> DynamoSource.byEnvironment(dynamo, watch).read(problems).stream().toList());
    } else if (target instanceof SourceTarget.Delta delta) {
      var choice = new Choice(delta.registration(), delta.manifest());
      return at(delta.paths(), path -> read(TableFormat.DELTA, path, choice));
    } else if (target instanceof SourceTarget.Iceberg iceberg) {
      var roots = new Roots(TableFormat.ICEBERG, iceberg.exclusions(), iceberg.depth());
      return at(iceberg.paths(), path -> below(path, roots));
    } else if (target instanceof SourceTarget.Hudi hudi) {
      var roots = new Roots(TableFormat.HUDI, hudi.exclusions(), hudi.depth());
      return at(hudi.paths(), path -> below(path, roots));
    }
    return Findings.NONE;
  }

  private static String named(String path, String connection) {
    return "%s of connection %s".formatted(path, connection);
  }

  private Findings at(
      SourceTarget target, String name, Function<List<Problem>, List<FoundSource>> source) {
    return TargetAttempt.at(target, name)
        .make(
            () -> {
              watch.listed(0);
              var problems = new ArrayList<Problem>();
              return Findings.ofSources(source.apply(problems), problems, 0, 0);
            });
  }

  private static Findings at(List<String> paths, Function<String, Findings> crawl) {
    var findings = Findings.NONE;
    for (var path : paths) {
      findings = findings.and(TargetAttempt.at(path).make(() -> crawl.apply(path)));
    }
    return findings;
  }

  /** What is looked for below a path. */
  private record Roots(TableFormat format, List<String> exclusions, int depth) {}

  private Findings below(String path, Roots wanted) {
    var walk =
        RootWalk.of(
            lake,
            path,
            wanted.format(),
            wanted.exclusions().stream().map(Glob::of).toList(),
            wanted.depth(),
            watch);
    var problems = new ArrayList<Problem>();
    if (walk.roots().isEmpty()) {
      problems.add(
          new Problem(
              path,
              "holds no table of %s down to %d folders below it"
                  .formatted(wanted.format().label(), wanted.depth())));
    }
    var findings = Findings.ofSources(List.of(), problems, walk.objects(), 0);
    for (var root : walk.roots()) {
      findings = findings.and(read(wanted.format(), root, UNUSED));
    }
    return findings;
  }

  private Findings read(TableFormat format, String location, Choice choice) {
    watch.listed(0);
    var problems = new ArrayList<Problem>();
    var root = tables.read(format, location, choice, problems);
    watch.read(root.files());
    return Findings.ofSources(root.tables(), problems, 0, root.files());
  }
}
