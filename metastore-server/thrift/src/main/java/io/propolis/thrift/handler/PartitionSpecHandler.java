package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.PartitionOperations.Existing;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics;
import io.propolis.thrift.filter.FilterParser;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Partitions;
import io.propolis.thrift.translate.Statistics;
import io.propolis.thrift.wire.BrokenCallException;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PartitionListComposingSpec;
import org.apache.hadoop.hive.metastore.api.PartitionSpec;
import org.apache.hadoop.hive.metastore.api.PartitionWithoutSD;
import org.apache.hadoop.hive.metastore.api.PartitionsByExprRequest;
import org.apache.hadoop.hive.metastore.api.PartitionsSpecByExprResult;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Partitions as "specs": lists that share what they have in common. Answers are plain lists, which
 * every client reads; requests come in both forms.
 */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PartitionSpecHandler implements Handler {
  private final Door door;

  PartitionSpecHandler(Door door) {
    this.door = door;
  }

  public int add_partitions_pspec(ClientSession client, @Nullable List<PartitionSpec> specs) {
    if (specs == null || specs.isEmpty()) {
      return 0;
    }
    var first = specs.get(0);
    var table = HiveNames.table(first.getCatName(), first.getDbName(), first.getTableName());
    var beans = new ArrayList<Partition>();
    for (var spec : specs) {
      if (!table.equals(
          HiveNames.table(spec.getCatName(), spec.getDbName(), spec.getTableName()))) {
        throw invalid(Entity.PARTITION, "The request has partitions of several tables");
      }
      beans.addAll(expanded(spec));
    }
    door.as(client).tables().require(table);
    beans.forEach(bean -> PartitionHandler.checkNew(table, bean));
    return door.as(client)
        .partitions()
        .add(
            table,
            Partitions.partitions(beans),
            Statistics.brought(beans),
            Existing.REFUSE,
            FileStatistics.Mode.UPDATE)
        .size();
  }

  private static List<Partition> expanded(PartitionSpec spec) {
    if (spec.getPartitionList() != null) {
      return Requests.orEmpty(spec.getPartitionList().getPartitions());
    }
    var shared = spec.getSharedSDPartitionSpec();
    if (shared == null || shared.getSd() == null) {
      throw new BrokenCallException("A partition spec gives neither partitions nor a descriptor");
    }
    var root = shared.getSd().getLocation();
    if (root == null || root.isBlank()) {
      throw invalid(Entity.PARTITION, "The descriptor that partitions share has no location");
    }
    return Requests.orEmpty(shared.getPartitions()).stream()
        .map(partition -> expanded(spec, partition, shared.getSd(), root))
        .toList();
  }

  /** A relative path that is missing reads "null", as Hive's servers put the two together. */
  private static Partition expanded(
      PartitionSpec spec, PartitionWithoutSD partition, StorageDescriptor shared, String root) {
    if (partition.getValues() == null) {
      throw new BrokenCallException("A partition in a spec has no values");
    }
    var sd = new StorageDescriptor(shared);
    sd.setLocation(
        Locations.child(root, withoutLeadingSlash(String.valueOf(partition.getRelativePath()))));
    var bean = new Partition();
    bean.setCatName(spec.getCatName());
    bean.setDbName(spec.getDbName());
    bean.setTableName(spec.getTableName());
    bean.setValues(partition.getValues());
    bean.setCreateTime(partition.getCreateTime());
    bean.setLastAccessTime(partition.getLastAccessTime());
    bean.setParameters(partition.getParameters());
    bean.setSd(sd);
    return bean;
  }

  private static String withoutLeadingSlash(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }

  public List<PartitionSpec> get_partitions_pspec(
      ClientSession client, @Nullable String database, @Nullable String table, int max) {
    var name = HiveNames.table(database, table);
    return spec(client, name, PartitionListHandler.all(door, client, name, max));
  }

  public List<PartitionSpec> get_part_specs_by_filter(
      ClientSession client,
      @Nullable String database,
      @Nullable String table,
      @Nullable String filter,
      int max) {
    var name = HiveNames.table(database, table);
    var predicate = FilterParser.parse(filter);
    var partitions = door.as(client).partitions();
    partitions.checkLimit(name, max, () -> partitions.values(name, predicate).size());
    return spec(client, name, Requests.first(max, partitions.matching(name, predicate)));
  }

  /** As {@code get_partitions_by_expr}. */
  public PartitionsSpecByExprResult get_partitions_spec_by_expr(
      ClientSession client, PartitionsByExprRequest request) {
    var table = HiveNames.table(request.getCatName(), request.getDbName(), request.getTblName());
    var found = Expressions.possible(door, client, request);
    return new PartitionsSpecByExprResult(spec(client, table, found.partitions()), found.unknown());
  }

  private List<PartitionSpec> spec(
      ClientSession client, TableName table, List<io.propolis.catalog.model.Partition> partitions) {
    var spec = new PartitionSpec();
    spec.setCatName(table.database().catalog());
    spec.setDbName(table.database().name());
    spec.setTableName(table.name());
    spec.setRootPath(door.as(client).tables().require(table).location());
    spec.setPartitionList(new PartitionListComposingSpec(Partitions.beans(table, partitions)));
    return List.of(spec);
  }
}
