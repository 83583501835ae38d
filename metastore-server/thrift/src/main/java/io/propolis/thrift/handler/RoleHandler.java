package io.propolis.thrift.handler;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.thrift.translate.Grants;
import io.propolis.thrift.translate.HiveNames;
import io.propolis.thrift.translate.Roles;
import io.propolis.thrift.wire.ClientSession;
import io.propolis.thrift.wire.Handler;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetPrincipalsInRoleRequest;
import org.apache.hadoop.hive.metastore.api.GetPrincipalsInRoleResponse;
import org.apache.hadoop.hive.metastore.api.GetRoleGrantsForPrincipalRequest;
import org.apache.hadoop.hive.metastore.api.GetRoleGrantsForPrincipalResponse;
import org.apache.hadoop.hive.metastore.api.GrantRevokeRoleRequest;
import org.apache.hadoop.hive.metastore.api.GrantRevokeRoleResponse;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.Role;
import org.jspecify.annotations.Nullable;

/** Roles. */
@SuppressWarnings("MemberName") // methods are named as in the IDL
final class RoleHandler implements Handler {
  private final Door door;

  RoleHandler(Door door) {
    this.door = door;
  }

  public boolean create_role(ClientSession client, Role role) {
    door.as(client).roles().create(named(role.getRoleName()), role.getOwnerName());
    return true;
  }

  public boolean drop_role(ClientSession client, String role) {
    door.as(client).roles().drop(role);
    return true;
  }

  public List<String> get_role_names(ClientSession client) {
    return door.as(client).roles().names();
  }

  public boolean grant_role(
      ClientSession client,
      String role,
      String principal,
      @Nullable PrincipalType type,
      @Nullable String grantor,
      @Nullable PrincipalType grantorType,
      boolean grantOption) {
    var member = Grants.principal(principal, type);
    door.as(client)
        .roles()
        .grant(Roles.membership(role, member, grantor, grantorType, grantOption));
    return true;
  }

  public boolean revoke_role(
      ClientSession client, String role, String principal, @Nullable PrincipalType type) {
    door.as(client).roles().revoke(role, Grants.principal(principal, type));
    return true;
  }

  public GrantRevokeRoleResponse grant_revoke_role(
      ClientSession client, GrantRevokeRoleRequest request) {
    var role = named(request.getRoleName());
    var member = Grants.principal(request.getPrincipalName(), request.getPrincipalType());
    if (request.getRequestType() == null) {
      throw invalid(Entity.ROLE, "Unknown request type null");
    }
    var roles = door.as(client).roles();
    switch (request.getRequestType()) {
      case GRANT ->
          roles.grant(
              Roles.membership(
                  role,
                  member,
                  request.getGrantor(),
                  request.getGrantorType(),
                  request.isGrantOption()));
      case REVOKE -> {
        if (request.isGrantOption()) {
          roles.revokePassing(role, member);
        } else {
          roles.revoke(role, member);
        }
      }
    }
    var response = new GrantRevokeRoleResponse();
    response.setSuccess(true);
    return response;
  }

  public List<Role> list_roles(
      ClientSession client, String principal, @Nullable PrincipalType type) {
    return door.as(client).roles().rolesOf(Grants.principal(principal, type)).stream()
        .map(Roles::bean)
        .toList();
  }

  public GetPrincipalsInRoleResponse get_principals_in_role(
      ClientSession client, GetPrincipalsInRoleRequest request) {
    return new GetPrincipalsInRoleResponse(
        door.as(client).roles().membersOf(named(request.getRoleName())).stream()
            .map(Roles::bean)
            .toList());
  }

  public GetRoleGrantsForPrincipalResponse get_role_grants_for_principal(
      ClientSession client, GetRoleGrantsForPrincipalRequest request) {
    var member = Grants.principal(request.getPrincipal_name(), request.getPrincipal_type());
    return new GetRoleGrantsForPrincipalResponse(
        door.as(client).roles().heldBy(member).stream().map(Roles::bean).toList());
  }

  private static String named(@Nullable String role) {
    return HiveNames.required(Entity.ROLE, "role name", role);
  }
}
