package io.propolis.crawlers.plan;

import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The catalog as a crawl reads and changes it, in this process or over the wire. Every method
 * throws {@link io.propolis.catalog.CatalogException}.
 */
public interface CrawlTarget {
  /**
   * Whether a crawler is known to be none any more: neither kept where this catalog is, nor run
   * into it within the year for which runs are kept. Where that cannot be told it is not.
   */
  default boolean isGone(String crawler) {
    return false;
  }

  /** Makes the database when it does not exist. */
  void makeDatabase(DatabaseName name);

  /** All tables of a database, whole; none when it does not exist. */
  List<Table> tables(DatabaseName database);

  /** Hands over all partitions of a table one by one. */
  void forEachPartition(TableName table, Consumer<Partition> consumer);

  void create(Table table);

  /**
   * Makes a partitioned table with a partition index of all its keys, as clients of the Glue API
   * see one; without it where the catalog knows none.
   */
  default void createIndexed(Table table) {
    create(table);
  }

  /** What partitions take over from a table that is altered, without being written themselves. */
  enum Reach {
    COLUMNS,
    /**
     * Columns, formats and SerDe; a partition that is read otherwise than its table was, columns.
     */
    LAYOUT
  }

  Reach reach();

  /** Replaces a table; its partitions take over what {@link #reach} says. */
  void alter(Table changed);

  /** Drops a table and no file. */
  void drop(TableName table);

  /** Adds partitions; those that stand already stay as they are. */
  void addPartitions(TableName table, Collection<Partition> partitions);

  /** Replaces partitions of the same values. */
  void alterPartitions(TableName table, Collection<Partition> partitions);

  /** Replaces statistics of columns of a table without partitions. */
  void putStatistics(TableName table, Collection<ColumnStatistics> statistics);

  /** Replaces statistics of columns of partitions, by their values. */
  void putPartitionStatistics(
      TableName table, Map<List<String>, List<ColumnStatistics>> statistics);

  /** Drops partitions and no file; absent ones are passed over. */
  void dropPartitions(TableName table, Collection<List<String>> values);
}
