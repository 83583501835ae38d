package io.propolis.crawlers.plan;

import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.crawlers.discovery.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a crawl will do to the catalog, and why.
 *
 * @param objects files listed
 * @param sampled files read
 */
public record CrawlPlan(
    String crawler,
    String database,
    List<PlannedTable> tables,
    List<Problem> problems,
    long objects,
    int sampled) {
  public CrawlPlan {
    tables = List.copyOf(tables);
    problems = List.copyOf(problems);
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
   * @param reasons one line each
   */
  public record PlannedTable(
      Action action,
      @Nullable Table before,
      Table after,
      List<ColumnChange> columns,
      PartitionChanges partitions,
      List<String> reasons) {
    public PlannedTable {
      columns = List.copyOf(columns);
      reasons = List.copyOf(reasons);
    }

    /** Whether nothing will be written. */
    public boolean isQuiet() {
      return (action == Action.UNCHANGED || action == Action.LOG_ONLY) && partitions.isEmpty();
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
   */
  public record PartitionChanges(
      long found, List<Partition> added, List<Partition> altered, List<List<String>> dropped) {
    public static final PartitionChanges NONE =
        new PartitionChanges(0, List.of(), List.of(), List.of());

    public PartitionChanges {
      added = List.copyOf(added);
      altered = List.copyOf(altered);
      dropped = List.copyOf(dropped);
    }

    public boolean isEmpty() {
      return added.isEmpty() && altered.isEmpty() && dropped.isEmpty();
    }
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
