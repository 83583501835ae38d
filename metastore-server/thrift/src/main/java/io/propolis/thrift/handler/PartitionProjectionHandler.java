package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.PartitionSpecs;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Projection;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetPartitionsFilterSpec;
import org.apache.hadoop.hive.metastore.api.GetPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsResponse;
import org.jspecify.annotations.Nullable;

/** Reads only those fields of partitions that a client asks for. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PartitionProjectionHandler implements Handler {
  private final Door door;

  PartitionProjectionHandler(Door door) {
    this.door = door;
  }

  public GetPartitionsResponse get_partitions_with_specs(
      ClientSession client, GetPartitionsRequest request) {
    var projection = Projection.of(request.getProjectionSpec());
    var table =
        door.as(client)
            .tables()
            .require(
                HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()));
    var chosen = chosen(client, table, request.getFilterSpec());
    return new GetPartitionsResponse(PartitionSpecs.grouped(table, chosen, projection));
  }

  private List<Partition> chosen(
      ClientSession client, Table table, @Nullable GetPartitionsFilterSpec filter) {
    if (filter == null || filter.getFilterMode() == null) {
      return PartitionListHandler.all(door, client, table.name(), -1);
    }
    var texts = Requests.orEmpty(filter.getFilters());
    if (texts.isEmpty()) {
      throw invalid(
          Entity.REQUEST, "A filter of mode " + filter.getFilterMode() + " gives no filters");
    }
    var partitions = door.as(client).partitions();
    return switch (filter.getFilterMode()) {
      case BY_NAMES ->
          partitions.findAll(
              table.name(),
              texts.stream()
                  .map(name -> PartitionNames.values(table.partitionKeys(), name))
                  .toList());
      case BY_VALUES -> partitions.like(table.name(), Partitions.values(texts));
      case BY_EXPR ->
          partitions.matching(
              table.name(), new Predicate.And(texts.stream().map(FilterParser::parse).toList()));
    };
  }
}
