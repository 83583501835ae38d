package io.propolis.thrift.handler;

import static io.propolis.thrift.translate.HiveNames.required;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.ProcedureOperations;
import io.propolis.catalog.model.workload.StoredPackage;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AddPackageRequest;
import org.apache.hadoop.hive.metastore.api.DropPackageRequest;
import org.apache.hadoop.hive.metastore.api.GetPackageRequest;
import org.apache.hadoop.hive.metastore.api.ListPackageRequest;
import org.apache.hadoop.hive.metastore.api.ListStoredProcedureRequest;
import org.apache.hadoop.hive.metastore.api.Package;
import org.apache.hadoop.hive.metastore.api.StoredProcedure;
import org.apache.hadoop.hive.metastore.api.StoredProcedureRequest;
import org.jspecify.annotations.Nullable;

/** Stored procedures and packages of HPL/SQL. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class ProcedureHandler implements Handler {
  private final Door door;

  ProcedureHandler(Door door) {
    this.door = door;
  }

  private ProcedureOperations procedures(ClientSession client) {
    return door.as(client).procedures();
  }

  public void create_stored_procedure(ClientSession client, StoredProcedure procedure) {
    procedures(client)
        .put(
            new io.propolis.catalog.model.workload.StoredProcedure(
                HiveNames.database(procedure.getCatName(), procedure.getDbName()),
                required(Entity.PROCEDURE, "procedure name", procedure.getName()),
                procedure.getOwnerName(),
                required(Entity.PROCEDURE, "source", procedure.getSource())));
  }

  public StoredProcedure get_stored_procedure(
      ClientSession client, StoredProcedureRequest request) {
    var procedure =
        procedures(client)
            .procedureNamed(
                HiveNames.database(request.getCatName(), request.getDbName()),
                name(request.getProcName()));
    return new StoredProcedure(
        procedure.name(),
        procedure.database().name(),
        procedure.database().catalog(),
        procedure.owner(),
        procedure.source());
  }

  public void drop_stored_procedure(ClientSession client, StoredProcedureRequest request) {
    procedures(client)
        .dropProcedure(
            HiveNames.database(request.getCatName(), request.getDbName()),
            name(request.getProcName()));
  }

  /** Of one database or, without one, of the whole catalog. */
  public List<String> get_all_stored_procedures(
      ClientSession client, ListStoredProcedureRequest request) {
    return request.isSetDbName()
        ? procedures(client)
            .procedures(HiveNames.database(request.getCatName(), request.getDbName()))
        : procedures(client).procedures(HiveNames.catalog(request.getCatName()));
  }

  public void add_package(ClientSession client, AddPackageRequest request) {
    procedures(client)
        .put(
            new StoredPackage(
                HiveNames.database(request.getCatName(), request.getDbName()),
                name(request.getPackageName()),
                request.getOwnerName(),
                required(Entity.PACKAGE, "header", request.getHeader()),
                required(Entity.PACKAGE, "body", request.getBody())));
  }

  public Package find_package(ClientSession client, GetPackageRequest request) {
    var found =
        procedures(client)
            .packageNamed(
                HiveNames.database(request.getCatName(), request.getDbName()),
                name(request.getPackageName()));
    return new Package(
        found.database().catalog(),
        found.database().name(),
        found.name(),
        found.owner(),
        found.header(),
        found.body());
  }

  public void drop_package(ClientSession client, DropPackageRequest request) {
    procedures(client)
        .dropPackage(
            HiveNames.database(request.getCatName(), request.getDbName()),
            name(request.getPackageName()));
  }

  /** Of one database or, without one, of the whole catalog. */
  public List<String> get_all_packages(ClientSession client, ListPackageRequest request) {
    return request.isSetDbName()
        ? procedures(client).packages(HiveNames.database(request.getCatName(), request.getDbName()))
        : procedures(client).packages(HiveNames.catalog(request.getCatName()));
  }

  private static String name(@Nullable String name) {
    return required(Entity.PROCEDURE, "name of a procedure or package", name);
  }
}
