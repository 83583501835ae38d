package io.propolis.crawlers.plan;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import io.propolis.crawlers.definition.CrawlerDefinition.DeleteBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.UpdateBehavior;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.discovery.FoundTable;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlPlan.PartitionChanges;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Compares what was found with what stands in the catalog. Changes nothing. */
public final class Planner {
  private final CrawlerDefinition crawler;
  private final CrawlTarget catalog;
  private final Clock clock;

  public Planner(CrawlerDefinition crawler, CrawlTarget catalog, Clock clock) {
    this.crawler = crawler;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Whether a location is that of a table which crawlers made. */
  public Predicate<String> knownTables() {
    Set<String> locations = new HashSet<>();
    for (var table : catalog.tables(DatabaseName.of(crawler.database()))) {
      if (table.location() != null && table.parameters().containsKey(TableDesign.UPDATED_BY)) {
        locations.add(TableNames.canonical(table.location()));
      }
    }
    return location -> locations.contains(TableNames.canonical(location));
  }

  /**
   * The plan.
   *
   * @throws CrawlRefusedException when there are more tables than the crawler's threshold allows
   */
  public CrawlPlan plan(Findings findings) {
    int threshold = crawler.configuration().tableThreshold();
    if (findings.tables().size() > threshold) {
      throw new CrawlRefusedException(
          "Crawler %s found %d tables, more than its TableThreshold of %d; nothing was written. First ones: %s"
              .formatted(
                  crawler.name(),
                  findings.tables().size(),
                  threshold,
                  findings.tables().stream().limit(5).map(FoundTable::location).toList()));
    }
    var database = DatabaseName.of(crawler.database());
    var standing = catalog.tables(database);
    var names = new TableNames(crawler.tablePrefix(), standing);
    var planned = new ArrayList<PlannedTable>();
    Set<String> matched = new HashSet<>();
    for (var found : findings.tables()) {
      var before = names.at(found.location());
      before.ifPresent(t -> matched.add(t.name().name()));
      planned.add(
          before.isPresent()
              ? existing(found, before.get(), findings)
              : fresh(found, new TableName(database, names.free(found.location()))));
    }
    for (var table : standing) {
      if (!matched.contains(table.name().name()) && isOurs(table)) {
        planned.add(gone(table, findings));
      }
    }
    return new CrawlPlan(
        crawler.name(),
        crawler.database(),
        planned,
        findings.problems(),
        findings.objects(),
        findings.sampled());
  }

  private PlannedTable fresh(FoundTable found, TableName name) {
    var design = new TableDesign(found, crawler.name());
    var table = design.table(name);
    var partitions = design.partitions(table.layout());
    return new PlannedTable(
        Action.CREATE,
        null,
        table,
        TableChange.columns(Table.builder(name).build(), table),
        new PartitionChanges(partitions.size(), partitions, List.of(), List.of()),
        found.reasons());
  }

  private PlannedTable existing(FoundTable found, Table before, Findings findings) {
    var design = new TableDesign(found, crawler.name());
    var wanted = design.table(before.name());
    var reasons = new ArrayList<>(found.reasons());
    if (!sameKeys(before, wanted)) {
      reasons.add(
          "kept as it is: its partition keys are %s, the folders say %s; drop it to have it made anew"
              .formatted(keyNames(before), keyNames(wanted)));
      return still(Action.LOG_ONLY, before, wanted, reasons);
    }
    if (!before.parameters().containsKey(TableDesign.UPDATED_BY)) {
      reasons.add("kept as it is: no crawler made it");
      return partitioned(Action.LOG_ONLY, before, before, design, reasons, findings);
    }
    var after = new TableChange(before, wanted, crawler.configuration().columns()).after();
    if (TableChange.loses(before, after) && hasUnreadable(before.location(), findings)) {
      reasons.add("columns kept: files that could not be read may hold them");
      after = new TableChange(before, wanted, Columns.MERGE_NEW).after();
    }
    if (!TableChange.differs(before, after)) {
      return partitioned(Action.UNCHANGED, before, before, design, reasons, findings);
    }
    if (crawler.changes().update() == UpdateBehavior.LOG) {
      reasons.add("kept as it is: UpdateBehavior is LOG");
      var logged = partitioned(Action.LOG_ONLY, before, before, design, reasons, findings);
      return new PlannedTable(
          Action.LOG_ONLY,
          before,
          before,
          TableChange.columns(before, after),
          logged.partitions(),
          reasons);
    }
    return partitioned(Action.UPDATE, before, after, design, reasons, findings);
  }

  private static PlannedTable still(
      Action action, Table before, Table wanted, List<String> reasons) {
    return new PlannedTable(
        action,
        before,
        before,
        TableChange.columns(before, wanted),
        PartitionChanges.NONE,
        reasons);
  }

  private PlannedTable partitioned(
      Action action,
      Table before,
      Table after,
      TableDesign design,
      List<String> reasons,
      Findings findings) {
    return new PlannedTable(
        action,
        before,
        after,
        TableChange.columns(before, after),
        partitions(action, before, after, design, findings),
        reasons);
  }

  private PartitionChanges partitions(
      Action action, Table before, Table after, TableDesign design, Findings findings) {
    if (!after.isPartitioned()) {
      return PartitionChanges.NONE;
    }
    Map<List<String>, Partition> found = new LinkedHashMap<>();
    design.partitions(after.layout()).forEach(p -> found.put(p.values(), p));
    long total = found.size();
    var altered = new ArrayList<Partition>();
    var dropped = new ArrayList<List<String>>();
    boolean mayAlter = crawler.changes().update() == UpdateBehavior.UPDATE_IN_DATABASE;
    catalog.forEachPartition(
        before.name(),
        standing -> {
          var now = found.remove(standing.values());
          if (now == null) {
            vanished(standing, findings, altered, dropped);
          } else if (mayAlter && action != Action.LOG_ONLY) {
            inherit(action, standing, now, altered);
          }
        });
    return new PartitionChanges(total, List.copyOf(found.values()), altered, dropped);
  }

  /** The columns of all partitions follow the table's when it is altered. */
  private static void inherit(
      Action action, Partition standing, Partition now, List<Partition> altered) {
    boolean columnsFollow = action == Action.UPDATE;
    boolean differs =
        LayoutDifference.of(standing.layout(), now.layout())
            || (!columnsFollow && !standing.layout().columns().equals(now.layout().columns()))
            || standing.parameters().containsKey(TableChange.DEPRECATED_BY)
            || isElsewhere(standing, now);
    if (differs) {
      var parameters = new LinkedHashMap<>(standing.parameters());
      parameters.remove(TableChange.DEPRECATED_BY);
      altered.add(
          standing
              .withLayout(now.layout())
              .withLocation(now.location())
              .withParameters(parameters));
    }
  }

  private static boolean isElsewhere(Partition standing, Partition now) {
    return standing.location() != null
        && now.location() != null
        && !TableNames.canonical(standing.location()).equals(TableNames.canonical(now.location()));
  }

  private void vanished(
      Partition standing, Findings findings, List<Partition> altered, List<List<String>> dropped) {
    boolean elsewhere = standing.location() == null || !isWithinTargets(standing.location());
    if (elsewhere || hasProblem(standing.location(), findings)) {
      return;
    }
    switch (crawler.changes().delete()) {
      case DELETE_FROM_DATABASE -> dropped.add(standing.values());
      case DEPRECATE_IN_DATABASE -> {
        if (!standing.parameters().containsKey(TableChange.DEPRECATED_BY)) {
          var parameters = new LinkedHashMap<>(standing.parameters());
          parameters.put(TableChange.DEPRECATED_BY, Long.toString(clock.millis()));
          altered.add(standing.withParameters(parameters));
        }
      }
      case LOG -> {
        // Stays as it is.
      }
    }
  }

  private PlannedTable gone(Table table, Findings findings) {
    if (table.location() != null && hasProblem(table.location(), findings)) {
      return still(
          Action.LOG_ONLY, table, table, List.of("kept as it is: its files could not be read"));
    }
    var behavior = crawler.changes().delete();
    var reason = "no data lies at " + table.location();
    if (behavior == DeleteBehavior.DELETE_FROM_DATABASE) {
      return new PlannedTable(
          Action.DELETE, table, table, List.of(), PartitionChanges.NONE, List.of(reason));
    }
    if (behavior == DeleteBehavior.LOG || table.parameter(TableChange.DEPRECATED_BY).isPresent()) {
      return still(Action.LOG_ONLY, table, table, List.of(reason));
    }
    return new PlannedTable(
        Action.DEPRECATE,
        table,
        table.withParameter(TableChange.DEPRECATED_BY, Long.toString(clock.millis())),
        List.of(),
        PartitionChanges.NONE,
        List.of(reason));
  }

  private boolean isOurs(Table table) {
    return crawler.name().equals(table.parameters().get(TableDesign.UPDATED_BY))
        && table.location() != null
        && isWithinTargets(table.location());
  }

  private boolean isWithinTargets(String location) {
    return crawler.targets().stream()
        .anyMatch(
            t ->
                Locations.isWithin(TableNames.canonical(location), TableNames.canonical(t.path())));
  }

  private static boolean hasProblem(@Nullable String location, Findings findings) {
    return hasProblem(location, findings, problem -> true);
  }

  private static boolean hasUnreadable(@Nullable String location, Findings findings) {
    return hasProblem(location, findings, p -> p.kind() != Problem.Kind.NOTICED);
  }

  private static boolean hasProblem(
      @Nullable String location, Findings findings, Predicate<Problem> which) {
    return location != null
        && findings.problems().stream()
            .filter(which)
            .anyMatch(
                p ->
                    Locations.isWithin(
                            TableNames.canonical(p.location()), TableNames.canonical(location))
                        || (p.kind() == Problem.Kind.UNLISTED
                            && Locations.isWithin(
                                TableNames.canonical(location),
                                TableNames.canonical(p.location()))));
  }

  private static boolean sameKeys(Table before, Table wanted) {
    return keyNames(before).equals(keyNames(wanted));
  }

  private static List<String> keyNames(Table table) {
    return table.partitionKeys().stream().map(k -> k.name()).toList();
  }
}
