package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.TableName;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Survivors;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.hive.metastore.api.AddPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AddPartitionsResult;
import org.apache.hadoop.hive.metastore.api.AlterPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.AlterPartitionsResponse;
import org.apache.hadoop.hive.metastore.api.AppendPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.DropPartitionRequest;
import org.apache.hadoop.hive.metastore.api.DropPartitionsRequest;
import org.apache.hadoop.hive.metastore.api.DropPartitionsResult;
import org.apache.hadoop.hive.metastore.api.EnvironmentContext;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.RenamePartitionRequest;
import org.apache.hadoop.hive.metastore.api.RenamePartitionResponse;
import org.jspecify.annotations.Nullable;

/** Adds, changes and drops partitions. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PartitionHandler implements Handler {
  private final Door door;

  PartitionHandler(Door door) {
    this.door = door;
  }

  public Partition add_partition(ClientSession client, Partition partition) {
    return add_partition_with_environment_context(client, partition, null);
  }

  public Partition add_partition_with_environment_context(
      ClientSession client, Partition partition, @Nullable EnvironmentContext context) {
    var table = table(partition);
    return add(client, table, List.of(partition), Existing.REFUSE, context).get(0);
  }

  public int add_partitions(ClientSession client, @Nullable List<Partition> partitions) {
    if (partitions == null) {
      throw invalid(Entity.PARTITION, "The request gives no list of partitions");
    }
    if (partitions.isEmpty()) {
      return 0;
    }
    var table = commonTable(partitions);
    return add(client, table, partitions, Existing.REFUSE, null).size();
  }

  public AddPartitionsResult add_partitions_req(
      ClientSession client, AddPartitionsRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var requested = withColumns(request.getParts(), request.getPartitionColSchema());
    var existing = request.isIfNotExists() ? Existing.SKIP : Existing.REFUSE;
    var result = new AddPartitionsResult();
    var added =
        requested.isEmpty()
            ? List.<Partition>of()
            : add(client, table, requested, existing, request.getEnvironmentContext());
    if (request.isNeedResult()) {
      result.setPartitions(added);
    }
    return result;
  }

  private List<Partition> add(
      ClientSession client,
      TableName table,
      List<Partition> partitions,
      Existing existing,
      @Nullable EnvironmentContext context) {
    var added =
        door.as(client)
            .partitions()
            .add(
                table,
                Partitions.partitions(partitions),
                existing,
                Requests.fileStatistics(context));
    return Partitions.beans(table, added);
  }

  /** Hive 4.1's clients may send the columns once for all partitions. */
  private static List<Partition> withColumns(
      @Nullable List<Partition> partitions, @Nullable List<FieldSchema> columns) {
    var given = Requests.orEmpty(partitions);
    if (columns != null) {
      given.stream()
          .filter(p -> p.getSd() != null && Requests.orEmpty(p.getSd().getCols()).isEmpty())
          .forEach(p -> p.getSd().setCols(columns));
    }
    return given;
  }

  static TableName commonTable(List<Partition> partitions) {
    var tables = partitions.stream().map(PartitionHandler::table).collect(Collectors.toSet());
    if (tables.size() != 1) {
      throw invalid(Entity.PARTITION, "The request has partitions of several tables: " + tables);
    }
    return tables.iterator().next();
  }

  private static TableName table(@Nullable Partition partition) {
    if (partition == null) {
      throw invalid(Entity.PARTITION, "The request gives no partition");
    }
    return HiveNames.table(partition.getCatName(), partition.getDbName(), partition.getTableName());
  }

  public Partition append_partition(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values) {
    return append(client, HiveNames.table(database, table), Partitions.values(values), null);
  }

  public Partition append_partition_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      @Nullable EnvironmentContext context) {
    return append(client, HiveNames.table(database, table), Partitions.values(values), context);
  }

  public Partition append_partition_by_name(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name) {
    return append_partition_by_name_with_environment_context(client, database, table, name, null);
  }

  public Partition append_partition_by_name_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name,
      @Nullable EnvironmentContext context) {
    var tableName = HiveNames.table(database, table);
    return append(client, tableName, values(client, tableName, name), context);
  }

  public Partition append_partition_req(ClientSession client, AppendPartitionsRequest request) {
    var table =
        HiveNames.table(request.getCatalogName(), request.getDbName(), request.getTableName());
    var values =
        request.getPartVals() == null
            ? values(client, table, request.getName())
            : Partitions.values(request.getPartVals());
    return append(client, table, values, request.getEnvironmentContext());
  }

  private Partition append(
      ClientSession client,
      TableName table,
      List<String> values,
      @Nullable EnvironmentContext context) {
    var partition = io.propolis.catalog.model.Partition.of(values, StorageLayout.EMPTY);
    var added =
        door.as(client)
            .partitions()
            .add(table, List.of(partition), Existing.REFUSE, Requests.fileStatistics(context));
    return Partitions.bean(table, added.get(0));
  }

  public void alter_partition(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      Partition partition) {
    alter(client, HiveNames.table(database, table), List.of(partition), null);
  }

  public void alter_partition_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      Partition partition,
      @Nullable EnvironmentContext context) {
    alter(client, HiveNames.table(database, table), List.of(partition), context);
  }

  public void alter_partitions(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<Partition> partitions) {
    alter(client, HiveNames.table(database, table), partitions, null);
  }

  public void alter_partitions_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<Partition> partitions,
      @Nullable EnvironmentContext context) {
    alter(client, HiveNames.table(database, table), partitions, context);
  }

  public AlterPartitionsResponse alter_partitions_req(
      ClientSession client, AlterPartitionsRequest request) {
    alter(
        client,
        HiveNames.table(request.getCatName(), request.getDbName(), request.getTableName()),
        withColumns(request.getPartitions(), request.getPartitionColSchema()),
        request.getEnvironmentContext());
    return new AlterPartitionsResponse();
  }

  private void alter(
      ClientSession client,
      TableName table,
      @Nullable List<Partition> beans,
      @Nullable EnvironmentContext context) {
    var requested = Partitions.partitions(beans);
    var partitions = door.as(client).partitions();
    var current =
        partitions
            .findAll(
                table, requested.stream().map(io.propolis.catalog.model.Partition::values).toList())
            .stream()
            .collect(
                Collectors.toMap(
                    io.propolis.catalog.model.Partition::values, partition -> partition));
    var merged = new ArrayList<io.propolis.catalog.model.Partition>(requested.size());
    for (var partition : requested) {
      var stored = current.get(partition.values());
      merged.add(stored == null ? partition : Survivors.onto(stored, partition));
    }
    partitions.alter(table, merged, Requests.fileStatistics(context));
  }

  public void rename_partition(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      Partition changed) {
    rename(client, HiveNames.table(database, table), values, changed);
  }

  public RenamePartitionResponse rename_partition_req(
      ClientSession client, RenamePartitionRequest request) {
    rename(
        client,
        HiveNames.table(request.getCatName(), request.getDbName(), request.getTableName()),
        request.getPartVals(),
        request.getNewPart());
    return new RenamePartitionResponse();
  }

  private void rename(
      ClientSession client, TableName table, @Nullable List<String> values, Partition changed) {
    door.as(client)
        .partitions()
        .rename(table, Partitions.values(values), Partitions.partition(changed));
  }

  public boolean drop_partition(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      boolean deleteData) {
    return drop(client, HiveNames.table(database, table), Partitions.values(values), deleteData);
  }

  public boolean drop_partition_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      boolean deleteData,
      @Nullable EnvironmentContext context) {
    return drop_partition(client, database, table, values, deleteData);
  }

  public boolean drop_partition_by_name(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name,
      boolean deleteData) {
    var tableName = HiveNames.table(database, table);
    return drop(client, tableName, values(client, tableName, name), deleteData);
  }

  public boolean drop_partition_by_name_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name,
      boolean deleteData,
      @Nullable EnvironmentContext context) {
    return drop_partition_by_name(client, database, table, name, deleteData);
  }

  public boolean drop_partition_req(ClientSession client, DropPartitionRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var values =
        request.getPartVals() == null
            ? values(client, table, request.getPartName())
            : Partitions.values(request.getPartVals());
    return drop(client, table, values, request.isDeleteData());
  }

  private boolean drop(
      ClientSession client, TableName table, List<String> values, boolean deleteData) {
    door.as(client)
        .partitions()
        .drop(table, List.of(values), Missing.REFUSE, Requests.dropData(deleteData));
    return true;
  }

  public DropPartitionsResult drop_partitions_req(
      ClientSession client, DropPartitionsRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var chosen = chosen(client, table, request);
    boolean skip = request.isSetIfExists() && request.isIfExists();
    if (chosen.isEmpty() && !skip) {
      throw notFound(Entity.PARTITION, table + " has none that the request describes");
    }
    var dropped =
        door.as(client)
            .partitions()
            .drop(
                table,
                chosen,
                skip ? Missing.SKIP : Missing.REFUSE,
                Requests.dropData(request.isDeleteData()));
    var result = new DropPartitionsResult();
    if (request.isNeedResult()) {
      result.setPartitions(Partitions.beans(table, dropped));
    }
    return result;
  }

  private List<List<String>> chosen(
      ClientSession client, TableName table, DropPartitionsRequest request) {
    var parts = request.getParts();
    if (parts == null || parts.getSetField() == null) {
      throw invalid(Entity.PARTITION, "The request says no partitions to drop");
    }
    return switch (parts.getSetField()) {
      case NAMES -> {
        var keys = door.as(client).tables().require(table).partitionKeys();
        yield parts.getNames().stream().map(name -> PartitionNames.values(keys, name)).toList();
      }
      case EXPRS ->
          parts.getExprs().stream()
              .flatMap(
                  each ->
                      door
                          .as(client)
                          .partitions()
                          .values(table, Expressions.readable(client, each.getExpr()))
                          .stream())
              .distinct()
              .toList();
    };
  }

  private List<String> values(ClientSession client, TableName table, @Nullable String name) {
    return PartitionNames.values(
        door.as(client).tables().require(table).partitionKeys(),
        HiveNames.required(Entity.PARTITION, "partition name", name));
  }
}
