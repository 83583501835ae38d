package io.propolis.crawlers.plan;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.discovery.FailedTarget;
import io.propolis.crawlers.discovery.Problem;
import io.propolis.crawlers.schema.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl will do to the catalog, and why.
 *
 * @param failures targets that could not be crawled, of which nothing changes
 * @param objects files listed
 * @param sampled files read
 * @param hasFiles whether files were looked for: databases are asked for their tables, and have
 *     none
 */
public record CrawlPlan(
    String crawler,
    String database,
    List<PlannedTable> tables,
    List<Problem> problems,
    List<Untouched> failures,
    long objects,
    int sampled,
    boolean hasFiles) {
  public CrawlPlan {
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
    failures = List.copyOf(failures);
  }

  /**
   * A target that could not be crawled.
   *
   * @param tables how many stand of it that the crawler made
   */
  public record Untouched(FailedTarget failure, int tables) {}

  /** The targets that could not be crawled. */
  public List<FailedTarget> failedTargets() {
    return failures.stream().map(Untouched::failure).toList();
  }

  /** Why the crawl fails though the plan is carried out; empty when it does not. */
  public Optional<String> failure() {
    return failures.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s could not be crawled, the others were: %s"
                .formatted(
                    Words.count(failures.size(), "target"), FailedTarget.text(failedTargets())));
  }

  /** What becomes of a table. */
  public enum Action {
    CREATE,
    UPDATE,
    UNCHANGED,
    /** It differs, and the policy says to leave it as it is. */
    LOG_ONLY,
    DEPRECATE,
    DELETE
  }

  /**
   * A table of the plan.
   *
   * @param before as it stands, absent for a new one
   * @param after as it will be; equal to {@code before} when it stays
   * @param columns that differ; of a table that stays as it is, from what the files say
   * @param others what else differs, one line each; the same holds of them
   * @param statistics of columns, that are put
   * @param kept what stays though the crawl would have it otherwise, one line each
   * @param reasons one line each
   */
  public record PlannedTable(
      Action action,
      @Nullable Table before,
      Table after,
      List<ColumnChange> columns,
      List<String> others,
      PartitionChanges partitions,
      FoundStatistics statistics,
      List<String> kept,
      List<String> reasons) {
    public PlannedTable {
      columns = List.copyOf(columns);
      others = List.copyOf(others);
      kept = List.copyOf(kept);
      reasons = List.copyOf(reasons);
    }

    static PlannedTable of(
        Action action,
        @Nullable Table before,
        Table after,
        PartitionChanges partitions,
        List<String> reasons) {
      var from = before == null ? Table.builder(after.name()).build() : before;
      return new PlannedTable(
          action,
          before,
          after,
          TableDifference.columns(from, after),
          before == null ? List.of() : TableDifference.others(from, after),
          partitions,
          FoundStatistics.NONE,
          List.of(),
          reasons);
    }

    PlannedTable keeping(String what) {
      return keeping(List.of(what));
    }

    PlannedTable keeping(List<String> more) {
      var all = new ArrayList<>(kept);
      all.addAll(more);
      return new PlannedTable(
          action, before, after, columns, others, partitions, statistics, all, reasons);
    }

    PlannedTable differing(List<ColumnChange> changes) {
      return new PlannedTable(
          action, before, after, changes, others, partitions, statistics, kept, reasons);
    }

    /** Of a table that stays as it is: what would change if it became another. */
    PlannedTable differingFrom(Table stands, Table wanted) {
      return new PlannedTable(
          action,
          before,
          after,
          TableDifference.columns(stands, wanted),
          TableDifference.others(stands, wanted),
          partitions,
          statistics,
          kept,
          reasons);
    }

    PlannedTable with(PartitionChanges changes) {
      return new PlannedTable(
          action, before, after, columns, others, changes, statistics, kept, reasons);
    }

    PlannedTable with(FoundStatistics found) {
      return new PlannedTable(
          action, before, after, columns, others, partitions, found, kept, reasons);
    }

    private boolean isAt(String place) {
      return after.location() != null && TableNames.canonical(after.location()).equals(place);
    }

    /** Whether nothing is kept but the name of another crawler. */
    public boolean isOfCrawlers() {
      return kept.stream().allMatch(each -> each.startsWith(Keeper.BY));
    }

    /** Whether nothing will be written. */
    public boolean isQuiet() {
      return (action == Action.UNCHANGED || action == Action.LOG_ONLY) && partitions.isEmpty();
    }
  }

  /**
   * What footers say of columns, of those things whose files are others than when statistics were
   * last put.
   *
   * @param partitions by their values
   */
  public record FoundStatistics(
      List<ColumnStatistics> table, Map<List<String>, List<ColumnStatistics>> partitions) {
    public static final FoundStatistics NONE = new FoundStatistics(List.of(), Map.of());

    public FoundStatistics {
      table = List.copyOf(table);
      partitions = Map.copyOf(partitions);
    }
  }

  /**
   * A column that differs.
   *
   * @param before its type as it stands, absent for a new column
   * @param after its type in the lake, absent for one that is gone
   */
  public record ColumnChange(String name, @Nullable String before, @Nullable String after) {}

  /**
   * Partitions that come, change and go.
   *
   * @param found how many lie in the lake
   * @param altered those that are marked as deprecated among them
   * @param following how many take over what changes of their table, without a write of their own
   * @param gone how many stand whose folders are gone, whatever becomes of them
   * @param deprecated how many of these are marked now
   */
  public record PartitionChanges(
      long found,
      List<Partition> added,
      List<Partition> altered,
      List<List<String>> dropped,
      long following,
      long gone,
      long deprecated) {
    public static final PartitionChanges NONE = ofNew(List.of());

    public PartitionChanges {
      added = List.copyOf(added);
      altered = List.copyOf(altered);
      dropped = List.copyOf(dropped);
    }

    static PartitionChanges ofNew(List<Partition> added) {
      return new PartitionChanges(added.size(), added, List.of(), List.of(), 0, 0, 0);
    }

    public boolean isEmpty() {
      return added.isEmpty() && altered.isEmpty() && dropped.isEmpty();
    }
  }

  /**
   * The same where targets have failed after they were looked at.
   *
   * @param refused by the locations of their tables, which stay as they are
   */
  public CrawlPlan without(Map<String, FailedTarget> refused) {
    if (refused.isEmpty()) {
      return this;
    }
    var left = new ArrayList<>(tables);
    var failed = new ArrayList<>(failures);
    refused.forEach(
        (location, failure) -> {
          var place = TableNames.canonical(location);
          var theirs = left.stream().filter(table -> table.isAt(place)).toList();
          left.removeAll(theirs);
          int standing = (int) theirs.stream().filter(table -> table.before() != null).count();
          failed.add(new Untouched(failure, standing));
        });
    return new CrawlPlan(crawler, database, left, problems, failed, objects, sampled, hasFiles);
  }

  /** Tables with an action. */
  public long count(Action action) {
    return tables.stream().filter(t -> t.action() == action).count();
  }

  /** Whether the catalog will not change. */
  public boolean isQuiet() {
    return tables.stream().allMatch(PlannedTable::isQuiet);
  }
}
