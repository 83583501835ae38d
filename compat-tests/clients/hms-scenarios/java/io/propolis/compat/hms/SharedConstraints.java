package io.propolis.compat.hms;

import io.propolis.compat.hms.SharedObjects.Place;
import java.util.Map;
import org.apache.thrift.TBase;

/** Constraints of each kind that the client knows, of two tables. */
final class SharedConstraints implements SharedObjects.Kind {
  private static final String TABLE = "orders";
  private static final String OTHER = "referred";

  @Override
  public Map<String, TBase<?, ?>> identity(Place place) {
    return Constraints.empty();
  }

  @Override
  public void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    for (String name : new String[] {TABLE, OTHER}) {
      SharedTable table = new SharedTable(name, "EXTERNAL_TABLE");
      Map<String, TBase<?, ?>> tables = table.identity(place);
      tables.values().forEach(bean -> EveryField.fill(bean, Generation.NAME));
      table.settle(place, tables);
      table.create(place, tables);
    }
    Constraints.addReferredKey(place.client, referred(place));
    Constraints.add(place.client, beans);
  }

  /** The key that the foreign key refers to. */
  private static org.apache.hadoop.hive.metastore.api.SQLPrimaryKey referred(Place place) {
    org.apache.hadoop.hive.metastore.api.SQLPrimaryKey key =
        EveryField.fill(
            new org.apache.hadoop.hive.metastore.api.SQLPrimaryKey(), Generation.NAME);
    settle(place, key, OTHER);
    key.setPk_name("referred_key");
    return key;
  }

  @Override
  public Map<String, TBase<?, ?>> read(Place place) throws Exception {
    return Constraints.read(place.client, place.database, TABLE);
  }

  @Override
  public void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) {
    throw new UnsupportedOperationException("Constraints are added and dropped, never altered");
  }

  @Override
  public void settle(Place place, Map<String, TBase<?, ?>> beans) {
    beans.values().forEach(bean -> settle(place, bean, TABLE));
  }

  private static void settle(Place place, TBase<?, ?> bean, String table) {
    EveryField.set(bean, "catName", "hive");
    EveryField.set(bean, "table_db", place.database);
    EveryField.set(bean, "table_name", table);
    EveryField.set(bean, "fktable_db", place.database);
    EveryField.set(bean, "fktable_name", table);
    EveryField.set(bean, "pktable_db", place.database);
    EveryField.set(bean, "pktable_name", OTHER);
    EveryField.set(bean, "column_name", "longstats");
    EveryField.set(bean, "fkcolumn_name", "longstats");
    EveryField.set(bean, "pkcolumn_name", "longstats");
    EveryField.set(bean, "pk_name", "referred_key");
    EveryField.set(bean, "key_seq", 1);
    if (bean instanceof org.apache.hadoop.hive.metastore.api.SQLPrimaryKey) {
      EveryField.set(bean, "pk_name", "own_key");
    }
  }
}
