package io.propolis.crawlers.plan;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import io.propolis.crawlers.definition.CrawlerDefinition.Statistics;
import io.propolis.crawlers.definition.CrawlerDefinition.UpdateBehavior;
import io.propolis.crawlers.discovery.Discovery.Findings;
import io.propolis.crawlers.discovery.FailedTarget;
import io.propolis.crawlers.discovery.Found;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlPlan.FoundStatistics;
import io.propolis.crawlers.plan.CrawlPlan.PartitionChanges;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import io.propolis.crawlers.plan.CrawlPlan.Untouched;
import io.propolis.crawlers.statistics.FolderStatistics;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Compares what was found with what stands in the catalog. Changes nothing. */
public final class Planner {
  /** What the mark of a deprecated table holds, unless somebody wrote another one. */
  private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");

  private final CrawlerDefinition crawler;
  private final CrawlTarget catalog;
  private final Clock clock;

  /** Whether the crawlers that tables name are none any more, as far as they were asked for. */
  private final Map<String, Boolean> gone = new HashMap<>();

  public Planner(CrawlerDefinition crawler, CrawlTarget catalog, Clock clock) {
    this.crawler = crawler;
    this.catalog = catalog;
    this.clock = clock;
  }

  /** Whether a location is that of a table which crawlers made. */
  public Predicate<String> knownTables() {
    var names = new TableNames("", catalog.tables(DatabaseName.of(crawler.database())));
    return location ->
        names.at(location).or(() -> names.from(location)).filter(Planner::isOfCrawler).isPresent();
  }

  private static boolean isOfCrawler(Table table) {
    return table.parameters().containsKey(CrawlerParameters.UPDATED_BY);
  }

  /**
   * The plan.
   *
   * @throws CrawlRefusedException when there are more tables than the crawler's threshold allows
   */
  public CrawlPlan plan(Findings findings) {
    int threshold = crawler.configuration().tableThreshold();
    if (findings.all().size() > threshold) {
      throw new CrawlRefusedException(
          "Crawler %s found %d tables, more than its TableThreshold of %d; nothing was written. First ones: %s"
              .formatted(
                  crawler.name(),
                  findings.all().size(),
                  threshold,
                  findings.all().stream().limit(5).map(Found::location).toList()));
    }
    var database = DatabaseName.of(crawler.database());
    var standing = catalog.tables(database);
    var names = new TableNames(crawler.tablePrefix(), standing);
    var troubles = new Troubles(findings.problems(), findings.failures());
    var planned = new ArrayList<PlannedTable>();
    Set<String> matched = new HashSet<>();
    for (var found : findings.all()) {
      var before = names.at(found).or(() -> names.from(found));
      before.ifPresent(t -> matched.add(t.name().name()));
      if (before.isEmpty()) {
        planned.add(fresh(found, new TableName(database, names.free(found))));
      } else if (names.at(found).isEmpty()) {
        planned.add(elsewhere(found, before.get()));
      } else {
        planned.add(existing(found, before.get(), troubles));
      }
    }
    Map<FailedTarget, Integer> untouched = new LinkedHashMap<>();
    findings.failures().forEach(failure -> untouched.put(failure, 0));
    for (var table : standing) {
      if (!matched.contains(table.name().name()) && isOurs(table)) {
        troubles
            .failure(table)
            .ifPresentOrElse(
                failure -> untouched.merge(failure, 1, Integer::sum),
                () -> planned.add(gone(table, troubles)));
      }
    }
    return new CrawlPlan(
        crawler.name(),
        crawler.database(),
        planned,
        findings.problems(),
        untouched.entrySet().stream().map(e -> new Untouched(e.getKey(), e.getValue())).toList(),
        findings.objects(),
        findings.sampled(),
        crawler.isOfFiles());
  }

  private PlannedTable fresh(Found found, TableName name) {
    var design = Design.of(found, crawler.name());
    var table = withStatistics(design.table(name), design);
    var partitions = design.partitions(table.layout());
    var columns = new HashMap<List<String>, List<ColumnStatistics>>();
    design
        .partitionStatistics()
        .forEach((values, told) -> columns.put(values, told.columns(table.layout().columns())));
    var reasons = new ArrayList<>(found.reasons());
    reasons.addAll(design.reasons());
    return PlannedTable.of(Action.CREATE, null, table, PartitionChanges.ofNew(partitions), reasons)
        .with(new FoundStatistics(ofTable(table, design), columns));
  }

  /** With numbers of files, bytes and rows, unless what stands is of the same files. */
  private Table withStatistics(Table table, Design design) {
    return told(design)
        .map(told -> table.toBuilder().parameters(design.counted(told, table.parameters())).build())
        .orElse(table);
  }

  private List<ColumnStatistics> ofTable(Table table, Design design) {
    return told(design).map(told -> told.columns(table.layout().columns())).orElse(List.of());
  }

  private Optional<FolderStatistics> told(Design design) {
    return crawler.configuration().statistics() == Statistics.NONE
        ? Optional.empty()
        : design.statistics();
  }

  private PlannedTable existing(Found found, Table before, Troubles troubles) {
    var design = Design.of(found, crawler.name());
    var keeper = Keeper.of(before, crawler.name(), this::isGone);
    var wanted = keeper.named(design.inPlaceOf(before));
    var reasons = new ArrayList<>(found.reasons());
    reasons.addAll(design.reasons());
    if (!hasKeys(before, wanted)) {
      return still(Action.LOG_ONLY, before, reasons)
          .keeping(
              "as it is: its partition keys are %s, the folders say %s; drop it to have it made anew"
                  .formatted(keyNames(before), keyNames(wanted)))
          .differing(TableDifference.columns(before, wanted));
    }
    var objection = design.objection(before);
    if (objection.isPresent()) {
      return still(Action.LOG_ONLY, before, reasons).keeping("as it is: " + objection.get());
    }
    if (crawler.isOfCatalog()) {
      // Whoever made the table gave its keys their types, and partitions their values.
      wanted = wanted.toBuilder().partitionKeys(before.partitionKeys()).build();
    }
    var partitions =
        new PartitionPlan(
            keeper.isAnother() ? crawler.leavingWhatIsGone() : crawler,
            catalog,
            clock,
            troubles,
            design);
    if (!crawler.isOfCatalog() && !before.parameters().containsKey(CrawlerParameters.UPDATED_BY)) {
      return partitions
          .of(PlannedTable.of(Action.LOG_ONLY, before, before, PartitionChanges.NONE, reasons))
          .keeping("as it is: no crawler made it");
    }
    var change = new TableChange(before, wanted, crawler.configuration().columns());
    var warning =
        crawler.configuration().columns() == Columns.MERGE_NEW ? change.unmergeable() : null;
    if (warning != null) {
      return keeper.isAnother()
          ? still(Action.LOG_ONLY, before, reasons).keeping(List.of(keeper.objection(), warning))
          : deprecated(before, reasons, warning);
    }
    var kept = new ArrayList<String>();
    if (TableDifference.loses(before, change.after()) && troubles.hide(before.location())) {
      kept.add("columns that no file has: files that could not be read may hold them");
      change = new TableChange(before, wanted, Columns.MERGE_NEW);
    }
    kept.addAll(change.kept());
    var after = withStatistics(keeper.signed(change.after()), design);
    if (keeper.knows(wanted) && TableChange.differs(before, after)) {
      return partitions
          .of(PlannedTable.of(Action.LOG_ONLY, before, before, PartitionChanges.NONE, reasons))
          .keeping(
              "%s, and nothing is new since %s did".formatted(keeper.objection(), crawler.name()))
          .keeping(kept)
          .differingFrom(before, keeper.named(after));
    }
    kept.addAll(keeper.said(after));
    var planned = changed(before, keeper.noting(after, wanted), partitions, reasons).keeping(kept);
    boolean isNews = told(design).filter(told -> told.areNews(before.parameters())).isPresent();
    return planned.action() == Action.UPDATE && isNews
        ? planned.with(new FoundStatistics(ofTable(after, design), Map.of()))
        : planned;
  }

  private boolean isGone(String keeper) {
    return gone.computeIfAbsent(keeper, catalog::isGone);
  }

  private PlannedTable changed(
      Table before, Table after, PartitionPlan partitions, List<String> reasons) {
    if (!TableChange.differs(before, after)) {
      return partitions.of(
          PlannedTable.of(Action.UNCHANGED, before, before, PartitionChanges.NONE, reasons));
    }
    if (crawler.changes().update() == UpdateBehavior.LOG) {
      return partitions
          .of(PlannedTable.of(Action.LOG_ONLY, before, before, PartitionChanges.NONE, reasons))
          .keeping("as it is: UpdateBehavior is LOG")
          .differingFrom(before, after);
    }
    return partitions.of(
        PlannedTable.of(Action.UPDATE, before, after, PartitionChanges.NONE, reasons));
  }

  /** Files are read otherwise than before, so that columns say nothing of each other. */
  private PlannedTable deprecated(Table before, List<String> reasons, String warning) {
    var all = new ArrayList<>(reasons);
    all.add(0, warning);
    if (before.parameter(CrawlerParameters.DEPRECATED_BY).isPresent()) {
      return still(Action.LOG_ONLY, before, all).keeping(since(before));
    }
    return PlannedTable.of(Action.DEPRECATE, before, marked(before), PartitionChanges.NONE, all);
  }

  private static String since(Table deprecated) {
    var millis = deprecated.parameters().getOrDefault(CrawlerParameters.DEPRECATED_BY, "");
    return MILLIS.matcher(millis).matches()
        ? "deprecated since "
            + Instant.ofEpochMilli(Long.parseLong(millis)).truncatedTo(ChronoUnit.SECONDS)
        : "deprecated";
  }

  private Table marked(Table table) {
    return table.withParameter(CrawlerParameters.DEPRECATED_BY, Long.toString(clock.millis()));
  }

  private static PlannedTable still(Action action, Table before, List<String> reasons) {
    return PlannedTable.of(action, before, before, PartitionChanges.NONE, reasons);
  }

  private PlannedTable elsewhere(Found found, Table table) {
    return still(Action.LOG_ONLY, table, found.reasons())
        .keeping(
            "as it is: its location is yours (%s, the crawler found its files at %s)"
                .formatted(table.location(), found.location()));
  }

  private PlannedTable gone(Table table, Troubles troubles) {
    if (troubles.touch(table.location())) {
      return still(Action.LOG_ONLY, table, List.of())
          .keeping("as it is: its files could not be read");
    }
    var reason = "no data lies at " + table.location();
    boolean isMarked = table.parameter(CrawlerParameters.DEPRECATED_BY).isPresent();
    return switch (crawler.changes().delete()) {
      case DELETE_FROM_DATABASE ->
          PlannedTable.of(Action.DELETE, table, table, PartitionChanges.NONE, List.of(reason));
      case LOG ->
          still(Action.LOG_ONLY, table, List.of(reason)).keeping("as it is: DeleteBehavior is LOG");
      case DEPRECATE_IN_DATABASE ->
          isMarked
              ? still(Action.LOG_ONLY, table, List.of(reason)).keeping(since(table))
              : PlannedTable.of(
                  Action.DEPRECATE, table, marked(table), PartitionChanges.NONE, List.of(reason));
    };
  }

  private boolean isOurs(Table table) {
    return crawler.name().equals(table.parameters().get(CrawlerParameters.UPDATED_BY))
        && table.location() != null
        && isCovered(crawler, table.location(), table.parameters());
  }

  /**
   * Whether a crawl finds what lies there if it is still there.
   *
   * @param parameters of the table
   */
  static boolean isCovered(
      CrawlerDefinition crawler, String location, Map<String, String> parameters) {
    return isWithinTargets(crawler, location)
        || crawler.sources().stream()
            .anyMatch(s -> s.covers(TableNames.canonical(location), parameters));
  }

  private static boolean isWithinTargets(CrawlerDefinition crawler, String location) {
    return crawler.targets().stream()
        .anyMatch(
            t ->
                Locations.isWithin(TableNames.canonical(location), TableNames.canonical(t.path())));
  }

  /** Whether the table has the keys of the folders, be it under names that somebody gave them. */
  private static boolean hasKeys(Table before, Table wanted) {
    if (keyNames(before).equals(keyNames(wanted))) {
      return true;
    }
    var wrote = Written.in(before).map(Written::keys).orElse(Map.of()).keySet();
    return before.partitionKeys().size() == wanted.partitionKeys().size()
        && List.copyOf(wrote)
            .equals(wanted.partitionKeys().stream().map(k -> Written.name(k.name())).toList());
  }

  private static List<String> keyNames(Table table) {
    return table.partitionKeys().stream().map(k -> k.name()).toList();
  }
}
