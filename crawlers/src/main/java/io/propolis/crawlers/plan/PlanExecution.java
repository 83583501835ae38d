package io.propolis.crawlers.plan;

import io.propolis.catalog.model.DatabaseName;
import io.propolis.crawlers.plan.CrawlPlan.PartitionChanges;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import io.propolis.crawlers.progress.CrawlWatch;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes a plan into the catalog: nothing for what stays, partitions in batches. A crawl that is
 * stopped between two batches is completed by the next one.
 */
public final class PlanExecution {
  private static final int BATCH = 1000;

  private final CrawlTarget catalog;
  private final CrawlWatch watch;
  private int written;

  public PlanExecution(CrawlTarget catalog, CrawlWatch watch) {
    this.catalog = catalog;
    this.watch = watch;
  }

  public void apply(CrawlPlan plan) {
    if (plan.isQuiet()) {
      return;
    }
    catalog.makeDatabase(DatabaseName.of(plan.database()));
    plan.tables().stream().filter(t -> !t.isQuiet()).forEach(this::apply);
  }

  private void apply(PlannedTable table) {
    watch.written(written);
    switch (table.action()) {
      case CREATE -> catalog.create(table.after());
      case UPDATE, DEPRECATE -> catalog.alter(table.after());
      case DELETE -> catalog.drop(table.after().name());
      case UNCHANGED, LOG_ONLY -> {
        // Only partitions change.
      }
    }
    apply(table, table.partitions());
    written++;
  }

  private void apply(PlannedTable table, PartitionChanges changes) {
    var name = table.after().name();
    batches(changes.dropped(), values -> catalog.dropPartitions(name, values));
    batches(changes.altered(), partitions -> catalog.alterPartitions(name, partitions));
    batches(changes.added(), partitions -> catalog.addPartitions(name, partitions));
  }

  private <T> void batches(List<T> all, Consumer<Collection<T>> work) {
    for (int start = 0; start < all.size(); start += BATCH) {
      watch.written(written);
      work.accept(all.subList(start, Math.min(all.size(), start + BATCH)));
    }
  }
}
