package io.propolis.thrift.handler;

import io.propolis.catalog.PartitionList;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.encode.Envelope;
import io.propolis.thrift.encode.NameEncoder;
import io.propolis.thrift.encode.PartitionEncoder;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.HotMethod;
import io.propolis.thrift.wire.Reply;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.GetPartitionNamesPsRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionNamesPsResponse;
import org.apache.hadoop.hive.metastore.api.PartitionListComposingSpec;
import org.apache.hadoop.hive.metastore.api.PartitionSpec;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsSpecByExprResult;
import org.jspecify.annotations.Nullable;

/**
 * Names of partitions, and partitions as one "spec", written one by one as they are read.
 *
 * <p>Hot: says again, without beans, what {@link PartitionNameHandler} and {@link
 * PartitionSpecHandler} say, its plain twins; {@code bench} measures it with 100,000 names.
 */
final class HotPartitionNameReads {
  private static final Envelope NAMES = new Envelope("get_partition_names", List.of());
  private static final Envelope FETCHED = new Envelope("fetch_partition_names_req", List.of());
  private static final Envelope NAMES_REQ = new Envelope("get_partition_names_req", List.of());
  private static final Envelope LIKE = new Envelope("get_partition_names_ps", List.of());
  private static final Envelope LIKE_REQ =
      new Envelope("get_partition_names_ps_req", new GetPartitionNamesPsResponse(List.of()), 1);

  private static final int LIST_OF_SPEC = PartitionSpec._Fields.PARTITION_LIST.getThriftFieldId();
  private static final int PARTITIONS_OF_LIST =
      PartitionListComposingSpec._Fields.PARTITIONS.getThriftFieldId();

  private final Door door;
  private final PartitionEncoder encoder;
  private final NameEncoder names = new NameEncoder();

  HotPartitionNameReads(Door door, PartitionEncoder encoder) {
    this.door = door;
    this.encoder = encoder;
  }

  Map<String, HotMethod> methods() {
    return Map.of(
        "get_partition_names",
        this::names,
        "fetch_partition_names_req",
        this::fetched,
        "get_partition_names_req",
        this::namesByExpression,
        "get_partition_names_ps",
        this::like,
        "get_partition_names_ps_req",
        this::likeByRequest,
        "get_partitions_pspec",
        this::spec,
        "get_part_specs_by_filter",
        this::specByFilter,
        "get_partitions_spec_by_expr",
        this::specByExpression);
  }

  private Reply reply(Envelope envelope, PartitionList list) {
    return envelope.around(writer -> names.write(list, writer));
  }

  private static TableName table(@Nullable Object[] arguments) {
    return HiveNames.table((String) arguments[0], (String) arguments[1]);
  }

  private static int number(@Nullable Object argument) {
    return argument instanceof Number number ? number.intValue() : 0;
  }

  private Reply names(ClientSession client, @Nullable Object[] arguments) {
    return all(NAMES, client, table(arguments), number(arguments[2]));
  }

  private Reply all(Envelope envelope, ClientSession client, TableName table, int max) {
    return reply(envelope, door.as(client).partitions().list(table, max));
  }

  private @Nullable Reply fetched(ClientSession client, @Nullable Object[] arguments) {
    return arguments[0] instanceof PartitionsRequest request
        ? all(
            FETCHED,
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
            request.getMaxParts())
        : null;
  }

  private @Nullable Reply namesByExpression(ClientSession client, @Nullable Object[] arguments) {
    return arguments[0] instanceof PartitionsByExprRequest request
            && PartitionNameHandler.asksForAll(request)
        ? all(
            NAMES_REQ,
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
            request.getMaxParts())
        : null;
  }

  private Reply like(ClientSession client, @Nullable Object[] arguments) {
    var pattern = HotTableReads.texts(arguments[2]);
    return like(LIKE, client, table(arguments), pattern, number(arguments[3]));
  }

  private Reply like(
      Envelope envelope,
      ClientSession client,
      TableName table,
      @Nullable List<String> pattern,
      int max) {
    var partitions = door.as(client).partitions();
    return reply(envelope, partitions.listLike(table, Partitions.values(pattern), max));
  }

  private @Nullable Reply likeByRequest(ClientSession client, @Nullable Object[] arguments) {
    return arguments[0] instanceof GetPartitionNamesPsRequest request
        ? like(
            LIKE_REQ,
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
            request.getPartValues(),
            request.getMaxParts())
        : null;
  }

  private Reply spec(ClientSession client, @Nullable Object[] arguments) {
    var partitions = door.as(client).partitions();
    var list = PartitionListHandler.list(partitions, table(arguments), number(arguments[2]));
    return spec("get_partitions_pspec", list);
  }

  private Reply specByFilter(ClientSession client, @Nullable Object[] arguments) {
    var predicate = FilterParser.parse((String) arguments[2]);
    int max = number(arguments[3]);
    var partitions = door.as(client).partitions();
    var list = partitions.listMatching(table(arguments), predicate, max);
    partitions.checkLimit(table(arguments), max, list::size);
    return spec("get_part_specs_by_filter", list);
  }

  private Reply spec(String method, PartitionList list) {
    var envelope =
        new Envelope(
            method,
            List.of(PartitionSpecHandler.spec(list.table(), List.of())),
            LIST_OF_SPEC,
            PARTITIONS_OF_LIST);
    return envelope.around(writer -> encoder.write(list, writer));
  }

  private @Nullable Reply specByExpression(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof PartitionsByExprRequest request)) {
      return null;
    }
    var listed = Expressions.listed(door, client, request);
    var list = listed.partitions();
    var spec = PartitionSpecHandler.spec(list.table(), List.of());
    var envelope =
        new Envelope(
            "get_partitions_spec_by_expr",
            new PartitionsSpecByExprResult(List.of(spec), listed.unknown()),
            1,
            LIST_OF_SPEC,
            PARTITIONS_OF_LIST);
    return envelope.around(writer -> encoder.write(list, writer));
  }
}
