package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.DropData;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.PartitionOperations.Missing;
import io.propolis.catalog.model.Names;
import io.propolis.catalog.model.PartitionNames;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.WriteStamps.Writer;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Layouts;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.translate.Survivors;
import io.propolis.thrift.wire.BrokenCallException;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
    return Partitions.bean(
        table, add(client, table, List.of(partition), Existing.REFUSE, context).get(0));
  }

  public int add_partitions(ClientSession client, @Nullable List<Partition> partitions) {
    if (partitions == null) {
      throw new BrokenCallException("The request gives no list of partitions");
    }
    if (partitions.isEmpty()) {
      return 0;
    }
    var table = table(partitions.get(0));
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
            ? List.<io.propolis.catalog.model.Partition>of()
            : add(client, table, requested, existing, request.getEnvironmentContext());
    if (request.isNeedResult()) {
      result.setPartitions(Partitions.beans(table, added));
    }
    return result;
  }

  private List<io.propolis.catalog.model.Partition> add(
      ClientSession client,
      TableName table,
      List<Partition> partitions,
      Existing existing,
      @Nullable EnvironmentContext context) {
    door.as(client).tables().require(table);
    partitions.forEach(each -> checkNew(table, each));
    return door.as(client)
        .partitions()
        .add(
            table,
            Partitions.partitions(partitions),
            Statistics.brought(partitions),
            existing,
            Requests.fileStatistics(context));
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

  /** Throws INVALID when the partition is of another table or says nothing of its storage. */
  static void checkNew(TableName table, @Nullable Partition partition) {
    var named = table(partition);
    if (!named.name().equals(table.name())
        || !named.database().name().equals(table.database().name())) {
      throw invalid(
          Entity.PARTITION,
          "Partition does not belong to target table %s but to %s".formatted(table, named));
    }
    Layouts.check(partition == null ? null : partition.getSd());
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
    return append(client, tableName, newValues(client, tableName, name), context);
  }

  public Partition append_partition_req(ClientSession client, AppendPartitionsRequest request) {
    var table =
        HiveNames.table(request.getCatalogName(), request.getDbName(), request.getTableName());
    var values =
        request.getPartVals() == null
            ? newValues(client, table, request.getName())
            : Partitions.values(request.getPartVals());
    return append(client, table, values, request.getEnvironmentContext());
  }

  private Partition append(
      ClientSession client,
      TableName table,
      List<String> values,
      @Nullable EnvironmentContext context) {
    var partition = io.propolis.catalog.model.Partition.of(values, StorageLayout.EMPTY);
    if (door.as(client).tables().require(table).location() == null) {
      throw invalid(Entity.PARTITION, "Cannot append a partition to a view: " + table);
    }
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
        request.getEnvironmentContext(),
        new Writer(request.getWriteId(), Requests.writeIds(request.getValidWriteIdList())));
    return new AlterPartitionsResponse();
  }

  private void alter(
      ClientSession client,
      TableName table,
      @Nullable List<Partition> beans,
      @Nullable EnvironmentContext context) {
    alter(client, table, beans, context, Writer.NONE);
  }

  private void alter(
      ClientSession client,
      TableName table,
      @Nullable List<Partition> beans,
      @Nullable EnvironmentContext context,
      Writer writer) {
    var requested = Partitions.partitions(beans);
    door.as(client).tables().require(table);
    Requests.orEmpty(beans).forEach(bean -> checkSameTable(table, bean));
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
    partitions.alter(table, merged, Requests.fileStatistics(context), writer);
  }

  private static void checkSameTable(TableName table, Partition bean) {
    boolean same =
        (bean.getDbName() == null
                || HiveNames.parse(bean.getDbName()).name().name().equals(table.database().name()))
            && (bean.getTableName() == null
                || Names.fold(bean.getTableName()).equals(table.name()));
    if (!same) {
      throw invalid(
          Entity.PARTITION,
          "A partition of %s cannot become one of %s.%s"
              .formatted(table, bean.getDbName(), bean.getTableName()));
    }
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
    var keys = door.as(client).tables().require(table).partitionKeys();
    if (values == null || values.size() != keys.size()) {
      throw notFound(Entity.PARTITION, table + " " + values);
    }
    HiveNames.required(Entity.REQUEST, "database of the new partition", changed.getDbName());
    HiveNames.required(Entity.REQUEST, "table of the new partition", changed.getTableName());
    checkSameTable(table, changed);
    Layouts.check(changed.getSd());
    var partitions = door.as(client).partitions();
    var from = Partitions.values(values);
    var requested = Partitions.partition(changed);
    var merged =
        partitions.findAll(table, List.of(from)).stream()
            .findFirst()
            .map(current -> Survivors.onto(current, requested))
            .orElse(requested);
    partitions.rename(table, from, merged);
  }

  public boolean drop_partition(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      boolean deleteData) {
    return drop_partition_with_environment_context(
        client, database, table, values, deleteData, null);
  }

  public boolean drop_partition_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable List<String> values,
      boolean deleteData,
      @Nullable EnvironmentContext context) {
    return drop(
        client,
        HiveNames.table(database, table),
        Partitions.values(values),
        Requests.dropData(deleteData, context));
  }

  public boolean drop_partition_by_name(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name,
      boolean deleteData) {
    return drop_partition_by_name_with_environment_context(
        client, database, table, name, deleteData, null);
  }

  public boolean drop_partition_by_name_with_environment_context(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String name,
      boolean deleteData,
      @Nullable EnvironmentContext context) {
    var tableName = HiveNames.table(database, table);
    return drop(
        client, tableName, values(client, tableName, name), Requests.dropData(deleteData, context));
  }

  public boolean drop_partition_req(ClientSession client, DropPartitionRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var values =
        request.getPartVals() == null
            ? values(client, table, request.getPartName())
            : Partitions.values(request.getPartVals());
    return drop(
        client,
        table,
        values,
        Requests.dropData(request.isDeleteData(), request.getEnvironmentContext()));
  }

  private boolean drop(ClientSession client, TableName table, List<String> values, DropData data) {
    door.as(client).partitions().drop(table, List.of(values), Missing.REFUSE, data);
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
                Requests.dropData(request.isDeleteData(), request.getEnvironmentContext()));
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
      case EXPRS -> described(client, table, request);
    };
  }

  /** Unless the request allows it, each expression must add partitions to those before it. */
  private List<List<String>> described(
      ClientSession client, TableName table, DropPartitionsRequest request) {
    boolean mayBeMissing = request.isSetIfExists() && request.isIfExists();
    var partitions = door.as(client).partitions();
    var chosen = new LinkedHashSet<List<String>>();
    int expected = 0;
    for (var each : request.getParts().getExprs()) {
      chosen.addAll(Expressions.certain(client, partitions, table, each.getExpr()));
      expected++;
      if (!mayBeMissing && chosen.size() < expected) {
        throw notFound(Entity.PARTITION, table + ": some partitions to drop are missing");
      }
    }
    return List.copyOf(chosen);
  }

  /** Of a partition that should stand: a name that gives too little is that of none. */
  private List<String> values(ClientSession client, TableName table, @Nullable String name) {
    return named(client, table, name)
        .orElseThrow(() -> notFound(Entity.PARTITION, table + "/" + name));
  }

  /** Of a new partition. */
  private List<String> newValues(ClientSession client, TableName table, @Nullable String name) {
    return named(client, table, name)
        .orElseThrow(
            () ->
                invalid(
                    Entity.TABLE,
                    "Incomplete partition name: %s does not give every key of %s"
                        .formatted(name, table)));
  }

  private Optional<List<String>> named(
      ClientSession client, TableName table, @Nullable String name) {
    return PartitionNames.find(
        door.as(client).tables().require(table).partitionKeys(),
        HiveNames.required(Entity.ARGUMENT, "partition name", name));
  }
}
