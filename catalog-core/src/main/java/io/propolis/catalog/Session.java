package io.propolis.catalog;

import io.propolis.catalog.iceberg.IcebergMetadata;

/** The operations of the catalog, by noun, for one caller. */
public final class Session {
  private final Context context;

  Session(Context context) {
    this.context = context;
  }

  public CatalogOperations catalogs() {
    return new CatalogOperations(context);
  }

  public DatabaseOperations databases() {
    return new DatabaseOperations(context);
  }

  public TableOperations tables() {
    return new TableOperations(context);
  }

  public TableVersionOperations tableVersions() {
    return new TableVersionOperations(context);
  }

  public PartitionOperations partitions() {
    return new PartitionOperations(context);
  }

  public FunctionOperations functions() {
    return new FunctionOperations(context);
  }

  public StatisticsOperations statistics() {
    return new StatisticsOperations(context);
  }

  public StatisticsTaskOperations statisticsTasks() {
    return new StatisticsTaskOperations(context);
  }

  public ConstraintOperations constraints() {
    return new ConstraintOperations(context);
  }

  public SchemaOperations schemas() {
    return new SchemaOperations(context);
  }

  public SerDeOperations serDes() {
    return new SerDeOperations(context);
  }

  public TypeOperations types() {
    return new TypeOperations(context);
  }

  public ResourcePlanOperations resourcePlans() {
    return new ResourcePlanOperations(context);
  }

  public RoleOperations roles() {
    return new RoleOperations(context);
  }

  public DelegationTokenOperations delegationTokens() {
    return new DelegationTokenOperations(context);
  }

  public KeptTokenOperations keptTokens() {
    return new KeptTokenOperations(context);
  }

  public GrantOperations grants() {
    return new GrantOperations(context);
  }

  public CompactionOperations compactions() {
    return new CompactionOperations(context);
  }

  public DataConnectorOperations connectors() {
    return new DataConnectorOperations(context);
  }

  public IndexOperations indexes() {
    return new IndexOperations(context);
  }

  public FileMetadataOperations fileMetadata() {
    return new FileMetadataOperations(context);
  }

  public PartitionMarkOperations partitionMarks() {
    return new PartitionMarkOperations(context);
  }

  public ProcedureOperations procedures() {
    return new ProcedureOperations(context);
  }

  public PropertyOperations properties() {
    return new PropertyOperations(context);
  }

  public ResourceOperations resources() {
    return new ResourceOperations(context);
  }

  public TagOperations tags() {
    return new TagOperations(context);
  }

  public ReportOperations reports() {
    return new ReportOperations(context);
  }

  /** Scheduled queries, whose times {@code schedules} reckons. */
  public ScheduledQueryOperations scheduledQueries(Schedules schedules) {
    return new ScheduledQueryOperations(context, schedules);
  }

  /** Crawlers, whose times {@code schedules} reckons. */
  public CrawlerOperations crawlers(Schedules schedules) {
    return new CrawlerOperations(context, schedules);
  }

  /** Settings of column statistics, whose times {@code schedules} reckons. */
  public StatisticsSettingsOperations statisticsSettings(Schedules schedules) {
    return new StatisticsSettingsOperations(context, schedules);
  }

  public OptimizerOperations optimizers() {
    return new OptimizerOperations(context);
  }

  /** Iceberg tables, whose metadata files {@code metadata} makes. */
  public IcebergTableOperations icebergTables(IcebergMetadata metadata) {
    return new IcebergTableOperations(context, metadata);
  }

  public RunOperations runs() {
    return new RunOperations(context);
  }

  public LockOperations locks() {
    return new LockOperations(context);
  }

  public MaterializationOperations materializations() {
    return new MaterializationOperations(context);
  }

  public TxnOperations txns() {
    return new TxnOperations(context);
  }

  public WriteIdOperations writeIds() {
    return new WriteIdOperations(context);
  }

  public WriteOperations writes() {
    return new WriteOperations(context);
  }

  public NodeOperations nodes() {
    return new NodeOperations(context);
  }

  public ChangeLog changes() {
    return new ChangeLog(context);
  }
}
