package io.propolis.compat.hms;

import io.propolis.compat.hms.SharedObjects.Place;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.thrift.TBase;

/** The database itself. */
final class SharedDatabase implements SharedObjects.Kind {

  @Override
  public Map<String, TBase<?, ?>> identity(Place place) {
    return Map.of("", new Database());
  }

  @Override
  public void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    place.client.createDatabase((Database) beans.get(""));
  }

  @Override
  public Map<String, TBase<?, ?>> read(Place place) throws Exception {
    return Map.of("", place.client.getDatabase(place.database));
  }

  @Override
  public void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) throws Exception {
    Database database = (Database) beans.get("");
    database.putToParameters(mark, "set");
    place.client.alterDatabase(place.database, database);
  }

  @Override
  public void settle(Place place, Map<String, TBase<?, ?>> beans) {
    Database bean = (Database) beans.get("");
    bean.setName(place.database);
    bean.setLocationUri(place.folder);
    bean.setOwnerType(PrincipalType.ROLE);
    bean.setPrivileges(null);
    bean.setParameters(new HashMap<>(bean.getParameters()));
    EveryField.set(bean, "catalogName", "hive");
    EveryField.set(bean, "managedLocationUri", place.folder + "/managed");
    EveryField.setConstant(bean, "type", "NATIVE");
    // of remote databases alone
    EveryField.set(bean, "connector_name", null);
    EveryField.set(bean, "remote_dbname", null);
  }
}
