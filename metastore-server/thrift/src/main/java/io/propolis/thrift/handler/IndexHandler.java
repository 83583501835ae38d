package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.indexes.TableIndex;
import io.propolis.thrift.api.WireStruct;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Indexes;
import io.propolis.thrift.translate.Tables;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Table;
import org.jspecify.annotations.Nullable;

/** Indexes of tables, which clients of Hive 2.3 know. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class IndexHandler implements Handler {
  private final Door door;

  IndexHandler(Door door) {
    this.door = door;
  }

  public WireStruct add_index(ClientSession client, WireStruct index, @Nullable Table indexTable) {
    return Indexes.bean(
        door.as(client)
            .indexes()
            .add(Indexes.index(index), indexTable == null ? null : Tables.table(indexTable)));
  }

  /** Changes the parameters, and nothing else. */
  public void alter_index(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String index,
      WireStruct changed) {
    door.as(client)
        .indexes()
        .alter(HiveNames.table(database, table), name(index), Indexes.parameters(changed));
  }

  public boolean drop_index_by_name(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String index,
      @Nullable Boolean deleteData) {
    door.as(client)
        .indexes()
        .drop(
            HiveNames.table(database, table),
            name(index),
            Requests.dropData(Boolean.TRUE.equals(deleteData)));
    return true;
  }

  public WireStruct get_index_by_name(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String index) {
    var tableName = HiveNames.table(database, table);
    return door.as(client)
        .indexes()
        .find(tableName, name(index))
        .map(Indexes::bean)
        .orElseThrow(() -> notFound(Entity.INDEX, tableName + "." + index));
  }

  public List<WireStruct> get_indexes(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable Short max) {
    return first(client, HiveNames.table(database, table), max).stream()
        .map(Indexes::bean)
        .toList();
  }

  public List<String> get_index_names(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable Short max) {
    return first(client, HiveNames.table(database, table), max).stream()
        .map(TableIndex::name)
        .toList();
  }

  private List<TableIndex> first(ClientSession client, TableName table, @Nullable Short max) {
    return Requests.first(max == null ? -1 : max, door.as(client).indexes().of(table));
  }

  private static String name(@Nullable String index) {
    return HiveNames.required(Entity.INDEX, "index name", index);
  }
}
