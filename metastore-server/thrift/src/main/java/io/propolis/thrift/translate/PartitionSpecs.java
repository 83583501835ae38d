package io.propolis.thrift.translate;

import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.PartitionListComposingSpec;
import org.apache.hadoop.hive.metastore.api.PartitionSpec;
import org.apache.hadoop.hive.metastore.api.PartitionSpecWithSharedSD;
import org.apache.hadoop.hive.metastore.api.PartitionWithoutSD;
import org.jspecify.annotations.Nullable;

/**
 * Partitions as lists that say once what they share: those in the table's folder by layout, each
 * with its path in that folder, and the others in full.
 */
public final class PartitionSpecs {
  private final Table table;
  private final Projection projection;

  private PartitionSpecs(Table table, Projection projection) {
    this.table = table;
    this.projection = projection;
  }

  /** In the order of the partitions: of the first of each list, and within it. */
  public static List<PartitionSpec> grouped(
      Table table, List<Partition> partitions, Projection projection) {
    return new PartitionSpecs(table, projection).grouped(partitions);
  }

  private List<PartitionSpec> grouped(List<Partition> partitions) {
    Map<StorageLayout, List<Partition>> shared = new LinkedHashMap<>();
    var others = new ArrayList<Partition>();
    for (var partition : partitions) {
      if (projection.wantsLocations() && path(partition) == null) {
        others.add(partition);
      } else {
        shared.computeIfAbsent(partition.layout(), layout -> new ArrayList<>()).add(partition);
      }
    }
    var specs = new ArrayList<PartitionSpec>();
    shared.forEach((layout, group) -> specs.add(shared(layout, group)));
    if (!others.isEmpty()) {
      var beans = Partitions.beans(table.name(), others);
      beans.forEach(projection::apply);
      var spec = named();
      spec.setPartitionList(new PartitionListComposingSpec(beans));
      specs.add(spec);
    }
    return specs;
  }

  private PartitionSpec shared(StorageLayout layout, List<Partition> group) {
    var common = new org.apache.hadoop.hive.metastore.api.Partition();
    common.setSd(Layouts.bean(layout, table.location()));
    projection.apply(common);
    var rows = new ArrayList<PartitionWithoutSD>(group.size());
    for (var partition : group) {
      rows.add(row(partition));
    }
    var spec = named();
    spec.setRootPath(projection.wantsLocations() ? table.location() : null);
    spec.setSharedSDPartitionSpec(new PartitionSpecWithSharedSD(rows, common.getSd()));
    return spec;
  }

  private PartitionWithoutSD row(Partition partition) {
    var bean = Partitions.beanWithoutDescriptor(table.name(), partition);
    projection.apply(bean);
    var row = new PartitionWithoutSD();
    row.setValues(bean.getValues());
    row.setParameters(bean.getParameters());
    row.setPrivileges(bean.getPrivileges());
    if (bean.isSetCreateTime()) {
      row.setCreateTime(bean.getCreateTime());
    }
    if (bean.isSetLastAccessTime()) {
      row.setLastAccessTime(bean.getLastAccessTime());
    }
    if (projection.wantsLocations()) {
      row.setRelativePath(path(partition));
    }
    return row;
  }

  /** What stands behind the table's folder, with the slash: clients put the two together. */
  private @Nullable String path(Partition partition) {
    var folder = table.location();
    var location = partition.location();
    if (folder == null || location == null) {
      return null;
    }
    var below = Locations.below(location, folder);
    if (below != null) {
      return "/" + below;
    }
    return Locations.isSame(location, folder) ? "" : null;
  }

  private PartitionSpec named() {
    var spec = new PartitionSpec();
    spec.setCatName(table.name().database().catalog());
    spec.setDbName(table.name().database().name());
    spec.setTableName(table.name().name());
    return spec;
  }
}
