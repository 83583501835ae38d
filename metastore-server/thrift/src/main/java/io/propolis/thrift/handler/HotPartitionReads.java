package io.propolis.thrift.handler;

import io.propolis.catalog.GrantOperations.Identity;
import io.propolis.catalog.PartitionList;
import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.filter.Predicate;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.thrift.encode.Envelope;
import io.propolis.thrift.encode.PartitionEncoder;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.HotMethod;
import io.propolis.thrift.wire.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.GetPartitionRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionResponse;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByFilterRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesResult;
import org.apache.hadoop.hive.metastore.api.GetPartitionsPsWithAuthRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsPsWithAuthResponse;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprResult;
import org.apache.hadoop.hive.metastore.api.PartitionsRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads of partitions, written one by one as they are read.
 *
 * <p>Hot: says again, without beans, what {@link PartitionListHandler} and {@link
 * PartitionFilterHandler} say, its plain twins; {@code bench} measures it with all partitions of a
 * table and with 1,000 by their names.
 */
final class HotPartitionReads {
  private static final Envelope PARTITION = one("get_partition");
  private static final Envelope PARTITION_REQ =
      new Envelope("get_partition_req", new GetPartitionResponse(emptyPartition()), 1);
  private static final Envelope PARTITION_WITH_AUTH = one("get_partition_with_auth");
  private static final Envelope PARTITION_BY_NAME = one("get_partition_by_name");
  private static final Envelope ALL = many("get_partitions");
  private static final Envelope ALL_REQ =
      new Envelope("get_partitions_req", new PartitionsResponse(List.of()), 1);
  private static final Envelope ALL_WITH_AUTH = many("get_partitions_with_auth");
  private static final Envelope LIKE = many("get_partitions_ps");
  private static final Envelope LIKE_WITH_AUTH = many("get_partitions_ps_with_auth");
  private static final Envelope LIKE_WITH_AUTH_REQ =
      new Envelope(
          "get_partitions_ps_with_auth_req", new GetPartitionsPsWithAuthResponse(List.of()), 1);
  private static final Envelope NAMED = many("get_partitions_by_names");
  private static final Envelope NAMED_REQ =
      new Envelope("get_partitions_by_names_req", new GetPartitionsByNamesResult(List.of()), 1);
  private static final Envelope FILTERED = many("get_partitions_by_filter");
  private static final Envelope FILTERED_REQ = many("get_partitions_by_filter_req");
  private static final Envelope CERTAIN =
      new Envelope("get_partitions_by_expr", new PartitionsByExprResult(List.of(), false), 1);
  private static final Envelope UNCERTAIN =
      new Envelope("get_partitions_by_expr", new PartitionsByExprResult(List.of(), true), 1);

  private final Door door;
  private final PartitionEncoder encoder;

  HotPartitionReads(Door door, PartitionEncoder encoder) {
    this.door = door;
    this.encoder = encoder;
  }

  private static Envelope one(String method) {
    return new Envelope(method, emptyPartition());
  }

  private static Envelope many(String method) {
    return new Envelope(method, List.of());
  }

  private static org.apache.hadoop.hive.metastore.api.Partition emptyPartition() {
    return new org.apache.hadoop.hive.metastore.api.Partition();
  }

  Map<String, HotMethod> methods() {
    var methods = new HashMap<String, HotMethod>();
    methods.put("get_partition", this::partition);
    methods.put("get_partition_req", this::partitionByRequest);
    methods.put("get_partition_with_auth", this::partitionWithAuth);
    methods.put("get_partition_by_name", this::partitionByName);
    methods.put("get_partitions", this::all);
    methods.put("get_partitions_req", this::allByRequest);
    methods.put("get_partitions_with_auth", this::allWithAuth);
    methods.put("get_partitions_ps", this::like);
    methods.put("get_partitions_ps_with_auth", this::likeWithAuth);
    methods.put("get_partitions_ps_with_auth_req", this::likeByRequest);
    methods.put("get_partitions_by_names", this::named);
    methods.put("get_partitions_by_names_req", this::namedByRequest);
    methods.put("get_partitions_by_filter", this::filtered);
    methods.put("get_partitions_by_filter_req", this::filteredByRequest);
    methods.put("get_partitions_by_expr", this::byExpression);
    return methods;
  }

  private PartitionOperations partitions(ClientSession client) {
    return door.as(client).partitions();
  }

  private static TableName table(@Nullable Object[] arguments) {
    return HiveNames.table((String) arguments[0], (String) arguments[1]);
  }

  private Reply reply(Envelope envelope, PartitionList list) {
    return envelope.around(writer -> encoder.write(list, writer));
  }

  private Reply reply(Envelope envelope, TableName table, Partition partition) {
    return envelope.around(writer -> encoder.write(table, partition, writer));
  }

  private Reply partition(ClientSession client, @Nullable Object[] arguments) {
    return partition(PARTITION, client, arguments);
  }

  private Reply partition(Envelope envelope, ClientSession client, @Nullable Object[] arguments) {
    var table = table(arguments);
    var values = Partitions.values(HotTableReads.texts(arguments[2]));
    return reply(envelope, table, PartitionListHandler.found(partitions(client), table, values));
  }

  private @Nullable Reply partitionByRequest(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof GetPartitionRequest request)) {
      return null;
    }
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var values = Partitions.values(request.getPartVals());
    var found = PartitionListHandler.found(partitions(client), table, values);
    return isJudged(client, table, request.getValidWriteIdList())
        ? null
        : reply(PARTITION_REQ, table, found);
  }

  /** Whether the reply says of each partition if the client may trust its statistics. */
  private boolean isJudged(ClientSession client, TableName table, @Nullable String validWriteIds) {
    return Requests.writeIds(validWriteIds) != null
        && WriteStamps.isTransactional(door.as(client).tables().require(table));
  }

  private @Nullable Reply partitionWithAuth(ClientSession client, @Nullable Object[] arguments) {
    var reply = partition(PARTITION_WITH_AUTH, client, arguments);
    return hasPrivileges(client, table(arguments), arguments[3], arguments[4]) ? null : reply;
  }

  /** Whether the reply says who may do what with each partition. */
  private boolean hasPrivileges(
      ClientSession client, TableName table, @Nullable Object user, @Nullable Object groups) {
    var session = door.as(client);
    var identity = new Identity((String) user, Requests.orEmpty(HotTableReads.texts(groups)));
    return session
        .grants()
        .privilegesOfPartitions(session.tables().require(table), identity)
        .isPresent();
  }

  private Reply partitionByName(ClientSession client, @Nullable Object[] arguments) {
    var table = table(arguments);
    var values =
        PartitionListHandler.values(door.as(client).tables().require(table), (String) arguments[2]);
    return reply(
        PARTITION_BY_NAME, table, PartitionListHandler.found(partitions(client), table, values));
  }

  private Reply all(ClientSession client, @Nullable Object[] arguments) {
    return all(ALL, client, table(arguments), number(arguments[2]));
  }

  private static int number(@Nullable Object argument) {
    return argument instanceof Number number ? number.intValue() : 0;
  }

  private Reply all(Envelope envelope, ClientSession client, TableName table, int max) {
    return reply(envelope, PartitionListHandler.list(partitions(client), table, max));
  }

  private @Nullable Reply allByRequest(ClientSession client, @Nullable Object[] arguments) {
    return arguments[0] instanceof PartitionsRequest request
        ? all(
            ALL_REQ,
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
            request.getMaxParts())
        : null;
  }

  private @Nullable Reply allWithAuth(ClientSession client, @Nullable Object[] arguments) {
    var reply = all(ALL_WITH_AUTH, client, table(arguments), number(arguments[2]));
    return hasPrivileges(client, table(arguments), arguments[3], arguments[4]) ? null : reply;
  }

  private Reply like(ClientSession client, @Nullable Object[] arguments) {
    return like(LIKE, client, arguments);
  }

  private Reply like(Envelope envelope, ClientSession client, @Nullable Object[] arguments) {
    var pattern = Partitions.values(HotTableReads.texts(arguments[2]));
    return reply(
        envelope, partitions(client).listLike(table(arguments), pattern, number(arguments[3])));
  }

  private @Nullable Reply likeWithAuth(ClientSession client, @Nullable Object[] arguments) {
    var reply = like(LIKE_WITH_AUTH, client, arguments);
    return hasPrivileges(client, table(arguments), arguments[4], arguments[5]) ? null : reply;
  }

  private @Nullable Reply likeByRequest(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof GetPartitionsPsWithAuthRequest request)) {
      return null;
    }
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var list = chosen(client, table, request);
    return hasPrivileges(client, table, request.getUserName(), request.getGroupNames())
        ? null
        : reply(LIKE_WITH_AUTH_REQ, list);
  }

  private PartitionList chosen(
      ClientSession client, TableName table, GetPartitionsPsWithAuthRequest request) {
    if (request.getPartNames() != null) {
      return named(client, table, request.getPartNames());
    }
    int max = request.getMaxParts();
    return request.getPartVals() == null
        ? PartitionListHandler.list(partitions(client), table, max)
        : partitions(client).listLike(table, Partitions.values(request.getPartVals()), max);
  }

  private Reply named(ClientSession client, @Nullable Object[] arguments) {
    return reply(NAMED, named(client, table(arguments), HotTableReads.texts(arguments[2])));
  }

  private @Nullable Reply namedByRequest(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof GetPartitionsByNamesRequest request)
        || request.isGet_col_stats()) {
      return null;
    }
    var table = HiveNames.table(request.getDb_name(), request.getTbl_name());
    var list = named(client, table, request.getNames());
    return isJudged(client, table, request.getValidWriteIdList()) ? null : reply(NAMED_REQ, list);
  }

  private PartitionList named(ClientSession client, TableName table, @Nullable List<String> names) {
    return partitions(client).listByNames(table, PartitionListHandler.checked(names));
  }

  private Reply filtered(ClientSession client, @Nullable Object[] arguments) {
    var predicate = FilterParser.parse((String) arguments[2]);
    return filtered(FILTERED, client, table(arguments), predicate, number(arguments[3]));
  }

  private @Nullable Reply filteredByRequest(ClientSession client, @Nullable Object[] arguments) {
    return arguments[0] instanceof GetPartitionsByFilterRequest request
        ? filtered(
            FILTERED_REQ,
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
            FilterParser.parse(request.getFilter()),
            request.getMaxParts())
        : null;
  }

  private Reply filtered(
      Envelope envelope, ClientSession client, TableName table, Predicate predicate, int max) {
    var partitions = partitions(client);
    var list = partitions.listMatching(table, predicate, max);
    partitions.checkLimit(table, max, list::size);
    return reply(envelope, list);
  }

  private @Nullable Reply byExpression(ClientSession client, @Nullable Object[] arguments) {
    if (!(arguments[0] instanceof PartitionsByExprRequest request)) {
      return null;
    }
    var listed = Expressions.listed(door, client, request);
    return reply(listed.unknown() ? UNCERTAIN : CERTAIN, listed.partitions());
  }
}
