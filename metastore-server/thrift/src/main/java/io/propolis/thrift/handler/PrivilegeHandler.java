package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.GrantOperations.Identity;
import io.propolis.catalog.GrantOperations.Revoked;
import io.propolis.catalog.GrantOperations.Scope;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.model.access.Resource.Kind;
import io.propolis.thrift.translate.Grants;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.hive.metastore.api.GrantRevokePrivilegeRequest;
import org.apache.hadoop.hive.metastore.api.GrantRevokePrivilegeResponse;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.HiveObjectRef;
import org.apache.hadoop.hive.metastore.api.HiveObjectType;
import org.apache.hadoop.hive.metastore.api.PrincipalPrivilegeSet;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.PrivilegeBag;
import org.jspecify.annotations.Nullable;

/** Privileges: kept for engines, which enforce them. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class PrivilegeHandler implements Handler {
  private final Door door;

  PrivilegeHandler(Door door) {
    this.door = door;
  }

  public boolean grant_privileges(ClientSession client, PrivilegeBag privileges) {
    door.as(client).grants().grant(Grants.grants(privileges));
    return true;
  }

  public boolean revoke_privileges(ClientSession client, PrivilegeBag privileges) {
    door.as(client).grants().revoke(Grants.grants(privileges), Revoked.PRIVILEGE);
    return true;
  }

  public GrantRevokePrivilegeResponse grant_revoke_privileges(
      ClientSession client, GrantRevokePrivilegeRequest request) {
    if (request.getRequestType() == null) {
      throw invalid(Entity.PRIVILEGE, "Unknown request type null");
    }
    var privileges = Grants.grants(request.getPrivileges());
    var grants = door.as(client).grants();
    switch (request.getRequestType()) {
      case GRANT -> grants.grant(privileges);
      case REVOKE ->
          grants.revoke(
              privileges, request.isRevokeGrantOption() ? Revoked.GRANT_OPTION : Revoked.PRIVILEGE);
    }
    return success();
  }

  /** Of a column, no name may be given: the grants on all columns of the table are replaced. */
  public GrantRevokePrivilegeResponse refresh_privileges(
      ClientSession client,
      HiveObjectRef object,
      @Nullable String authorizer,
      GrantRevokePrivilegeRequest request) {
    boolean ofColumns = object.getObjectType() == HiveObjectType.COLUMN;
    if (ofColumns && object.getColumnName() != null) {
      throw invalid(Entity.PRIVILEGE, "columnName must be null, not " + object.getColumnName());
    }
    door.as(client)
        .grants()
        .replace(
            ofColumns ? new Resource.OfTable(Grants.table(object)) : Grants.resource(object),
            ofColumns ? Scope.COLUMNS : Scope.RESOURCE,
            authorizer,
            Grants.grants(request.getPrivileges()));
    return success();
  }

  private static GrantRevokePrivilegeResponse success() {
    var response = new GrantRevokePrivilegeResponse();
    response.setSuccess(true);
    return response;
  }

  public PrincipalPrivilegeSet get_privilege_set(
      ClientSession client,
      HiveObjectRef object,
      @Nullable String user,
      @Nullable List<String> groups) {
    return Grants.bean(
        door.as(client)
            .grants()
            .privileges(Grants.resource(object), new Identity(user, Requests.orEmpty(groups))));
  }

  /**
   * Without a principal, of all; without a kind of object, on all; without a database, on all of
   * that kind.
   */
  public List<HiveObjectPrivilege> list_privileges(
      ClientSession client,
      @Nullable String name,
      @Nullable PrincipalType type,
      HiveObjectRef object) {
    var principal = name == null ? null : Grants.principal(name, type);
    return Grants.beans(list(client, principal, object));
  }

  private List<Grant> list(
      ClientSession client, @Nullable Principal principal, HiveObjectRef object) {
    var grants = door.as(client).grants();
    var type = object.getObjectType();
    if (type == null) {
      return grants.all(EnumSet.allOf(Kind.class), principal);
    }
    boolean isNamed =
        type == HiveObjectType.DATACONNECTOR
            ? object.getObjectName() != null
            : object.getDbName() != null;
    if (type != HiveObjectType.GLOBAL && !isNamed) {
      return grants.all(Set.of(Kind.valueOf(type.name())), principal);
    }
    return type == HiveObjectType.COLUMN && object.getColumnName() == null
        ? grants.onColumnsOf(Grants.table(object), principal)
        : grants.on(Grants.resource(object), principal);
  }
}
