package io.propolis.thrift.translate;

import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.Skew;
import io.propolis.catalog.model.SortColumn;
import io.propolis.catalog.model.StorageLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Order;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.SerdeType;
import org.apache.hadoop.hive.metastore.api.SkewedInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.jspecify.annotations.Nullable;

/** Storage descriptors without their location, which the domain keeps apart. */
public final class Layouts {
  private Layouts() {}

  /** Throws INVALID for a descriptor that no table can have: without columns or SerDe, or none. */
  public static void checkTable(@Nullable StorageDescriptor bean) {
    check(bean);
    required(Entity.REQUEST, "columns of the table", bean == null ? null : bean.getCols());
  }

  /** The same for partitions, which may lack columns. */
  public static void check(@Nullable StorageDescriptor bean) {
    required(Entity.REQUEST, "storage descriptor", bean);
    required(Entity.REQUEST, "SerDe in the descriptor", bean == null ? null : bean.getSerdeInfo());
  }

  static StorageLayout layout(@Nullable StorageDescriptor bean) {
    if (bean == null) {
      return StorageLayout.EMPTY;
    }
    return new StorageLayout(
        columns(bean.getCols()),
        bean.getInputFormat(),
        bean.getOutputFormat(),
        bean.isCompressed(),
        bean.getNumBuckets(),
        serDe(bean.getSerdeInfo()),
        orEmpty(bean.getBucketCols()),
        sortColumns(bean.getSortCols()),
        orEmpty(bean.getParameters()),
        skew(bean.getSkewedInfo()),
        bean.isStoredAsSubDirectories());
  }

  public static StorageDescriptor bean(StorageLayout layout, @Nullable String location) {
    var bean = new StorageDescriptor();
    bean.setCols(fields(layout.columns()));
    bean.setLocation(location);
    bean.setInputFormat(layout.inputFormat());
    bean.setOutputFormat(layout.outputFormat());
    bean.setCompressed(layout.compressed());
    bean.setNumBuckets(layout.buckets());
    bean.setSerdeInfo(bean(layout.serDe()));
    bean.setBucketCols(layout.bucketColumns());
    bean.setSortCols(
        layout.sortColumns().stream().map(s -> new Order(s.column(), s.order())).toList());
    bean.setParameters(layout.parameters());
    bean.setSkewedInfo(bean(layout.skew()));
    bean.setStoredAsSubDirectories(layout.storedAsSubDirectories());
    return bean;
  }

  /** A descriptor for another location that shares everything else with {@code shared}. */
  static StorageDescriptor at(@Nullable String location, StorageDescriptor shared) {
    var bean = new StorageDescriptor();
    bean.setCols(shared.getCols());
    bean.setLocation(location);
    bean.setInputFormat(shared.getInputFormat());
    bean.setOutputFormat(shared.getOutputFormat());
    bean.setCompressed(shared.isCompressed());
    bean.setNumBuckets(shared.getNumBuckets());
    bean.setSerdeInfo(shared.getSerdeInfo());
    bean.setBucketCols(shared.getBucketCols());
    bean.setSortCols(shared.getSortCols());
    bean.setParameters(shared.getParameters());
    bean.setSkewedInfo(shared.getSkewedInfo());
    bean.setStoredAsSubDirectories(shared.isStoredAsSubDirectories());
    return bean;
  }

  public static List<Column> columns(@Nullable List<FieldSchema> beans) {
    if (beans == null) {
      return List.of();
    }
    var columns = new ArrayList<Column>(beans.size());
    for (var bean : beans) {
      columns.add(
          new Column(
              required(Entity.ARGUMENT, "name of a column", bean.getName()),
              required(Entity.ARGUMENT, "type of column " + bean.getName(), bean.getType()),
              bean.getComment()));
    }
    return columns;
  }

  public static List<FieldSchema> fields(List<Column> columns) {
    var beans = new ArrayList<FieldSchema>(columns.size());
    for (var column : columns) {
      beans.add(new FieldSchema(column.name(), column.type(), column.comment()));
    }
    return beans;
  }

  static SerDe serDe(@Nullable SerDeInfo bean) {
    if (bean == null) {
      return SerDe.NONE;
    }
    var type = bean.getSerdeType();
    return new SerDe(
        bean.getName(),
        bean.getSerializationLib(),
        orEmpty(bean.getParameters()),
        bean.getDescription(),
        bean.getSerializerClass(),
        bean.getDeserializerClass(),
        type == null ? null : type.getValue());
  }

  static SerDeInfo bean(SerDe serDe) {
    var bean = new SerDeInfo(serDe.name(), serDe.library(), serDe.parameters());
    bean.setDescription(serDe.description());
    bean.setSerializerClass(serDe.serializerClass());
    bean.setDeserializerClass(serDe.deserializerClass());
    if (serDe.type() != null) {
      bean.setSerdeType(SerdeType.findByValue(serDe.type()));
    }
    return bean;
  }

  private static List<SortColumn> sortColumns(@Nullable List<Order> beans) {
    return beans == null
        ? List.of()
        : beans.stream()
            .map(
                o ->
                    new SortColumn(
                        required(Entity.ARGUMENT, "name of a sort column", o.getCol()),
                        o.getOrder()))
            .toList();
  }

  private static Skew skew(@Nullable SkewedInfo bean) {
    if (bean == null) {
      return Skew.NONE;
    }
    return new Skew(
        orEmpty(bean.getSkewedColNames()),
        bean.getSkewedColValues() == null ? List.of() : bean.getSkewedColValues(),
        bean.getSkewedColValueLocationMaps() == null
            ? Map.of()
            : bean.getSkewedColValueLocationMaps());
  }

  private static SkewedInfo bean(Skew skew) {
    return new SkewedInfo(skew.columns(), skew.values(), new HashMap<>(skew.locations()));
  }

  static List<String> orEmpty(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }

  static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
    return map == null ? Map.of() : map;
  }
}
