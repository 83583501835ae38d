package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.wire.BrokenCallException;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.GetPartitionNamesPsRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionNamesPsResponse;
import org.apache.hadoop.hive.metastore.api.PartitionValuesRequest;
import org.apache.hadoop.hive.metastore.api.PartitionValuesResponse;
import org.apache.hadoop.hive.metastore.api.PartitionValuesRow;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsRequest;
import org.jspecify.annotations.Nullable;

/** Names and values of partitions. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PartitionNameHandler implements Handler {
  private final Door door;

  PartitionNameHandler(Door door) {
    this.door = door;
  }

  public List<String> get_partition_names(
      ClientSession client, @Nullable String database, @Nullable String table, short max) {
    return all(client, HiveNames.table(database, table), max);
  }

  public List<String> fetch_partition_names_req(ClientSession client, PartitionsRequest request) {
    return all(
        client,
        HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
        request.getMaxParts());
  }

  /** An empty expression, or the one byte that Hive's client sends for none, means all. */
  public List<String> get_partition_names_req(
      ClientSession client, PartitionsByExprRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    if (asksForAll(request)) {
      return all(client, table, request.getMaxParts());
    }
    var values =
        Expressions.certain(client, door.as(client).partitions(), table, request.getExpr());
    return names(require(client, table), Requests.first(request.getMaxParts(), values));
  }

  static boolean asksForAll(PartitionsByExprRequest request) {
    var expression = request.getExpr();
    return expression == null
        || expression.length == 0
        || (expression.length == 1 && expression[0] == -1);
  }

  private List<String> all(ClientSession client, TableName name, int max) {
    var values = door.as(client).partitions().values(name);
    return names(require(client, name), Requests.first(max, values));
  }

  public List<String> get_partition_names_ps(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      short max) {
    return like(client, HiveNames.table(database, table), values, max);
  }

  public GetPartitionNamesPsResponse get_partition_names_ps_req(
      ClientSession client, GetPartitionNamesPsRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    return new GetPartitionNamesPsResponse(
        like(client, table, request.getPartValues(), request.getMaxParts()));
  }

  private List<String> like(
      ClientSession client, TableName name, @Nullable List<String> pattern, int max) {
    var values = door.as(client).partitions().valuesLike(name, Partitions.values(pattern));
    return names(require(client, name), Requests.first(max, values));
  }

  private static List<String> names(Table table, List<List<String>> values) {
    return values.stream().map(v -> PartitionNames.of(table.partitionKeys(), v)).toList();
  }

  public PartitionValuesResponse get_partition_values(
      ClientSession client, PartitionValuesRequest request) {
    var name = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    if (Requests.orEmpty(request.getPartitionKeys()).isEmpty()) {
      throw new BrokenCallException("The request asks for the values of no key");
    }
    var table = require(client, name);
    var wanted = indexes(table, request.getPartitionKeys());
    var order = indexes(table, Requests.orEmpty(request.getPartitionOrder()));
    Stream<List<String>> selected =
        door.as(client).partitions().values(name, FilterParser.parse(request.getFilter())).stream();
    if (!order.isEmpty()) {
      selected = selected.sorted(comparator(order, request));
    }
    var rows = selected.map(values -> wanted.stream().map(values::get).toList());
    if (!request.isSetApplyDistinct() || request.isApplyDistinct()) {
      rows = rows.distinct();
    }
    if (request.isSetMaxParts() && request.getMaxParts() >= 0) {
      rows = rows.limit(request.getMaxParts());
    }
    return new PartitionValuesResponse(rows.map(PartitionValuesRow::new).toList());
  }

  private static Comparator<List<String>> comparator(
      List<Integer> order, PartitionValuesRequest request) {
    Comparator<List<String>> comparator = (one, other) -> 0;
    for (var index : order) {
      comparator = comparator.thenComparing(values -> values.get(index));
    }
    return request.isSetAscending() && !request.isAscending() ? comparator.reversed() : comparator;
  }

  private static List<Integer> indexes(Table table, List<FieldSchema> wanted) {
    return wanted.stream().map(field -> index(table, field.getName())).toList();
  }

  private static int index(Table table, @Nullable String key) {
    var keys = table.partitionKeys();
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).name().equalsIgnoreCase(key)) {
        return i;
      }
    }
    throw invalid(Entity.COLUMN, key + " is not a partition key of " + table.name());
  }

  public List<String> partition_name_to_vals(ClientSession client, @Nullable String name) {
    return name == null || name.isEmpty() ? List.of() : PartitionNames.values(name);
  }

  public Map<String, String> partition_name_to_spec(ClientSession client, @Nullable String name) {
    var spec = new LinkedHashMap<String, String>();
    if (name != null && !name.isEmpty()) {
      PartitionNames.segments(name).forEach(s -> spec.put(s.key(), s.value()));
    }
    return spec;
  }

  /** All characters are valid: what a path cannot hold is escaped in it. */
  public boolean partition_name_has_valid_characters(
      ClientSession client, @Nullable List<String> values, boolean fail) {
    Partitions.values(values);
    return true;
  }

  private Table require(ClientSession client, TableName table) {
    return door.as(client).tables().require(table);
  }
}
