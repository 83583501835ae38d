package io.propolis.server.crawl;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.crawlers.plan.CrawlTarget;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A catalog that does not exist yet, for plans of what it would be. Refuses every change. */
enum EmptyCatalog implements CrawlTarget {
  INSTANCE;

  @Override
  public List<Table> tables(DatabaseName database) {
    return List.of();
  }

  @Override
  public void forEachPartition(TableName table, Consumer<Partition> consumer) {
    // It has none.
  }

  @Override
  public void makeDatabase(DatabaseName name) {
    throw refused();
  }

  @Override
  public void create(Table table) {
    throw refused();
  }

  @Override
  public Reach reach() {
    return Reach.LAYOUT;
  }

  @Override
  public void alter(Table changed) {
    throw refused();
  }

  @Override
  public void drop(TableName table) {
    throw refused();
  }

  @Override
  public void addPartitions(TableName table, Collection<Partition> partitions) {
    throw refused();
  }

  @Override
  public void alterPartitions(TableName table, Collection<Partition> partitions) {
    throw refused();
  }

  @Override
  public void putStatistics(TableName table, Collection<ColumnStatistics> statistics) {
    throw refused();
  }

  @Override
  public void putPartitionStatistics(
      TableName table, Map<List<String>, List<ColumnStatistics>> statistics) {
    throw refused();
  }

  @Override
  public void dropPartitions(TableName table, Collection<List<String>> values) {
    throw refused();
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("a plan changes nothing");
  }
}
