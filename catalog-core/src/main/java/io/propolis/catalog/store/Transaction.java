package io.propolis.catalog.store;

import io.propolis.catalog.model.workload.StoredPackage;
import io.propolis.catalog.model.workload.StoredProcedure;

/** One transaction's repositories. Valid only within the work it was handed to. */
public interface Transaction {
  Catalogs catalogs();

  Databases databases();

  Tables tables();

  Partitions partitions();

  Functions functions();

  Statistics statistics();

  Constraints constraints();

  Roles roles();

  Grants grants();

  DelegationTokens delegationTokens();

  KeptTokens keptTokens();

  Changes changes();

  DataConnectors connectors();

  Identity identity();

  FileMetadata fileMetadata();

  TableIndexes indexes();

  PartitionMarks partitionMarks();

  Schemas schemas();

  SerDes serDes();

  Types types();

  ResourcePlans resourcePlans();

  Compactions compactions();

  Locks locks();

  Rebuilds rebuilds();

  ReportedWrites reportedWrites();

  ScheduledQueries scheduledQueries();

  StoredPrograms<StoredProcedure> procedures();

  StoredPrograms<StoredPackage> packages();

  RuntimeStatisticsLog runtimeStatistics();

  ReplicationMetricsLog replicationMetrics();

  PropertyMaps propertyMaps();

  Resources resources();

  Tags tags();

  Runs runs();

  RunNotes runNotes();

  CrawlBlocks crawlBlocks();

  RunSchedules runSchedules();

  Nodes nodes();

  Txns txns();

  AcidNames acidNames();

  WriteIds writeIds();

  WrittenComponents writtenComponents();
}
