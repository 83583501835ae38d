package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.schemas.ColumnQuery;
import io.propolis.catalog.model.schemas.SchemaName;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Schemas;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlterISchemaRequest;
import org.apache.hadoop.hive.metastore.api.FindSchemasByColsResp;
import org.apache.hadoop.hive.metastore.api.FindSchemasByColsRqst;
import org.apache.hadoop.hive.metastore.api.GetSerdeRequest;
import org.apache.hadoop.hive.metastore.api.ISchema;
import org.apache.hadoop.hive.metastore.api.ISchemaName;
import org.apache.hadoop.hive.metastore.api.MapSchemaVersionToSerdeRequest;
import org.apache.hadoop.hive.metastore.api.SchemaVersion;
import org.apache.hadoop.hive.metastore.api.SchemaVersionDescriptor;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.SetSchemaVersionStateRequest;

/** Hive's registry of schemas, and the SerDes that its versions name. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class SchemaHandler implements Handler {
  private final Door door;

  SchemaHandler(Door door) {
    this.door = door;
  }

  public void create_ischema(ClientSession client, ISchema schema) {
    door.as(client).schemas().create(Schemas.schema(schema));
  }

  public void alter_ischema(ClientSession client, AlterISchemaRequest request) {
    door.as(client)
        .schemas()
        .alter(Schemas.name(request.getName()), Schemas.schema(request.getNewSchema()));
  }

  public ISchema get_ischema(ClientSession client, ISchemaName name) {
    return Schemas.bean(door.as(client).schemas().require(Schemas.name(name)));
  }

  public void drop_ischema(ClientSession client, ISchemaName name) {
    door.as(client).schemas().drop(Schemas.name(name));
  }

  public void add_schema_version(ClientSession client, SchemaVersion version) {
    door.as(client).schemas().addVersion(Schemas.version(version));
  }

  public SchemaVersion get_schema_version(ClientSession client, SchemaVersionDescriptor version) {
    var id = Schemas.id(version);
    return door.as(client)
        .schemas()
        .version(id)
        .map(Schemas::bean)
        .orElseThrow(() -> notFound(Entity.SCHEMA, id));
  }

  public SchemaVersion get_schema_latest_version(ClientSession client, ISchemaName schema) {
    var name = Schemas.name(schema);
    return door.as(client)
        .schemas()
        .latestVersion(name)
        .map(Schemas::bean)
        .orElseThrow(() -> noVersions(name));
  }

  /** The newest first. As in Hive, a schema without versions is an error. */
  public List<SchemaVersion> get_schema_all_versions(ClientSession client, ISchemaName schema) {
    var name = Schemas.name(schema);
    var versions = door.as(client).schemas().versions(name);
    if (versions.isEmpty()) {
      throw noVersions(name);
    }
    return versions.stream().map(Schemas::bean).toList();
  }

  private static CatalogException noVersions(SchemaName name) {
    return new CatalogException(
        Kind.NOT_FOUND, Entity.SCHEMA, "No versions of schema " + name + " exist");
  }

  public void drop_schema_version(ClientSession client, SchemaVersionDescriptor version) {
    door.as(client).schemas().dropVersion(Schemas.id(version));
  }

  public FindSchemasByColsResp get_schemas_by_cols(
      ClientSession client, FindSchemasByColsRqst request) {
    var query = new ColumnQuery(request.getColName(), request.getColNamespace(), request.getType());
    return new FindSchemasByColsResp(
        door.as(client).schemas().versionsWith(query).stream().map(Schemas::bean).toList());
  }

  public void map_schema_version_to_serde(
      ClientSession client, MapSchemaVersionToSerdeRequest request) {
    door.as(client)
        .schemas()
        .mapToSerDe(Schemas.id(request.getSchemaVersion()), name(request.getSerdeName()));
  }

  public void set_schema_version_state(ClientSession client, SetSchemaVersionStateRequest request) {
    door.as(client)
        .schemas()
        .setState(Schemas.id(request.getSchemaVersion()), Schemas.state(request.getState()));
  }

  public void add_serde(ClientSession client, SerDeInfo serDe) {
    door.as(client).serDes().add(Schemas.serDe(serDe));
  }

  public SerDeInfo get_serde(ClientSession client, GetSerdeRequest request) {
    var name = name(request.getSerdeName());
    return door.as(client)
        .serDes()
        .find(name)
        .map(Schemas::bean)
        .orElseThrow(() -> notFound(Entity.SERDE, name));
  }

  private static String name(String serDe) {
    return HiveNames.required(Entity.SERDE, "SerDe name", serDe);
  }
}
