package io.propolis.catalog;

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

  public PartitionOperations partitions() {
    return new PartitionOperations(context);
  }

  public FunctionOperations functions() {
    return new FunctionOperations(context);
  }

  public StatisticsOperations statistics() {
    return new StatisticsOperations(context);
  }

  public ConstraintOperations constraints() {
    return new ConstraintOperations(context);
  }

  public LockOperations locks() {
    return new LockOperations(context);
  }

  public ChangeLog changes() {
    return new ChangeLog(context);
  }
}
