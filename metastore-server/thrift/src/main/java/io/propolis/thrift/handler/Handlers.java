package io.propolis.thrift.handler;

import io.propolis.catalog.Catalog;
import io.propolis.thrift.encode.PartitionEncoder;
import io.propolis.thrift.notification.MessageFormat;
import io.propolis.thrift.security.Authentication;
import io.propolis.thrift.security.Delegation;
import io.propolis.thrift.security.DelegationTokens;
import io.propolis.thrift.wire.Handler;
import io.propolis.thrift.wire.HotMethod;
import io.propolis.thrift.wire.HotMethods;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** All handlers of the door. */
public final class Handlers {
  private Handlers() {}

  /**
   * Those that find one object by its name. Without those that ask for privileges, too, which are
   * read from the store.
   */
  private static final Set<String> BRIEF =
      Set.of(
          "get_database",
          "get_database_req",
          "get_table",
          "get_table_req",
          "get_partition",
          "get_partition_req",
          "get_partition_by_name");

  /** What of it is answered without beans. */
  public static HotMethods hot(Catalog catalog) {
    var door = new Door(catalog);
    var encoder = new PartitionEncoder();
    var methods = new HashMap<String, HotMethod>();
    methods.putAll(new HotTableReads(door).methods());
    methods.putAll(new HotPartitionReads(door, encoder).methods());
    methods.putAll(new HotPartitionNameReads(door, encoder).methods());
    return new HotMethods(methods, BRIEF, new Moments(catalog));
  }

  private record Moments(Catalog catalog) implements HotMethods.Moments {
    @Override
    public <T> T sharing(Supplier<T> reads) {
      return catalog.asOfOneMoment(reads);
    }

    @Override
    public void fromMemory(Runnable reads) {
      catalog.fromMemory(reads);
    }
  }

  /** For a door that gives out no delegation tokens, because nobody proves who they are. */
  public static List<Handler> of(Catalog catalog) {
    var tokens = new DelegationTokens(catalog, Authentication.NONE, Delegation.DEFAULT);
    return of(catalog, Map.of(), tokens, MessageFormat.JSON);
  }

  /** With values of Hive's properties for clients that ask for them. */
  public static List<Handler> of(
      Catalog catalog,
      Map<String, String> hiveProperties,
      DelegationTokens tokens,
      MessageFormat format) {
    var door = new Door(catalog);
    return List.of(
        new CatalogHandler(door),
        new ConfigHandler(door, hiveProperties, format),
        new CompactionHandler(door),
        new CompactorHandler(door),
        new ConstraintHandler(door),
        new DatabaseHandler(door),
        new DataConnectorHandler(door),
        new ExchangeHandler(door),
        new FileHandler(door),
        new FunctionHandler(door),
        new IndexHandler(door),
        new ListenerEventHandler(door),
        new LockHandler(door),
        new MaterializationHandler(door),
        new NotificationHandler(door, format),
        new PartitionHandler(door),
        new PartitionFilterHandler(door),
        new PartitionListHandler(door),
        new PartitionMarkHandler(door),
        new PartitionNameHandler(door),
        new PartitionProjectionHandler(door),
        new PartitionSpecHandler(door),
        new ScheduledQueryHandler(door),
        new SchemaHandler(door),
        new ProcedureHandler(door),
        new PropertyHandler(door),
        new ReportHandler(door),
        new ResourcePlanHandler(door),
        new ResourcePlanPartHandler(door),
        new PrivilegeHandler(door),
        new RoleHandler(door),
        new ServiceHandler(door),
        new StatisticsHandler(door),
        new StatisticsUpdateHandler(door),
        new TableHandler(door),
        new TableListHandler(door),
        new TableChangeHandler(door),
        new TokenHandler(door, tokens),
        new TruncateHandler(door),
        new TypeHandler(door),
        new TxnHandler(door),
        new WriteIdHandler(door));
  }
}
