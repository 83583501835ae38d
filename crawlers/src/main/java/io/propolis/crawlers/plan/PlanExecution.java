package io.propolis.crawlers.plan;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.rules.TableRules;
import io.propolis.crawlers.definition.CrawlerDefinition.PartitionIndexes;
import io.propolis.crawlers.plan.CrawlPlan.PartitionChanges;
import io.propolis.crawlers.plan.CrawlPlan.PlannedTable;
import io.propolis.crawlers.progress.CrawlWatch;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a plan into the catalog: nothing for what stays, partitions in batches. A crawl that is
 * stopped between two batches is completed by the next one.
 */
public final class PlanExecution {
  private static final Logger LOG = LoggerFactory.getLogger(PlanExecution.class);
  private static final int BATCH = 1000;
  private static final int STATISTICS_AT_ONCE = 20_000;

  private final CrawlTarget catalog;
  private final CrawlWatch watch;
  private final PartitionIndexes indexes;
  private int written;

  public PlanExecution(CrawlTarget catalog, CrawlWatch watch, PartitionIndexes indexes) {
    this.catalog = catalog;
    this.watch = watch;
    this.indexes = indexes;
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
      case CREATE -> create(table.after());
      // Without the time of its last change it gets that of this one.
      case UPDATE, DEPRECATE ->
          catalog.alter(table.after().withoutParameter(TableRules.LAST_DDL_TIME));
      case DELETE -> catalog.drop(table.after().name());
      case UNCHANGED, LOG_ONLY -> {
        // Only partitions change.
      }
    }
    apply(table, table.partitions());
    put(table);
    written++;
  }

  private void create(Table table) {
    if (indexes == PartitionIndexes.OF_NEW_TABLES && !table.partitionKeys().isEmpty()) {
      catalog.createIndexed(table);
    } else {
      catalog.create(table);
    }
  }

  private void apply(PlannedTable table, PartitionChanges changes) {
    var name = table.after().name();
    batches(changes.dropped(), values -> catalog.dropPartitions(name, values));
    batches(changes.altered(), partitions -> catalog.alterPartitions(name, partitions));
    batches(changes.added(), partitions -> catalog.addPartitions(name, partitions));
  }

  /**
   * Puts statistics, which are no part of what is found: where somebody has dropped or changed what
   * they are of meanwhile, the next crawl puts them.
   */
  private void put(PlannedTable table) {
    var name = table.after().name();
    var found = table.statistics();
    try {
      if (!found.table().isEmpty()) {
        catalog.putStatistics(name, found.table());
      }
      var partitions = List.copyOf(found.partitions().entrySet());
      int columns = Math.max(1, table.after().layout().columns().size());
      batches(
          partitions,
          Math.max(1, Math.min(BATCH, STATISTICS_AT_ONCE / columns)),
          some -> {
            var batch = new LinkedHashMap<List<String>, List<ColumnStatistics>>();
            some.forEach(each -> batch.put(each.getKey(), each.getValue()));
            batch.values().removeIf(List::isEmpty);
            if (!batch.isEmpty()) {
              catalog.putPartitionStatistics(name, batch);
            }
          });
    } catch (CatalogException e) {
      if (e.kind() != Kind.NOT_FOUND && e.kind() != Kind.INVALID) {
        throw e;
      }
      LOG.info("Statistics of {} were not put: {}", name, e.getMessage());
    }
  }

  private <T> void batches(List<T> all, Consumer<Collection<T>> work) {
    batches(all, BATCH, work);
  }

  private <T> void batches(List<T> all, int batch, Consumer<Collection<T>> work) {
    for (int start = 0; start < all.size(); start += batch) {
      watch.written(written);
      work.accept(all.subList(start, Math.min(all.size(), start + batch)));
    }
  }
}
