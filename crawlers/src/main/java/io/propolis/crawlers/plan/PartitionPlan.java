package io.propolis.crawlers.plan;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.definition.CrawlerDefinition;
import io.propolis.crawlers.definition.CrawlerDefinition.UpdateBehavior;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.CrawlPlan.FoundStatistics;
import io.propolis.crawlers.plan.CrawlPlan.PartitionChanges;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import io.propolis.crawlers.plan.CrawlTarget.Reach;
import io.propolis.crawlers.schema.Words;
import io.propolis.crawlers.statistics.FolderStatistics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the partitions of a table that stands. They follow their table, but for the SerDe
 * of those whose files are of another form; a folder or a SerDe that somebody gave to one stays.
 */
final class PartitionPlan {
  private final CrawlerDefinition crawler;
  private final CrawlTarget catalog;
  private final Clock clock;
  private final Troubles troubles;
  private final Design design;

  private final List<Partition> altered = new ArrayList<>();
  private final List<List<String>> dropped = new ArrayList<>();
  private final Owned elsewhere = new Owned("a location of its own");
  private final Owned otherwise = new Owned("a SerDe of its own");
  private final Map<List<String>, List<ColumnStatistics>> statistics = new HashMap<>();
  private long following;
  private long gone;
  private long deprecated;

  /** Partitions in which something is somebody else's. */
  private static final class Owned {
    private final String what;
    private @Nullable String first;
    private long number;

    private Owned(String what) {
      this.what = what;
    }

    void add(Table table, Partition partition) {
      number++;
      if (first == null) {
        first = PartitionNames.of(table.partitionKeys(), partition.values());
      }
    }

    List<String> said() {
      return number == 0
          ? List.of()
          : List.of(
              "%s with %s, such as %s".formatted(Words.count(number, "partition"), what, first));
    }
  }

  PartitionPlan(
      CrawlerDefinition crawler,
      CrawlTarget catalog,
      Clock clock,
      Troubles troubles,
      Design design) {
    this.crawler = crawler;
    this.catalog = catalog;
    this.clock = clock;
    this.troubles = troubles;
    this.design = design;
  }

  /** The planned table with its partitions. */
  PlannedTable of(PlannedTable table) {
    var before = table.before();
    if (before == null || !table.after().isPartitioned()) {
      return table;
    }
    Map<List<String>, Partition> found = new LinkedHashMap<>();
    design.partitions(table.after().layout()).forEach(p -> found.put(p.values(), p));
    long total = found.size();
    var told = design.partitionStatistics();
    boolean mayAlter = crawler.changes().update() == UpdateBehavior.UPDATE_IN_DATABASE;
    var follower = new Follower(table.action(), before, table.after(), told);
    catalog.forEachPartition(
        before.name(),
        standing -> {
          var now = found.remove(standing.values());
          if (now == null) {
            vanished(standing);
          } else if (mayAlter && table.action() != Action.LOG_ONLY) {
            follower.follow(standing, now);
          }
        });
    found.keySet().forEach(values -> put(values, told.get(values), table.after()));
    return table
        .with(new FoundStatistics(List.of(), statistics))
        .with(
            new PartitionChanges(
                total, List.copyOf(found.values()), altered, dropped, following, gone, deprecated))
        .keeping(elsewhere.said())
        .keeping(otherwise.said());
  }

  private void put(List<String> values, @Nullable FolderStatistics told, Table after) {
    if (told != null) {
      statistics.put(values, told.columns(after.layout().columns()));
    }
  }

  /** Makes partitions follow a table that changes, or that stays. */
  private final class Follower {
    private final Table after;
    private final boolean isUpdate;
    private final String reader;
    private final String wrote;
    private final Map<List<String>, FolderStatistics> told;

    Follower(Action action, Table before, Table after, Map<List<String>, FolderStatistics> told) {
      this.told = told;
      this.after = after;
      this.isUpdate = action == Action.UPDATE;
      this.reader = Written.reader(before.layout());
      this.wrote = Written.in(before).map(Written::reader).orElse(reader);
    }

    void follow(Partition standing, Partition now) {
      var own = Written.reader(standing.layout());
      boolean isOwn = isTheirs(standing, now, own);
      boolean takesOver = isUpdate && (catalog.reach() == Reach.LAYOUT && own.equals(reader));
      var wanted = isOwn ? columnsOf(now, standing.layout()) : now.layout();
      if (isOwn) {
        otherwise.add(after, standing);
      }
      boolean isReadOtherwise =
          LayoutDifference.of(takesOver ? after.layout() : standing.layout(), wanted)
              || (!isOwn && !PartitionReader.tellsSame(standing, now));
      var location = location(standing, now);
      var found = told.get(standing.values());
      boolean isNews =
          found != null
              && Objects.equals(location, now.location())
              && found.areNews(standing.parameters());
      boolean differs =
          isNews
              || isReadOtherwise
              || (!isUpdate && !standing.layout().columns().equals(wanted.columns()))
              || standing.parameters().containsKey(CrawlerParameters.DEPRECATED_BY)
              || !Objects.equals(location, standing.location());
      if (differs) {
        var parameters = new LinkedHashMap<>(standing.parameters());
        parameters.remove(CrawlerParameters.DEPRECATED_BY);
        var told = isOwn ? parameters : PartitionReader.replaced(parameters, now);
        altered.add(
            standing
                .withLayout(wanted)
                .withLocation(location)
                .withParameters(isNews ? Objects.requireNonNull(found).in(told) : told));
        put(standing.values(), isNews ? found : null, after);
      } else if (isUpdate && !standing.layout().columns().equals(wanted.columns())) {
        following++;
      }
    }

    /**
     * Whether somebody gave it its SerDe. One that a crawler gave to it alone is told by what the
     * partition notes of it.
     */
    private boolean isTheirs(Partition standing, Partition now, String own) {
      if (!LayoutDifference.of(standing.layout(), now.layout())) {
        return false;
      }
      if (PartitionReader.told(standing) != null) {
        return !PartitionReader.isAsWritten(standing);
      }
      return !own.equals(reader)
          && !own.equals(wrote)
          && !own.equals(Written.reader(after.layout()));
    }

    private StorageLayout columnsOf(Partition now, StorageLayout layout) {
      return layout.withColumns(now.layout().columns());
    }

    /** That of the folder found; one outside of the table's folder is somebody's choice. */
    private @Nullable String location(Partition standing, Partition now) {
      if (standing.location() == null || now.location() == null) {
        return standing.location();
      }
      var stands = TableNames.canonical(standing.location());
      if (stands.equals(TableNames.canonical(now.location()))) {
        return standing.location();
      }
      if (Locations.isWithin(stands, TableNames.canonical(String.valueOf(after.location())))) {
        return now.location();
      }
      elsewhere.add(after, standing);
      return standing.location();
    }
  }

  private void vanished(Partition standing) {
    boolean isElsewhere =
        standing.location() == null || !Planner.isCovered(crawler, standing.location(), Map.of());
    if (isElsewhere || troubles.touch(standing.location())) {
      return;
    }
    gone++;
    switch (crawler.changes().delete()) {
      case DELETE_FROM_DATABASE -> dropped.add(standing.values());
      case DEPRECATE_IN_DATABASE -> {
        if (!standing.parameters().containsKey(CrawlerParameters.DEPRECATED_BY)) {
          var parameters = new LinkedHashMap<>(standing.parameters());
          parameters.put(CrawlerParameters.DEPRECATED_BY, Long.toString(clock.millis()));
          altered.add(standing.withParameters(parameters));
          deprecated++;
        }
      }
      case LOG -> {
        // Stays as it is.
      }
    }
  }
}
