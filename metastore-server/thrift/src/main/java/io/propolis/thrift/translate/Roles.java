package io.propolis.thrift.translate;

import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Membership;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Role;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.RolePrincipalGrant;
import org.jspecify.annotations.Nullable;

/** Roles and who holds them. */
public final class Roles {
  private Roles() {}

  /** A role a client wants to give. */
  public static Membership membership(
      String role,
      Principal member,
      @Nullable String grantor,
      @Nullable PrincipalType grantorType,
      boolean grantOption) {
    return new Membership(
        role,
        member,
        grantor == null ? null : Grants.principal(grantor, grantorType),
        Grants.passing(grantOption),
        0);
  }

  public static RolePrincipalGrant bean(Membership membership) {
    var grantor = membership.grantor();
    return new RolePrincipalGrant(
        membership.role(),
        membership.member().name(),
        Owners.bean(membership.member().type()),
        membership.passing() == Passing.ALLOWED,
        Times.seconds(membership.grantedAt()),
        grantor == null ? null : grantor.name(),
        grantor == null ? null : Owners.bean(grantor.type()));
  }

  public static org.apache.hadoop.hive.metastore.api.Role bean(Role role) {
    return new org.apache.hadoop.hive.metastore.api.Role(
        role.name(), Times.seconds(role.createdAt()), role.owner());
  }
}
