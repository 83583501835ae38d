package io.propolis.compat.hms;

import io.propolis.compat.hms.SharedObjects.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TBase;

/** A table or view of a column of each type that statistics are of. */
final class SharedTable implements SharedObjects.Kind {
  private final String name;
  private final String type;

  SharedTable(String name, String type) {
    this.name = name;
    this.type = type;
  }

  /** A column for each kind of statistics, called as the kind is. */
  static Map<String, String> columns() {
    Map<String, String> types = new java.util.LinkedHashMap<>();
    types.put("booleanstats", "boolean");
    types.put("longstats", "bigint");
    types.put("doublestats", "double");
    types.put("stringstats", "string");
    types.put("binarystats", "binary");
    types.put("decimalstats", "decimal(10,2)");
    types.put("datestats", "date");
    types.put("timestampstats", "timestamp");
    return types;
  }

  @Override
  public Map<String, TBase<?, ?>> identity(Place place) {
    return Map.of("", new Table());
  }

  @Override
  public void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    place.client.createTable((Table) beans.get(""));
  }

  @Override
  public Map<String, TBase<?, ?>> read(Place place) throws Exception {
    return Map.of("", place.client.getTable(place.database, name));
  }

  @Override
  public void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) throws Exception {
    Table table = (Table) beans.get("");
    table.putToParameters(mark, "set");
    place.client.alter_table_with_environmentContext(
        place.database, name, table, SharedObjects.withoutCountingFiles());
  }

  @Override
  public void settle(Place place, Map<String, TBase<?, ?>> beans) {
    settle(place, (Table) beans.get(""), name, type);
    ((Table) beans.get("")).setPartitionKeys(new ArrayList<>());
  }

  static void settle(Place place, Table bean, String name, String type) {
    bean.setDbName(place.database);
    bean.setTableName(name);
    bean.setTableType(type);
    bean.setPrivileges(null);
    Map<String, String> parameters = new HashMap<>(bean.getParameters());
    if (type.equals("EXTERNAL_TABLE")) {
      parameters.put("EXTERNAL", "TRUE");
    }
    bean.setParameters(parameters);
    EveryField.set(bean, "catName", "hive");
    EveryField.leaveOutStatistics(bean);
    settle(bean.getSd(), type.equals("VIRTUAL_VIEW") ? null : place.folder + "/" + name);
  }

  static void settle(StorageDescriptor sd, String location) {
    List<FieldSchema> columns = new ArrayList<>();
    columns().forEach((column, type) -> columns.add(new FieldSchema(column, type, null)));
    sd.setCols(columns);
    sd.setLocation(location);
    sd.setBucketCols(new ArrayList<>(List.of("longstats")));
  }
}
