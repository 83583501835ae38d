package io.propolis.thrift.handler;

import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.NamePattern;
import io.propolis.thrift.translate.Databases;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Survivors;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlterDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.CreateDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.DropDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.GetDatabaseObjectsRequest;
import org.apache.hadoop.hive.metastore.api.GetDatabaseObjectsResponse;
import org.apache.hadoop.hive.metastore.api.GetDatabaseRequest;
import org.jspecify.annotations.Nullable;

/** Databases. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class DatabaseHandler implements Handler {
  private final Door door;

  DatabaseHandler(Door door) {
    this.door = door;
  }

  public void create_database(ClientSession client, Database database) {
    door.as(client).databases().create(Databases.database(database));
  }

  public void create_database_req(ClientSession client, CreateDatabaseRequest request) {
    var bean = new Database();
    bean.setName(request.getDatabaseName());
    bean.setDescription(request.getDescription());
    bean.setLocationUri(request.getLocationUri());
    bean.setParameters(request.getParameters());
    bean.setPrivileges(request.getPrivileges());
    bean.setOwnerName(request.getOwnerName());
    bean.setOwnerType(request.getOwnerType());
    bean.setCatalogName(request.getCatalogName());
    bean.setManagedLocationUri(request.getManagedLocationUri());
    bean.setType(request.getType());
    bean.setConnector_name(request.getDataConnectorName());
    bean.setRemote_dbname(request.getRemote_dbname());
    create_database(client, bean);
  }

  public Database get_database(ClientSession client, @Nullable String name) {
    return get(client, HiveNames.database(name));
  }

  public Database get_database_req(ClientSession client, GetDatabaseRequest request) {
    return get(client, HiveNames.database(request.getCatalogName(), request.getName()));
  }

  private Database get(ClientSession client, DatabaseName name) {
    return Databases.bean(door.as(client).databases().require(name));
  }

  /** As in Hive, whose databases keep their names whatever a client writes. */
  public void alter_database(ClientSession client, @Nullable String name, Database changed) {
    var databases = door.as(client).databases();
    var current = databases.require(HiveNames.parse(name).name());
    var requested = Databases.database(changed);
    var type = changed.isSetOwnerType() ? requested.ownerType() : current.ownerType();
    databases.alter(
        current.name(),
        Survivors.onto(current, requested)
            .withName(current.name())
            .withOwner(requested.owner(), type));
  }

  public void alter_database_req(ClientSession client, AlterDatabaseRequest request) {
    alter_database(client, request.getOldDbName(), request.getNewDb());
  }

  public void drop_database(
      ClientSession client, @Nullable String name, boolean deleteData, boolean cascade) {
    drop(client, HiveNames.database(name), deleteData, cascade);
  }

  public void drop_database_req(ClientSession client, DropDatabaseRequest request) {
    var name = HiveNames.database(request.getCatalogName(), request.getName());
    if (request.isIgnoreUnknownDb() && door.as(client).databases().find(name).isEmpty()) {
      return;
    }
    drop(client, name, request.isDeleteData(), request.isCascade());
  }

  private void drop(ClientSession client, DatabaseName name, boolean deleteData, boolean cascade) {
    door.as(client)
        .databases()
        .drop(
            name,
            cascade ? Contents.CASCADE : Contents.MUST_BE_EMPTY,
            Requests.dropData(deleteData));
  }

  public List<String> get_databases(ClientSession client, @Nullable String pattern) {
    var wanted = HiveNames.parse(pattern);
    return names(client, wanted.catalog(), wanted.pattern());
  }

  public List<String> get_all_databases(ClientSession client) {
    return door.as(client).databases().names(HiveNames.catalog(null));
  }

  private List<String> names(ClientSession client, String catalog, NamePattern pattern) {
    return door.as(client).databases().names(catalog).stream().filter(pattern::matches).toList();
  }

  public GetDatabaseObjectsResponse get_databases_req(
      ClientSession client, GetDatabaseObjectsRequest request) {
    var wanted = HiveNames.parse(request.getCatalogName(), request.getPattern());
    var pattern = wanted.pattern();
    return new GetDatabaseObjectsResponse(
        door.as(client).databases().all(wanted.catalog()).stream()
            .filter(database -> pattern.matches(database.name().name()))
            .map(Databases::bean)
            .toList());
  }
}
