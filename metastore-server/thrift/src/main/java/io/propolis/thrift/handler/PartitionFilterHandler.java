package io.propolis.thrift.handler;

import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByFilterRequest;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprResult;
import org.jspecify.annotations.Nullable;

/** Reads partitions by a filter text or by one of Hive's expressions. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PartitionFilterHandler implements Handler {
  private final Door door;

  PartitionFilterHandler(Door door) {
    this.door = door;
  }

  public List<Partition> get_partitions_by_filter(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String filter,
      short max) {
    return matching(client, HiveNames.table(database, table), FilterParser.parse(filter), max);
  }

  public List<Partition> get_partitions_by_filter_req(
      ClientSession client, GetPartitionsByFilterRequest request) {
    return matching(
        client,
        HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
        FilterParser.parse(request.getFilter()),
        request.getMaxParts());
  }

  public int get_num_partitions_by_filter(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String filter) {
    var name = HiveNames.table(database, table);
    var predicate = FilterParser.parse(filter);
    var partitions = door.as(client).partitions();
    return predicate.equals(Predicate.ALL)
        ? Math.toIntExact(partitions.count(name))
        : partitions.values(name, predicate).size();
  }

  /**
   * What an expression leaves unknown, the client evaluates itself on what it gets: all partitions
   * when the expression cannot be read.
   */
  public PartitionsByExprResult get_partitions_by_expr(
      ClientSession client, PartitionsByExprRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var found = Expressions.possible(door, client, request);
    return new PartitionsByExprResult(Partitions.beans(table, found.partitions()), found.unknown());
  }

  private List<Partition> matching(
      ClientSession client, TableName table, Predicate predicate, int max) {
    var partitions = door.as(client).partitions();
    partitions.checkLimit(table, max, () -> partitions.values(table, predicate).size());
    var found =
        max < 0
            ? partitions.matching(table, predicate)
            : partitions.findAll(table, Requests.first(max, partitions.values(table, predicate)));
    return Partitions.beans(table, found);
  }
}
