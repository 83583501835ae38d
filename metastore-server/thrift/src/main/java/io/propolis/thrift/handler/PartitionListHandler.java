package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.PartitionList;
import io.propolis.catalog.PartitionOperations;
import io.propolis.catalog.Session;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.StatisticsState;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.GetPartitionRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionResponse;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsByNamesResult;
import org.apache.hadoop.hive.metastore.api.GetPartitionsPsWithAuthRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsPsWithAuthResponse;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionsRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsResponse;
import org.jspecify.annotations.Nullable;

/** Reads partitions by values, by names, by a prefix of values, or all. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PartitionListHandler implements Handler {
  private final Door door;
  private final PartitionPrivileges privileges;

  PartitionListHandler(Door door) {
    this.door = door;
    this.privileges = new PartitionPrivileges(door);
  }

  public Partition get_partition(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values) {
    return one(client, HiveNames.table(database, table), Partitions.values(values));
  }

  public GetPartitionResponse get_partition_req(ClientSession client, GetPartitionRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var bean = one(client, table, Partitions.values(request.getPartVals()));
    judge(client, table, List.of(bean), request.getValidWriteIdList());
    return new GetPartitionResponse(bean);
  }

  /** Says of each partition of a transactional table whether its statistics may be trusted. */
  private void judge(
      ClientSession client, TableName name, List<Partition> beans, @Nullable String validWriteIds) {
    var reader = Requests.writeIds(validWriteIds);
    if (reader == null || !WriteStamps.isTransactional(require(client, name))) {
      return;
    }
    for (var bean : beans) {
      boolean isCompliant = WriteStamps.areCurrent(bean.getParameters(), bean.getWriteId(), reader);
      bean.setIsStatsCompliant(isCompliant);
      if (!isCompliant) {
        bean.setParameters(StatisticsState.without(bean.getParameters()));
      }
    }
  }

  public Partition get_partition_with_auth(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      @Nullable String user,
      @Nullable List<String> groups) {
    var bean = get_partition(client, database, table, values);
    privileges.fill(client, HiveNames.table(database, table), List.of(bean), user, groups);
    return bean;
  }

  public Partition get_partition_by_name(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name) {
    var tableName = HiveNames.table(database, table);
    return one(client, tableName, values(require(client, tableName), name));
  }

  /** The values in the name of a partition that should stand. Throws NOT_FOUND, INVALID. */
  static List<String> values(Table table, @Nullable String name) {
    return PartitionNames.find(
            table.partitionKeys(), HiveNames.required(Entity.ARGUMENT, "name", name))
        .orElseThrow(() -> notFound(Entity.PARTITION, table.name() + "/" + name));
  }

  private Partition one(ClientSession client, TableName table, List<String> values) {
    return Partitions.bean(table, found(door.as(client).partitions(), table, values));
  }

  /** Throws NOT_FOUND. */
  static io.propolis.catalog.model.Partition found(
      PartitionOperations partitions, TableName table, List<String> values) {
    return partitions
        .find(table, values)
        .orElseThrow(() -> notFound(Entity.PARTITION, table + " " + values));
  }

  public List<Partition> get_partitions(
      ClientSession client, @Nullable String database, @Nullable String table, short max) {
    return all(client, HiveNames.table(database, table), max);
  }

  public List<Partition> get_partitions_with_auth(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      short max,
      @Nullable String user,
      @Nullable List<String> groups) {
    var name = HiveNames.table(database, table);
    return privileges.fill(client, name, all(client, name, max), user, groups);
  }

  public PartitionsResponse get_partitions_req(ClientSession client, PartitionsRequest request) {
    return new PartitionsResponse(
        all(
            client,
            HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName()),
            request.getMaxParts()));
  }

  private List<Partition> all(ClientSession client, TableName table, int max) {
    return Partitions.beans(table, all(door, client, table, max));
  }

  /** All partitions of a table, or the first {@code max} of them without reading the others. */
  static List<io.propolis.catalog.model.Partition> all(
      Door door, ClientSession client, TableName table, int max) {
    var partitions = door.as(client).partitions();
    partitions.checkLimit(table, max, () -> partitions.count(table));
    if (max >= 0) {
      return partitions.findAll(table, Requests.first(max, partitions.values(table)));
    }
    var all = new ArrayList<io.propolis.catalog.model.Partition>();
    partitions.forEach(table, all::add);
    return all;
  }

  /** The same, not read yet. */
  static PartitionList list(PartitionOperations partitions, TableName table, int max) {
    var list = partitions.list(table, max);
    partitions.checkLimit(table, max, list::size);
    return list;
  }

  public List<Partition> get_partitions_ps(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      short max) {
    return like(client, HiveNames.table(database, table), values, max);
  }

  public List<Partition> get_partitions_ps_with_auth(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      short max,
      @Nullable String user,
      @Nullable List<String> groups) {
    var name = HiveNames.table(database, table);
    return privileges.fill(client, name, like(client, name, values, max), user, groups);
  }

  public GetPartitionsPsWithAuthResponse get_partitions_ps_with_auth_req(
      ClientSession client, GetPartitionsPsWithAuthRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    return new GetPartitionsPsWithAuthResponse(
        privileges.fill(
            client,
            table,
            chosen(client, table, request),
            request.getUserName(),
            request.getGroupNames()));
  }

  private List<Partition> chosen(
      ClientSession client, TableName table, GetPartitionsPsWithAuthRequest request) {
    if (request.getPartNames() != null) {
      return named(client, table, request.getPartNames());
    }
    return request.getPartVals() == null
        ? all(client, table, request.getMaxParts())
        : like(client, table, request.getPartVals(), request.getMaxParts());
  }

  private List<Partition> like(
      ClientSession client, TableName table, @Nullable List<String> pattern, int max) {
    var partitions = door.as(client).partitions();
    var wanted = Partitions.values(pattern);
    var found =
        max < 0
            ? partitions.like(table, wanted)
            : partitions.findAll(table, Requests.first(max, partitions.valuesLike(table, wanted)));
    return Partitions.beans(table, found);
  }

  public List<Partition> get_partitions_by_names(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> names) {
    return named(client, HiveNames.table(database, table), names);
  }

  public GetPartitionsByNamesResult get_partitions_by_names_req(
      ClientSession client, GetPartitionsByNamesRequest request) {
    var table = HiveNames.table(request.getDb_name(), request.getTbl_name());
    var beans = named(client, table, request.getNames());
    judge(client, table, beans, request.getValidWriteIdList());
    if (request.isGet_col_stats()) {
      addStatistics(client, table, beans, Statistics.engine(request.getEngine()));
    }
    return new GetPartitionsByNamesResult(beans);
  }

  private List<Partition> named(
      ClientSession client, TableName table, @Nullable List<String> names) {
    var values = valuesOf(door.as(client), table, names);
    return Partitions.beans(table, door.as(client).partitions().findAll(table, values));
  }

  /** Throws INVALID when there are none, or one is missing. */
  static List<String> checked(@Nullable List<String> names) {
    if (names == null || names.contains(null)) {
      throw invalid(Entity.REQUEST, "The request gives no partition names: " + names);
    }
    return names;
  }

  /** Hive compares whole names: one that is not as Hive writes it is that of no partition. */
  private static List<List<String>> valuesOf(
      Session session, TableName table, @Nullable List<String> wanted) {
    var names = checked(wanted);
    var reader = PartitionNames.reader(session.tables().require(table).partitionKeys());
    var values = new ArrayList<List<String>>(names.size());
    for (var name : names) {
      reader.exact(name).ifPresent(values::add);
    }
    return values;
  }

  private void addStatistics(
      ClientSession client, TableName name, List<Partition> beans, String engine) {
    var table = require(client, name);
    var columns = table.layout().columns().stream().map(column -> column.name()).toList();
    var values = beans.stream().map(Partition::getValues).toList();
    var statistics = door.as(client).statistics().ofPartitions(name, values, columns, engine);
    for (var bean : beans) {
      var ofPartition = statistics.getOrDefault(bean.getValues(), List.of());
      var description = new ColumnStatisticsDesc(false, bean.getDbName(), bean.getTableName());
      description.setPartName(PartitionNames.of(table.partitionKeys(), bean.getValues()));
      description.setCatName(bean.getCatName());
      var colStats = new ColumnStatistics(description, Statistics.beans(ofPartition));
      colStats.setEngine(engine);
      colStats.setIsStatsCompliant(!bean.isSetIsStatsCompliant() || bean.isIsStatsCompliant());
      bean.setColStats(colStats);
    }
  }

  private Table require(ClientSession client, TableName table) {
    return door.as(client).tables().require(table);
  }
}
