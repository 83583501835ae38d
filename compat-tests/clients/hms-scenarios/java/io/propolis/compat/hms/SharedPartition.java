package io.propolis.compat.hms;

import io.propolis.compat.hms.SharedObjects.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TBase;
import org.apache.thrift.TException;

/** The one partition of a table. */
final class SharedPartition implements SharedObjects.Kind {
  static final String TABLE = "days";
  static final String NAME = "day=monday";

  private static final List<String> VALUES = List.of("monday");

  static void createTable(Place place) throws TException {
    Table table = EveryField.fill(new Table(), Generation.NAME);
    SharedTable.settle(place, table, TABLE, "EXTERNAL_TABLE");
    table.setPartitionKeys(new ArrayList<>(List.of(new FieldSchema("day", "string", null))));
    try {
      place.client.createTable(table);
    } catch (AlreadyExistsException e) {
      // made for another of its objects
    }
  }

  @Override
  public Map<String, TBase<?, ?>> identity(Place place) {
    return Map.of("", new Partition());
  }

  @Override
  public void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    createTable(place);
    place.client.add_partition((Partition) beans.get(""));
  }

  @Override
  public Map<String, TBase<?, ?>> read(Place place) throws Exception {
    return Map.of("", place.client.getPartition(place.database, TABLE, VALUES));
  }

  @Override
  public void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) throws Exception {
    Partition partition = (Partition) beans.get("");
    partition.putToParameters(mark, "set");
    place.client.alter_partition(
        place.database, TABLE, partition, SharedObjects.withoutCountingFiles());
  }

  @Override
  public void settle(Place place, Map<String, TBase<?, ?>> beans) {
    Partition bean = (Partition) beans.get("");
    bean.setDbName(place.database);
    bean.setTableName(TABLE);
    bean.setValues(new ArrayList<>(VALUES));
    bean.setPrivileges(null);
    bean.setParameters(new HashMap<>(bean.getParameters()));
    EveryField.set(bean, "catName", "hive");
    EveryField.leaveOutStatistics(bean);
    SharedTable.settle(bean.getSd(), place.folder + "/" + TABLE + "/" + NAME);
  }
}
