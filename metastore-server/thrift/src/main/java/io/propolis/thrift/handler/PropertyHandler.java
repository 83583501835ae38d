package io.propolis.thrift.handler;

import static io.propolis.thrift.handler.Requests.orEmpty;
import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.filter.PropertySelection;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Objects;
import org.apache.hadoop.hive.metastore.api.PropertyGetRequest;
import org.apache.hadoop.hive.metastore.api.PropertyGetResponse;
import org.apache.hadoop.hive.metastore.api.PropertySetRequest;

/** Properties that Hive 4's tools keep beside clusters, databases and tables. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PropertyHandler implements Handler {
  private final Door door;

  PropertyHandler(Door door) {
    this.door = door;
  }

  public PropertyGetResponse get_properties(ClientSession client, PropertyGetRequest request) {
    var response = new PropertyGetResponse();
    response.setProperties(
        door.as(client)
            .properties()
            .select(
                required(Entity.PROPERTIES, "namespace", request.getNameSpace()),
                Objects.requireNonNullElse(request.getMapPrefix(), ""),
                PropertySelection.of(
                    request.getMapPredicate(), orEmpty(request.getMapSelection()))));
    return response;
  }

  public boolean set_properties(ClientSession client, PropertySetRequest request) {
    var namespace = required(Entity.PROPERTIES, "namespace", request.getNameSpace());
    if (request.getPropertyMap() != null) {
      door.as(client).properties().set(namespace, request.getPropertyMap());
    }
    return true;
  }
}
