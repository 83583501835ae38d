package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.translate.Databases;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.AlterCatalogRequest;
import org.apache.hadoop.hive.metastore.api.CreateCatalogRequest;
import org.apache.hadoop.hive.metastore.api.DropCatalogRequest;
import org.apache.hadoop.hive.metastore.api.GetCatalogRequest;
import org.apache.hadoop.hive.metastore.api.GetCatalogResponse;
import org.apache.hadoop.hive.metastore.api.GetCatalogsResponse;
import org.jspecify.annotations.Nullable;

/** Catalogs, Hive 3's outermost name space. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class CatalogHandler implements Handler {
  private final Door door;

  CatalogHandler(Door door) {
    this.door = door;
  }

  public void create_catalog(ClientSession client, CreateCatalogRequest request) {
    door.as(client).catalogs().create(Databases.catalog(request.getCatalog()));
  }

  public void alter_catalog(ClientSession client, AlterCatalogRequest request) {
    var catalogs = door.as(client).catalogs();
    var name = name(request.getName());
    var extras = catalogs.find(name).map(standing -> standing.extras()).orElse(Map.of());
    catalogs.alter(name, Databases.catalog(request.getNewCat()).withExtras(extras));
  }

  public GetCatalogResponse get_catalog(ClientSession client, GetCatalogRequest request) {
    return new GetCatalogResponse(
        Databases.bean(door.as(client).catalogs().require(name(request.getName()))));
  }

  public GetCatalogsResponse get_catalogs(ClientSession client) {
    return new GetCatalogsResponse(door.as(client).catalogs().names());
  }

  public void drop_catalog(ClientSession client, DropCatalogRequest request) {
    var catalogs = door.as(client).catalogs();
    var name = name(request.getName());
    if (catalogs.find(name).isEmpty()) {
      if (request.isSetIfExists() && request.isIfExists()) {
        return;
      }
      throw notFound(Entity.CATALOG, name);
    }
    catalogs.drop(name);
  }

  private static String name(@Nullable String name) {
    return HiveNames.required(Entity.ARGUMENT, "catalog name", name);
  }
}
