package io.propolis.crawlers.plan;

import io.propolis.catalog.Caller;
import io.propolis.catalog.Catalog;
import io.propolis.catalog.CrawlerOperations;
import io.propolis.catalog.DropData;
import io.propolis.catalog.NewTable;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.Session;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.TableOperations.Cascade;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.ColumnStatistics;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.catalog.rules.IndexedKeys;
import io.propolis.crawlers.sources.jdbc.JdbcSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The catalog of this process. File statistics are left alone: the crawl has its own. */
public final class CoreCrawlTarget implements CrawlTarget {
  /** The index that Glue's crawlers make. */
  static final String PARTITION_INDEX = "crawler_partition_index";

  private final Session session;

  /** Changes are made in the name of the crawler. */
  public CoreCrawlTarget(Catalog catalog, String crawler) {
    this.session = catalog.as(new Caller(crawler, "crawler"));
  }

  @Override
  public boolean isGone(String crawler) {
    return session.resources().find(CrawlerOperations.key(crawler)).isEmpty()
        && session.runs().newest(Run.Kind.CRAWL, List.of(crawler), 1).isEmpty();
  }

  @Override
  public void makeDatabase(DatabaseName name) {
    if (session.databases().find(name).isEmpty()) {
      session.databases().create(Database.named(name));
    }
  }

  @Override
  public List<Table> tables(DatabaseName database) {
    return session.tables().all(database);
  }

  @Override
  public void forEachPartition(TableName table, Consumer<Partition> consumer) {
    session.partitions().forEach(table, consumer);
  }

  @Override
  public void create(Table table) {
    session.tables().create(table, primaryKey(table), Mode.KEEP);
  }

  @Override
  public void createIndexed(Table table) {
    var keys = table.partitionKeys().stream().map(Column::name).toList();
    session
        .tables()
        .create(
            NewTable.of(table)
                .withConstraints(primaryKey(table))
                .withResources(List.of(new IndexedKeys(keys).named(PARTITION_INDEX))),
            Mode.KEEP);
  }

  /** What a database says about a table's rows optimisers may take for granted. */
  private static List<Constraint> primaryKey(Table table) {
    var columns = table.parameters().getOrDefault(JdbcSource.PRIMARY_KEY, "");
    return columns.isEmpty()
        ? List.of()
        : List.of(
            new Constraint(
                table.name(),
                "",
                new Constraint.PrimaryKey(List.of(columns.split(",", -1))),
                new Constraint.Trust(true, true, true)));
  }

  @Override
  public Reach reach() {
    return Reach.LAYOUT;
  }

  @Override
  public void alter(Table changed) {
    session
        .tables()
        .alter(changed.name(), changed, new AlterOptions(Cascade.LAYOUT, Mode.KEEP, null));
  }

  @Override
  public void drop(TableName table) {
    session.tables().drop(table, DropData.KEEP_FILES);
  }

  @Override
  public void addPartitions(TableName table, Collection<Partition> partitions) {
    session.partitions().add(table, partitions, Existing.SKIP, Mode.KEEP);
  }

  @Override
  public void alterPartitions(TableName table, Collection<Partition> partitions) {
    session.partitions().alter(table, partitions, Mode.KEEP);
  }

  @Override
  public void putStatistics(TableName table, Collection<ColumnStatistics> statistics) {
    session.statistics().putTable(table, statistics);
  }

  @Override
  public void putPartitionStatistics(
      TableName table, Map<List<String>, List<ColumnStatistics>> statistics) {
    session.statistics().putPartitions(table, statistics);
  }

  @Override
  public void dropPartitions(TableName table, Collection<List<String>> values) {
    session.partitions().drop(table, values, Missing.SKIP, DropData.KEEP_FILES);
  }
}
