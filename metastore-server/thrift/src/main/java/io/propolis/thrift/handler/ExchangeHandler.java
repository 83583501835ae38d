package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.jspecify.annotations.Nullable;

/** Moves partitions between tables. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ExchangeHandler implements Handler {
  private final Door door;

  ExchangeHandler(Door door) {
    this.door = door;
  }

  /** Moves all that the description fits. As in Hive, the partition that is returned is empty. */
  public Partition exchange_partition(
      ClientSession client,
      @Nullable Map<String, String> described,
      @Nullable String sourceDatabase,
      @Nullable String sourceTable,
      @Nullable String targetDatabase,
      @Nullable String targetTable) {
    exchange_partitions(
        client, described, sourceDatabase, sourceTable, targetDatabase, targetTable);
    return new Partition();
  }

  public List<Partition> exchange_partitions(
      ClientSession client,
      @Nullable Map<String, String> described,
      @Nullable String sourceDatabase,
      @Nullable String sourceTable,
      @Nullable String targetDatabase,
      @Nullable String targetTable) {
    if (described == null || described.containsKey(null) || described.containsValue(null)) {
      throw invalid(Entity.PARTITION, "The request describes no partitions: " + described);
    }
    var source = HiveNames.table(sourceDatabase, sourceTable);
    var target = HiveNames.table(targetDatabase, targetTable);
    return Partitions.beans(
        target, door.as(client).partitions().exchange(described, source, target));
  }
}
