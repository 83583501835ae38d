package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.WriteStamps;
import io.propolis.thrift.wire.BrokenCallException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Partition._Fields;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.jspecify.annotations.Nullable;

/** Partitions. The beans of one list share what their layouts share. */
public final class Partitions {
  private static final Leftovers<org.apache.hadoop.hive.metastore.api.Partition, _Fields>
      LEFTOVERS =
          new Leftovers<>(
              org.apache.hadoop.hive.metastore.api.Partition::new, _Fields.FILE_METADATA);

  /** Key of the extra of a partition that came without a list of columns, not even an empty one. */
  public static final String NO_COLUMNS = "hms.sd.noColumns";

  private Partitions() {}

  /** Whether a partition has fields that no component holds. */
  public static boolean hasLeftovers(Partition partition) {
    return LEFTOVERS.areIn(partition.extras());
  }

  /** Throws INVALID when the values are missing. */
  public static Partition partition(org.apache.hadoop.hive.metastore.api.@Nullable Partition bean) {
    return partition(bean, new SharedLayouts());
  }

  private static Partition partition(
      org.apache.hadoop.hive.metastore.api.@Nullable Partition bean, SharedLayouts layouts) {
    if (bean == null) {
      throw invalid(Entity.PARTITION, "The request gives no partition");
    }
    if (bean.getValues() == null) {
      throw invalid(Entity.PARTITION, "The request gives no partition values");
    }
    var sd = bean.getSd();
    var extras = new LinkedHashMap<>(LEFTOVERS.extras(bean));
    if (bean.isSetWriteId() && bean.getWriteId() > 0) {
      extras.put(WriteStamps.KEY, Long.toString(bean.getWriteId()));
    }
    if (sd != null && sd.getCols() == null) {
      extras.put(NO_COLUMNS, "true");
    }
    return new Partition(
        values(bean.getValues()),
        sd == null ? null : location(sd),
        layouts.of(sd),
        Layouts.orEmpty(bean.getParameters()),
        Times.millis(bean.getCreateTime()),
        Times.millis(bean.getLastAccessTime()),
        extras);
  }

  /** As Hive keeps it, whose paths end with no slash. */
  private static @Nullable String location(StorageDescriptor sd) {
    return sd.getLocation() == null ? null : Locations.withoutTrailingSlash(sd.getLocation());
  }

  /** In the same order; those with the same layout share it. Throws as for each alone. */
  public static List<Partition> partitions(
      @Nullable List<org.apache.hadoop.hive.metastore.api.Partition> beans) {
    if (beans == null) {
      throw new BrokenCallException("The request gives no list of partitions");
    }
    var layouts = new SharedLayouts();
    return beans.stream().map(bean -> partition(bean, layouts)).toList();
  }

  /** Values without the nulls that a client cannot send but a careless one could. */
  public static List<String> values(@Nullable List<String> values) {
    if (values == null || values.contains(null)) {
      throw invalid(Entity.PARTITION, "A partition value is missing: " + values);
    }
    return values;
  }

  public static org.apache.hadoop.hive.metastore.api.Partition bean(
      TableName table, Partition partition) {
    return bean(table, partition, Layouts.bean(partition.layout(), partition.location()));
  }

  /** For lists that give the descriptor elsewhere. */
  static org.apache.hadoop.hive.metastore.api.Partition beanWithoutDescriptor(
      TableName table, Partition partition) {
    return bean(table, partition, null);
  }

  /** In the same order. */
  public static List<org.apache.hadoop.hive.metastore.api.Partition> beans(
      TableName table, Collection<Partition> partitions) {
    Map<StorageLayout, StorageDescriptor> shared = new IdentityHashMap<>();
    var beans = new ArrayList<org.apache.hadoop.hive.metastore.api.Partition>(partitions.size());
    for (var partition : partitions) {
      var descriptor =
          shared.computeIfAbsent(partition.layout(), layout -> Layouts.bean(layout, null));
      beans.add(bean(table, partition, Layouts.at(partition.location(), descriptor)));
    }
    return beans;
  }

  private static org.apache.hadoop.hive.metastore.api.Partition bean(
      TableName table, Partition partition, @Nullable StorageDescriptor sd) {
    var bean = new org.apache.hadoop.hive.metastore.api.Partition();
    bean.setCatName(table.database().catalog());
    bean.setDbName(table.database().name());
    bean.setTableName(table.name());
    bean.setValues(partition.values());
    bean.setSd(sd);
    bean.setParameters(partition.parameters());
    bean.setCreateTime(Times.seconds(partition.createdAt()));
    bean.setLastAccessTime(Times.seconds(partition.lastAccessedAt()));
    long stamp = WriteStamps.of(partition.extras());
    if (stamp > 0) {
      bean.setWriteId(stamp);
    }
    LEFTOVERS.restore(partition.extras(), bean);
    if (sd != null && partition.extras().containsKey(NO_COLUMNS)) {
      sd.unsetCols();
    }
    return bean;
  }
}
