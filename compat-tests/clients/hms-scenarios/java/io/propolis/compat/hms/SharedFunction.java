package io.propolis.compat.hms;

import io.propolis.compat.hms.SharedObjects.Place;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.thrift.TBase;

/** A function with a resource. */
final class SharedFunction implements SharedObjects.Kind {
  private static final String NAME = "shared";

  @Override
  public Map<String, TBase<?, ?>> identity(Place place) {
    return Map.of("", new Function());
  }

  @Override
  public void create(Place place, Map<String, TBase<?, ?>> beans) throws Exception {
    place.client.createFunction((Function) beans.get(""));
  }

  @Override
  public Map<String, TBase<?, ?>> read(Place place) throws Exception {
    return Map.of("", place.client.getFunction(place.database, NAME));
  }

  /** It has no parameters to mark. */
  @Override
  public void alter(Place place, Map<String, TBase<?, ?>> beans, String mark) throws Exception {
    place.client.alterFunction(place.database, NAME, (Function) beans.get(""));
  }

  @Override
  public void settle(Place place, Map<String, TBase<?, ?>> beans) {
    Function bean = (Function) beans.get("");
    bean.setDbName(place.database);
    bean.setFunctionName(NAME);
    EveryField.set(bean, "catName", "hive");
  }
}
