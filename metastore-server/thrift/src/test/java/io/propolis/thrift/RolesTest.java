package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.GetPrincipalsInRoleRequest;
import org.apache.hadoop.hive.metastore.api.GetRoleGrantsForPrincipalRequest;
import org.apache.hadoop.hive.metastore.api.GrantRevokeRoleRequest;
import org.apache.hadoop.hive.metastore.api.GrantRevokeType;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.Role;
import org.apache.hadoop.hive.metastore.api.RolePrincipalGrant;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() throws TException {
    client = given.client();
    client.create_role(new Role("analysts", 0, "ann"));
    client.create_role(new Role("staff", 0, "ann"));
  }

  private boolean grant(String role, String member, PrincipalType type) throws TException {
    return client.grant_role(role, member, type, "ann", PrincipalType.USER, false);
  }

  private List<RolePrincipalGrant> heldBy(String member, PrincipalType type) throws TException {
    return client
        .get_role_grants_for_principal(new GetRoleGrantsForPrincipalRequest(member, type))
        .getPrincipalGrants();
  }

  @Test
  void adminAndPublicExistFromTheStartAndStay() throws TException {
    assertThat(client.get_role_names()).containsExactly("admin", "analysts", "public", "staff");
    assertThatThrownBy(() -> client.drop_role("admin"))
        .isInstanceOf(MetaException.class)
        .hasMessage("public,admin roles can't be dropped.");
    assertThatThrownBy(() -> client.drop_role("public")).isInstanceOf(MetaException.class);
    assertThatThrownBy(() -> client.create_role(new Role("public", 0, null)))
        .hasMessage("public role implicitly exists. It can't be created.");
    assertThatThrownBy(() -> client.create_role(new Role("staff", 0, null)))
        .hasMessage("Role staff already exists.");
    assertThatThrownBy(() -> grant("public", "bob", PrincipalType.USER))
        .isInstanceOf(MetaException.class);
    assertThatThrownBy(() -> client.revoke_role("public", "bob", PrincipalType.USER))
        .isInstanceOf(MetaException.class);
  }

  @Test
  void whatSomebodyHoldsIsToldFromBothSides() throws TException {
    assertThat(grant("analysts", "bob", PrincipalType.USER)).isTrue();
    client.grant_role("analysts", "eve", PrincipalType.GROUP, "admin", PrincipalType.ROLE, true);

    assertThat(
            client
                .get_principals_in_role(new GetPrincipalsInRoleRequest("analysts"))
                .getPrincipalGrants())
        .extracting(
            RolePrincipalGrant::getPrincipalName,
            RolePrincipalGrant::getPrincipalType,
            RolePrincipalGrant::isGrantOption,
            RolePrincipalGrant::getGrantorName)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("bob", PrincipalType.USER, false, "ann"),
            org.assertj.core.groups.Tuple.tuple("eve", PrincipalType.GROUP, true, "admin"));
    assertThat(heldBy("bob", PrincipalType.USER))
        .extracting(RolePrincipalGrant::getRoleName)
        .containsExactly("analysts", "public");
    assertThat(heldBy("eve", PrincipalType.GROUP))
        .extracting(RolePrincipalGrant::getGrantorPrincipalType)
        .containsExactly(PrincipalType.ROLE);
    assertThat(client.list_roles("bob", PrincipalType.USER))
        .extracting(Role::getRoleName, Role::getOwnerName)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("analysts", "ann"),
            org.assertj.core.groups.Tuple.tuple("public", "public"));
  }

  @Test
  void aRoleIsGrantedOnceAndOnlyToRolesThatExist() throws TException {
    grant("analysts", "bob", PrincipalType.USER);
    assertThatThrownBy(() -> grant("analysts", "bob", PrincipalType.USER))
        .isInstanceOf(MetaException.class)
        .hasMessage("Principal bob already has the role analysts");
    assertThatThrownBy(() -> grant("nobody", "bob", PrincipalType.USER))
        .isInstanceOf(MetaException.class);
    assertThatThrownBy(() -> grant("analysts", "nobody", PrincipalType.ROLE))
        .isInstanceOf(MetaException.class)
        .hasMessage("Role nobody does not exist");
  }

  @Test
  void rolesNeverHoldEachOtherInACircle() throws TException {
    client.create_role(new Role("interns", 0, null));
    grant("staff", "analysts", PrincipalType.ROLE);
    grant("analysts", "interns", PrincipalType.ROLE);
    assertThatThrownBy(() -> grant("interns", "staff", PrincipalType.ROLE))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("no cycles allowed");
    assertThatThrownBy(() -> grant("staff", "staff", PrincipalType.ROLE))
        .hasMessageContaining("no cycles allowed");
  }

  @Test
  void theGrantOptionIsTakenAloneOrWithTheRole() throws TException {
    client.grant_role("staff", "bob", PrincipalType.USER, "ann", PrincipalType.USER, true);
    var request =
        new GrantRevokeRoleRequest(GrantRevokeType.REVOKE, "staff", "bob", PrincipalType.USER);
    request.setGrantOption(true);
    assertThat(client.grant_revoke_role(request).isSuccess()).isTrue();
    assertThat(heldBy("bob", PrincipalType.USER).get(0).isGrantOption()).isFalse();
    assertThatThrownBy(() -> client.grant_revoke_role(request))
        .isInstanceOf(MetaException.class)
        .hasMessage("User bob does not have grant option with role staff");
    request.setGrantOption(false);
    client.grant_revoke_role(request);
    assertThat(heldBy("bob", PrincipalType.USER))
        .extracting(RolePrincipalGrant::getRoleName)
        .containsExactly("public");
    assertThat(client.revoke_role("staff", "bob", PrincipalType.USER)).isTrue();
  }

  @Test
  void aDroppedRoleIsHeldByNobodyAndHoldsNothing() throws TException {
    grant("staff", "analysts", PrincipalType.ROLE);
    grant("analysts", "bob", PrincipalType.USER);
    assertThat(client.drop_role("analysts")).isTrue();
    assertThat(client.drop_role("analysts")).isTrue();
    client.create_role(new Role("analysts", 0, null));
    assertThat(heldBy("analysts", PrincipalType.ROLE)).isEmpty();
    assertThat(client.list_roles("bob", PrincipalType.USER))
        .extracting(Role::getRoleName)
        .containsExactly("public");
  }
}
