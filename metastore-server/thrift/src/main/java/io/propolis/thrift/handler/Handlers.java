package io.propolis.thrift.handler;

import io.propolis.catalog.Catalog;
import io.propolis.thrift.wire.Handler;
import java.util.List;

/** All handlers of the door. */
public final class Handlers {
  private Handlers() {}

  public static List<Handler> of(Catalog catalog) {
    var door = new Door(catalog);
    return List.of(
        new CatalogHandler(door),
        new ConfigHandler(door),
        new ConstraintHandler(door),
        new DatabaseHandler(door),
        new ExchangeHandler(door),
        new FunctionHandler(door),
        new ListenerEventHandler(door),
        new LockHandler(door),
        new NotificationHandler(door),
        new PartitionHandler(door),
        new PartitionFilterHandler(door),
        new PartitionListHandler(door),
        new PartitionNameHandler(door),
        new PartitionProjectionHandler(door),
        new PartitionSpecHandler(door),
        new ServiceHandler(door),
        new StatisticsHandler(door),
        new StatisticsUpdateHandler(door),
        new TableHandler(door),
        new TableListHandler(door),
        new TableChangeHandler(door),
        new TruncateHandler(door));
  }
}
