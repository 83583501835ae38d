package io.propolis.catalog.jdbc;

import io.propolis.catalog.model.workload.StoredPackage;
import io.propolis.catalog.model.workload.StoredProcedure;
import io.propolis.catalog.store.AcidNames;
import io.propolis.catalog.store.Catalogs;
import io.propolis.catalog.store.Changes;
import io.propolis.catalog.store.CommittedChange;
import io.propolis.catalog.store.Compactions;
import io.propolis.catalog.store.Constraints;
import io.propolis.catalog.store.CrawlBlocks;
import io.propolis.catalog.store.DataConnectors;
import io.propolis.catalog.store.Databases;
import io.propolis.catalog.store.DelegationTokens;
import io.propolis.catalog.store.FileMetadata;
import io.propolis.catalog.store.Functions;
import io.propolis.catalog.store.Grants;
import io.propolis.catalog.store.Identity;
import io.propolis.catalog.store.KeptTokens;
import io.propolis.catalog.store.Locks;
import io.propolis.catalog.store.Nodes;
import io.propolis.catalog.store.PartitionMarks;
import io.propolis.catalog.store.Partitions;
import io.propolis.catalog.store.PropertyMaps;
import io.propolis.catalog.store.Rebuilds;
import io.propolis.catalog.store.ReplicationMetricsLog;
import io.propolis.catalog.store.ReportedWrites;
import io.propolis.catalog.store.ResourcePlans;
import io.propolis.catalog.store.Resources;
import io.propolis.catalog.store.Roles;
import io.propolis.catalog.store.RunNotes;
import io.propolis.catalog.store.RunSchedules;
import io.propolis.catalog.store.Runs;
import io.propolis.catalog.store.RuntimeStatisticsLog;
import io.propolis.catalog.store.ScheduledQueries;
import io.propolis.catalog.store.Schemas;
import io.propolis.catalog.store.SerDes;
import io.propolis.catalog.store.Statistics;
import io.propolis.catalog.store.StoredPrograms;
import io.propolis.catalog.store.TableIndexes;
import io.propolis.catalog.store.Tables;
import io.propolis.catalog.store.Tags;
import io.propolis.catalog.store.Transaction;
import io.propolis.catalog.store.Txns;
import io.propolis.catalog.store.Types;
import io.propolis.catalog.store.WriteIds;
import io.propolis.catalog.store.WrittenComponents;
import java.util.List;
import java.util.Optional;

/** The repositories of one transaction, over one connection. */
final class JdbcTransaction implements Transaction {
  private final Sql sql;
  private final Mode mode;
  private final Layouts layouts;
  private final JdbcCatalogs catalogs;
  private final JdbcDatabases databases;
  private final JdbcTables tables;
  private final JdbcPartitions partitions;
  private final JdbcFunctions functions;
  private final JdbcStatistics statistics;
  private final JdbcConstraints constraints;
  private final JdbcRoles roles;
  private final JdbcGrants grants;
  private final JdbcDelegationTokens delegationTokens;
  private final JdbcKeptTokens keptTokens;
  private final JdbcChanges changes;
  private final JdbcCompactions compactions;
  private final JdbcLocks locks;
  private final JdbcResourcePlans resourcePlans;
  private final JdbcScheduledQueries scheduledQueries;
  private final StoredPrograms<StoredProcedure> procedures;
  private final StoredPrograms<StoredPackage> packages;
  private final JdbcRuntimeStatistics runtimeStatistics;
  private final JdbcReplicationMetrics replicationMetrics;
  private final JdbcPropertyMaps propertyMaps;
  private final JdbcReportedWrites reportedWrites;
  private final JdbcResources resources;
  private final JdbcTags tags;
  private final JdbcRuns runs;
  private final JdbcRunNotes runNotes;
  private final JdbcCrawlBlocks crawlBlocks;
  private final JdbcRunSchedules runSchedules;
  private final JdbcNodes nodes;
  private final JdbcDataConnectors connectors;
  private final JdbcFileMetadata fileMetadata;
  private final JdbcTableIndexes indexes;
  private final JdbcPartitionMarks partitionMarks;
  private final JdbcIdentity identity;
  private final JdbcSchemas schemas;
  private final JdbcSerDes serDes;
  private final JdbcTypes types;
  private final JdbcRebuilds rebuilds;
  private final JdbcTxns txns;
  private final JdbcAcidNames acidNames;
  private final JdbcWriteIds writeIds;
  private final JdbcWrittenComponents writtenComponents;

  JdbcTransaction(Sql sql, Mode mode, LayoutCache cache, Position position) {
    this.sql = sql;
    this.mode = mode;
    this.layouts = new Layouts(sql, cache);
    this.catalogs = new JdbcCatalogs(sql, mode);
    this.databases = new JdbcDatabases(sql, mode);
    this.tables = new JdbcTables(sql, mode, databases, layouts);
    this.partitions = new JdbcPartitions(sql, mode, layouts, tables::holds);
    this.functions = new JdbcFunctions(sql, mode, databases);
    this.statistics =
        new JdbcStatistics(sql, mode, new JdbcPartitionStatistics(sql, partitions, tables::holds));
    this.constraints = new JdbcConstraints(sql, mode);
    this.roles = new JdbcRoles(sql, mode);
    this.grants = new JdbcGrants(sql, mode);
    this.delegationTokens = new JdbcDelegationTokens(sql, mode);
    this.keptTokens = new JdbcKeptTokens(sql, mode);
    this.changes = new JdbcChanges(sql, mode, position, layouts);
    this.compactions = new JdbcCompactions(sql, mode);
    this.locks = new JdbcLocks(sql, mode);
    this.resourcePlans = new JdbcResourcePlans(sql, mode);
    this.scheduledQueries = new JdbcScheduledQueries(sql, mode);
    this.procedures = JdbcStoredPrograms.procedures(sql, mode, databases);
    this.packages = JdbcStoredPrograms.packages(sql, mode, databases);
    this.runtimeStatistics = new JdbcRuntimeStatistics(sql, mode);
    this.replicationMetrics = new JdbcReplicationMetrics(sql, mode);
    this.propertyMaps = new JdbcPropertyMaps(sql, mode);
    this.reportedWrites = new JdbcReportedWrites(sql, mode, layouts);
    this.resources = new JdbcResources(sql, mode);
    this.tags = new JdbcTags(sql, mode);
    this.runs = new JdbcRuns(sql, mode);
    this.runNotes = new JdbcRunNotes(sql, mode);
    this.crawlBlocks = new JdbcCrawlBlocks(sql, mode);
    this.runSchedules = new JdbcRunSchedules(sql, mode);
    this.nodes = new JdbcNodes(sql, mode);
    this.connectors = new JdbcDataConnectors(sql, mode);
    this.fileMetadata = new JdbcFileMetadata(sql, mode);
    this.indexes = new JdbcTableIndexes(sql, mode, layouts);
    this.partitionMarks = new JdbcPartitionMarks(sql, mode);
    this.identity = new JdbcIdentity(sql, mode);
    this.schemas = new JdbcSchemas(sql, mode, databases);
    this.serDes = new JdbcSerDes(sql, mode);
    this.types = new JdbcTypes(sql, mode);
    this.rebuilds = new JdbcRebuilds(sql, mode);
    this.txns = new JdbcTxns(sql, mode);
    this.acidNames = new JdbcAcidNames(sql, mode);
    this.writeIds = new JdbcWriteIds(sql, mode);
    this.writtenComponents = new JdbcWrittenComponents(sql, mode);
  }

  /**
   * A transaction one of whose statements has failed fails here too, even when the work has
   * swallowed the error.
   */
  void requireSound() {
    sql.failed()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  /**
   * Stores what was appended to the log of changes: the last thing before the commit. Returns the
   * position of the last; empty when there is none.
   */
  Optional<Sql.Awaited<Long>> storeChanges() {
    return changes.appended().areThere()
        ? Optional.of(changes.appended().store())
        : Optional.empty();
  }

  /** What must hold for it to commit. */
  Optional<CommitTokens.Condition> assumption() {
    return tables.assumption();
  }

  /** What its failure is told as. */
  RuntimeException explained(StatementFailure failure) {
    return tables.explained(failure);
  }

  /** Its changes are committed, the last at that position. */
  void committedAt(long last) {
    changes.appended().committedAt(last);
  }

  /** The changes that it has committed, with the tables that they left. */
  List<CommittedChange> committedChanges() {
    return changes
        .appended()
        .committed(
            table ->
                Optional.of(table)
                    .filter(tables::leaves)
                    .map(left -> left.toBuilder().layout(layouts.shared(left.layout())).build()));
  }

  void afterCommit() {
    layouts.committed();
  }

  void end() {
    mode.end();
  }

  @Override
  public Catalogs catalogs() {
    mode.requireOpen();
    return catalogs;
  }

  @Override
  public Databases databases() {
    mode.requireOpen();
    return databases;
  }

  @Override
  public Tables tables() {
    mode.requireOpen();
    return tables;
  }

  @Override
  public Partitions partitions() {
    mode.requireOpen();
    return partitions;
  }

  @Override
  public Functions functions() {
    mode.requireOpen();
    return functions;
  }

  @Override
  public Statistics statistics() {
    mode.requireOpen();
    return statistics;
  }

  @Override
  public Constraints constraints() {
    mode.requireOpen();
    return constraints;
  }

  @Override
  public Roles roles() {
    mode.requireOpen();
    return roles;
  }

  @Override
  public Grants grants() {
    mode.requireOpen();
    return grants;
  }

  @Override
  public DelegationTokens delegationTokens() {
    mode.requireOpen();
    return delegationTokens;
  }

  @Override
  public KeptTokens keptTokens() {
    mode.requireOpen();
    return keptTokens;
  }

  @Override
  public Changes changes() {
    mode.requireOpen();
    return changes;
  }

  @Override
  public Locks locks() {
    mode.requireOpen();
    return locks;
  }

  @Override
  public ResourcePlans resourcePlans() {
    mode.requireOpen();
    return resourcePlans;
  }

  @Override
  public ScheduledQueries scheduledQueries() {
    mode.requireOpen();
    return scheduledQueries;
  }

  @Override
  public StoredPrograms<StoredProcedure> procedures() {
    mode.requireOpen();
    return procedures;
  }

  @Override
  public StoredPrograms<StoredPackage> packages() {
    mode.requireOpen();
    return packages;
  }

  @Override
  public RuntimeStatisticsLog runtimeStatistics() {
    mode.requireOpen();
    return runtimeStatistics;
  }

  @Override
  public ReplicationMetricsLog replicationMetrics() {
    mode.requireOpen();
    return replicationMetrics;
  }

  @Override
  public PropertyMaps propertyMaps() {
    mode.requireOpen();
    return propertyMaps;
  }

  @Override
  public ReportedWrites reportedWrites() {
    mode.requireOpen();
    return reportedWrites;
  }

  @Override
  public Runs runs() {
    mode.requireOpen();
    return runs;
  }

  @Override
  public RunNotes runNotes() {
    mode.requireOpen();
    return runNotes;
  }

  @Override
  public CrawlBlocks crawlBlocks() {
    mode.requireOpen();
    return crawlBlocks;
  }

  @Override
  public RunSchedules runSchedules() {
    mode.requireOpen();
    return runSchedules;
  }

  @Override
  public DataConnectors connectors() {
    mode.requireOpen();
    return connectors;
  }

  @Override
  public FileMetadata fileMetadata() {
    mode.requireOpen();
    return fileMetadata;
  }

  @Override
  public TableIndexes indexes() {
    mode.requireOpen();
    return indexes;
  }

  @Override
  public PartitionMarks partitionMarks() {
    mode.requireOpen();
    return partitionMarks;
  }

  @Override
  public Identity identity() {
    mode.requireOpen();
    return identity;
  }

  @Override
  public Schemas schemas() {
    mode.requireOpen();
    return schemas;
  }

  @Override
  public SerDes serDes() {
    mode.requireOpen();
    return serDes;
  }

  @Override
  public Types types() {
    mode.requireOpen();
    return types;
  }

  @Override
  public Compactions compactions() {
    mode.requireOpen();
    return compactions;
  }

  @Override
  public Rebuilds rebuilds() {
    mode.requireOpen();
    return rebuilds;
  }

  @Override
  public Resources resources() {
    mode.requireOpen();
    return resources;
  }

  @Override
  public Tags tags() {
    mode.requireOpen();
    return tags;
  }

  @Override
  public Nodes nodes() {
    mode.requireOpen();
    return nodes;
  }

  @Override
  public Txns txns() {
    mode.requireOpen();
    return txns;
  }

  @Override
  public AcidNames acidNames() {
    mode.requireOpen();
    return acidNames;
  }

  @Override
  public WriteIds writeIds() {
    mode.requireOpen();
    return writeIds;
  }

  @Override
  public WrittenComponents writtenComponents() {
    mode.requireOpen();
    return writtenComponents;
  }
}
