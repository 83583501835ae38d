package io.propolis.compat.hms;

import io.propolis.compat.hms.SharedObjects.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.ColumnStatistics;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsDesc;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.thrift.TBase;

/** Statistics of every column of a table or partition, for each engine that the client knows. */
final class SharedStatistics implements SharedObjects.Kind {
  private final String partition;

  /**
   * Of the partition of that name, or of a table when it is empty.
   */
  SharedStatistics(String partition) {
    this.partition = partition;
  }

  private String table() {
    return partition.isEmpty() ? "orders" : SharedPartition.TABLE;
  }

  @Override
  public Map<String, TBase<?, ?>> identity(Place place) {
    Map<String, TBase<?, ?>> beans = new TreeMap<>();
    for (String engine : Generation.ENGINES) {
      for (ColumnStatisticsData._Fields kind : ColumnStatisticsData._Fields.values()) {
        String column = kind.getFieldName().toLowerCase(java.util.Locale.ROOT);
        ColumnStatisticsObj bean = new ColumnStatisticsObj();
        bean.setColName(column);
        bean.setColType(SharedTable.columns().get(column));
        bean.setStatsData(data(kind));
        beans.put(engine + "/" + column, bean);
      }
    }
    return beans;
  }

  private static ColumnStatisticsData data(ColumnStatisticsData._Fields kind) {
    try {
      // The names of the structs follow those of the fields: longStats, LongColumnStatsData.
      String name = kind.getFieldName().replace("Stats", "ColumnStatsData");
      String type =
          ColumnStatisticsData.class.getPackageName()
              + "."
              + Character.toUpperCase(name.charAt(0))
              + name.substring(1);
      ColumnStatisticsData data = new ColumnStatisticsData();
      data.setFieldValue(kind, Class.forName(type).getDeclaredConstructor().newInstance());
      return data;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    if (partition.isEmpty()) {
      create(place, new SharedTable("orders", "EXTERNAL_TABLE"));
    } else {
      create(place, new SharedPartition());
    }
    write(place, beans);
  }

  private static void create(Place place, SharedObjects.Kind owner) throws Exception {
    Map<String, TBase<?, ?>> beans = owner.identity(place);
    beans.values().forEach(bean -> EveryField.fill(bean, Generation.NAME));
    owner.settle(place, beans);
    try {
      owner.create(place, beans);
    } catch (AlreadyExistsException e) {
      // shared, too
    }
  }

  @Override
  public Map<String, TBase<?, ?>> read(Place place) throws Exception {
    List<String> columns = new ArrayList<>(SharedTable.columns().keySet());
    Map<String, TBase<?, ?>> beans = new TreeMap<>();
    for (String engine : Generation.ENGINES) {
      List<ColumnStatisticsObj> found =
          partition.isEmpty()
              ? Generation.tableStatistics(place.client, place.database, table(), columns, engine)
              : Generation.partitionStatistics(
                      place.client, place.database, table(), List.of(partition), columns, engine)
                  .getOrDefault(partition, List.of());
      for (ColumnStatisticsObj each : found) {
        // A newer client may have measured what this one has no kind for.
        if (each.getStatsData().isSet()) {
          beans.put(engine + "/" + each.getColName(), each);
        }
      }
    }
    return beans;
  }

  @Override
  public void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) throws Exception {
    write(place, beans);
  }

  private void write(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    for (String engine : Generation.ENGINES) {
      List<ColumnStatisticsObj> columns = new ArrayList<>();
      beans.forEach(
          (name, bean) -> {
            if (name.startsWith(engine + "/")) {
              columns.add((ColumnStatisticsObj) bean);
            }
          });
      if (columns.isEmpty()) {
        continue;
      }
      ColumnStatisticsDesc subject =
          new ColumnStatisticsDesc(partition.isEmpty(), place.database, table());
      if (partition.isEmpty()) {
        place.client.updateTableColumnStatistics(
            Generation.statistics(subject, columns, engine));
      } else {
        subject.setPartName(partition);
        place.client.updatePartitionColumnStatistics(
            Generation.statistics(subject, columns, engine));
      }
    }
  }

  @Override
  public void settle(Place place, Map<String, TBase<?, ?>> beans) {
    // any value will do
  }
}
