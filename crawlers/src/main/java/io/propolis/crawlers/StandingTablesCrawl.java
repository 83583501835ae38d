package io.propolis.crawlers;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.IcebergRules;
import io.propolis.crawlers.StandingTables.StandingTable;
import io.propolis.crawlers.definition.Classifier;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.SourceTarget.DynamoDb;
import io.propolis.crawlers.definition.SourceTarget.Scan;
import io.propolis.crawlers.discovery.Discovery;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.discovery.Discovery.Past;
import io.propolis.crawlers.discovery.Found;
import io.propolis.crawlers.discovery.FoundSource;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.discovery.TargetAttempt;
import io.propolis.crawlers.plan.CrawlPlan;
import io.propolis.crawlers.plan.CrawlTarget;
import io.propolis.crawlers.plan.Planner;
import io.propolis.crawlers.progress.CrawlWatch;
import io.propolis.crawlers.sources.LakeTables;
import io.propolis.crawlers.sources.dynamodb.DynamoSource;
import io.propolis.files.Lake;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Crawls tables that the catalog has, where they say that their data lies. None is made and none is
 * dropped, whoever made them.
 */
final class StandingTablesCrawl {
  private final Lake lake;
  private final LakeTables roots;
  private final CrawlTarget catalog;
  private final Clock clock;
  private final CrawlWatch watch;

  StandingTablesCrawl(
      Lake lake, LakeTables roots, CrawlTarget catalog, Clock clock, CrawlWatch watch) {
    this.lake = lake;
    this.roots = roots;
    this.catalog = catalog;
    this.clock = clock;
    this.watch = watch;
  }

  /** One plan for the tables of all databases. */
  CrawlPlan plan(CrawlerDefinition crawler, List<Classifier> classifiers, Past past) {
    var standing = StandingTables.of(catalog, crawler);
    var looks = new ArrayList<Look>();
    standing.forEach(
        (database, tables) -> looks.add(look(crawler, classifiers, database, tables, past)));
    looks.stream()
        .map(Look::findings)
        .reduce(Findings.NONE, Findings::and)
        .unlessAllFailed(crawler.targetCount());
    var plans = looks.stream().map(look -> plan(crawler, look)).toList();
    return new CrawlPlan(
        crawler.name(),
        String.join(", ", standing.keySet()),
        plans.stream().flatMap(plan -> plan.tables().stream()).toList(),
        plans.stream().flatMap(plan -> plan.problems().stream()).toList(),
        plans.stream().flatMap(plan -> plan.failures().stream()).toList(),
        plans.stream().mapToLong(CrawlPlan::objects).sum(),
        plans.stream().mapToInt(CrawlPlan::sampled).sum(),
        true);
  }

  /**
   * What was found of a database's tables.
   *
   * @param targets where those lie that are in the lake
   */
  private record Look(String database, List<S3Target> targets, Findings findings) {}

  private CrawlPlan plan(CrawlerDefinition crawler, Look look) {
    return new Planner(crawler.ofStanding(look.database(), look.targets()), catalog, clock)
        .plan(look.findings());
  }

  private Look look(
      CrawlerDefinition crawler,
      List<Classifier> classifiers,
      String database,
      List<StandingTable> tables,
      Past past) {
    var targets = new ArrayList<S3Target>();
    var findings = new Findings(List.of(), crawler.notices(), 0, 0);
    for (var standing : tables) {
      var table = standing.table();
      if (table == null) {
        findings = findings.and(problem(standing.name().toString(), "is no table of the catalog"));
      } else if (standing.isInLake()) {
        var target = standing.target();
        targets.add(target);
        findings =
            findings.and(
                only(
                    table,
                    Discovery.ofTable(
                        lake,
                        roots,
                        crawler.ofStanding(database, List.of(target)),
                        classifiers,
                        past,
                        watch)));
      } else {
        findings = findings.and(elsewhere(table));
      }
    }
    return new Look(database, targets, findings);
  }

  private static Findings problem(String what, String why) {
    return new Findings(List.of(), List.of(new Problem(what, why)), 0, 0);
  }

  private Findings elsewhere(Table table) {
    var location = Objects.requireNonNullElse(table.location(), "");
    int name = location.indexOf(":table/");
    if (!"dynamodb".equalsIgnoreCase(table.parameters().get("classification")) || name < 0) {
      return problem(table.name().toString(), "has its data neither in the lake nor in DynamoDB");
    }
    var target = new DynamoDb(location.substring(name + ":table/".length()), Scan.SAMPLED, null);
    return TargetAttempt.at(target, table.name().toString())
        .make(
            () -> {
              var problems = new ArrayList<Problem>();
              var found = DynamoSource.byEnvironment(target, watch).read(problems);
              return Findings.ofSources(found.stream().toList(), problems, 0, 0);
            });
  }

  /** What is the table itself: another format or another folder would make another table of it. */
  private static Findings only(Table table, Findings findings) {
    Predicate<Found> isAtPlace =
        found -> Locations.isSame(found.location(), StandingTable.location(table));
    var problems = new ArrayList<>(findings.problems());
    findings.sources().stream()
        .filter(isAtPlace.and(found -> !isOf(table, (FoundSource) found)))
        .forEach(
            found ->
                problems.add(
                    new Problem(
                        found.location(),
                        "is of %s, which table %s is not"
                            .formatted(found.parameters().get("classification"), table.name()))));
    return new Findings(
        findings.tables().stream().filter(isAtPlace).toList(),
        findings.sources().stream().filter(isAtPlace).filter(found -> isOf(table, found)).toList(),
        problems,
        findings.failures(),
        findings.objects(),
        findings.sampled());
  }

  private static boolean isOf(Table table, FoundSource found) {
    return switch (found.parameters().getOrDefault("classification", "")) {
      case "iceberg" -> IcebergRules.isIceberg(table);
      case "delta" ->
          "delta".equalsIgnoreCase(table.parameters().get("spark.sql.sources.provider"));
      case "hudi" -> Objects.equals(found.storage().input(), table.layout().inputFormat());
      default -> false;
    };
  }
}
