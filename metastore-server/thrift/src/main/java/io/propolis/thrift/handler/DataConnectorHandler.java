package io.propolis.thrift.handler;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.DataConnectorOperations.References;
import io.propolis.thrift.translate.Connectors;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlterDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.CreateDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.DropDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.GetDataConnectorRequest;
import org.jspecify.annotations.Nullable;

/** Data connectors, in the calls of Hive 4.0.0 and in those with requests that came after. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class DataConnectorHandler implements Handler {
  private final Door door;

  DataConnectorHandler(Door door) {
    this.door = door;
  }

  public void create_dataconnector(ClientSession client, DataConnector connector) {
    door.as(client).connectors().create(Connectors.connector(connector));
  }

  public void create_dataconnector_req(ClientSession client, CreateDataConnectorRequest request) {
    door.as(client).connectors().create(Connectors.connector(request.getConnector()));
  }

  public DataConnector get_dataconnector_req(
      ClientSession client, GetDataConnectorRequest request) {
    return Connectors.bean(door.as(client).connectors().require(name(request.getConnectorName())));
  }

  public List<String> get_dataconnectors(ClientSession client) {
    return door.as(client).connectors().names();
  }

  public void alter_dataconnector(
      ClientSession client, @Nullable String name, DataConnector connector) {
    door.as(client).connectors().alter(name(name), Connectors.connector(connector));
  }

  public void alter_dataconnector_req(ClientSession client, AlterDataConnectorRequest request) {
    door.as(client)
        .connectors()
        .alter(name(request.getConnectorName()), Connectors.connector(request.getNewConnector()));
  }

  public void drop_dataconnector(
      ClientSession client,
      @Nullable String name,
      @Nullable Boolean ifNotExists,
      @Nullable Boolean checkReferences) {
    drop(
        client,
        name(name),
        Boolean.TRUE.equals(ifNotExists),
        references(Boolean.TRUE.equals(checkReferences)));
  }

  public void drop_dataconnector_req(ClientSession client, DropDataConnectorRequest request) {
    drop(
        client,
        name(request.getConnectorName()),
        request.isIfNotExists(),
        references(request.isCheckReferences()));
  }

  private static References references(boolean check) {
    return check ? References.CHECK : References.IGNORE;
  }

  /** The flag's name notwithstanding, it means: no error when there is none. */
  private void drop(ClientSession client, String name, boolean ifNotExists, References references) {
    var connectors = door.as(client).connectors();
    if (!ifNotExists || connectors.find(name).isPresent()) {
      connectors.drop(name, references);
    }
  }

  private static String name(@Nullable String name) {
    return HiveNames.required(Entity.CONNECTOR, "name of a data connector", name);
  }
}
