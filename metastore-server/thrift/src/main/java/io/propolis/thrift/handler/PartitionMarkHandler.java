package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.store.PartitionMarks.Event;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.PartitionEventType;
import org.jspecify.annotations.Nullable;

/** Marks that a partition is loaded, which workflows wait for. */
final class PartitionMarkHandler implements Handler {
  private final Door door;

  PartitionMarkHandler(Door door) {
    this.door = door;
  }

  public void markPartitionForEvent(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      Map<String, String> partition,
      @Nullable PartitionEventType event) {
    door.as(client)
        .partitionMarks()
        .mark(HiveNames.table(database, table), partition, event(event));
  }

  public boolean isPartitionMarkedForEvent(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      Map<String, String> partition,
      @Nullable PartitionEventType event) {
    return door.as(client)
        .partitionMarks()
        .isMarked(HiveNames.table(database, table), partition, event(event));
  }

  private static Event event(@Nullable PartitionEventType event) {
    if (event == null) {
      throw invalid(Entity.REQUEST, "The request names no event that is known");
    }
    return switch (event) {
      case LOAD_DONE -> Event.LOAD_DONE;
    };
  }
}
