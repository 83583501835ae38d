package io.propolis.thrift;

import static io.propolis.thrift.Given.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.model.DatabaseName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.metastore.api.CreateDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.DataConnector;
import org.apache.hadoop.hive.metastore.api.DropDataConnectorRequest;
import org.apache.hadoop.hive.metastore.api.GetPartitionsPsWithAuthRequest;
import org.apache.hadoop.hive.metastore.api.GrantRevokePrivilegeRequest;
import org.apache.hadoop.hive.metastore.api.GrantRevokeType;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.HiveObjectRef;
import org.apache.hadoop.hive.metastore.api.HiveObjectType;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.PrincipalPrivilegeSet;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.PrivilegeBag;
import org.apache.hadoop.hive.metastore.api.PrivilegeGrantInfo;
import org.apache.hadoop.hive.metastore.api.Role;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PrivilegesTest {
  private static final HiveObjectRef ORDERS =
      ref(HiveObjectType.TABLE, "default", "orders", null, null);

  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void table() throws TException {
    client = given.client();
    client.create_table(Given.partitioned("default", "orders", key("day", "string")));
    client.add_partition(Given.partition("default", "orders", "1"));
  }

  private static HiveObjectRef ref(
      HiveObjectType type, String database, String table, List<String> values, String column) {
    return new HiveObjectRef(type, database, table, values, column);
  }

  private static HiveObjectPrivilege privilege(
      HiveObjectRef object, String user, String privileges, boolean grantOption) {
    return privilege(object, user, PrincipalType.USER, privileges, grantOption, "ann");
  }

  private static HiveObjectPrivilege privilege(
      HiveObjectRef object,
      String name,
      PrincipalType type,
      String privileges,
      boolean grantOption,
      String grantor) {
    return new HiveObjectPrivilege(
        object,
        name,
        type,
        new PrivilegeGrantInfo(privileges, 0, grantor, PrincipalType.USER, grantOption),
        "SQL");
  }

  private static PrivilegeBag bag(HiveObjectPrivilege... privileges) {
    return new PrivilegeBag(List.of(privileges));
  }

  private void grant(HiveObjectPrivilege... privileges) throws TException {
    assertThat(client.grant_privileges(bag(privileges))).isTrue();
  }

  private List<String> names(String user, HiveObjectRef object) throws TException {
    return client.list_privileges(user, user == null ? null : PrincipalType.USER, object).stream()
        .map(each -> each.getGrantInfo().getPrivilege())
        .toList();
  }

  private static List<String> names(List<PrivilegeGrantInfo> infos) {
    return infos.stream().map(PrivilegeGrantInfo::getPrivilege).toList();
  }

  @Test
  void aGrantOnEveryKindOfObjectComesBackAsItWasGiven() throws TException {
    client.create_dataconnector_req(
        new CreateDataConnectorRequest(
            new DataConnector("mysql_east", "mysql", "jdbc:mysql://east")));
    var objects =
        List.of(
            ref(HiveObjectType.GLOBAL, null, null, null, null),
            ref(HiveObjectType.DATABASE, "default", null, null, null),
            ORDERS,
            ref(HiveObjectType.PARTITION, "default", "orders", List.of("1"), null),
            ref(HiveObjectType.COLUMN, "default", "orders", null, "id"),
            ref(HiveObjectType.COLUMN, "default", "orders", List.of("1"), "id"),
            ref(HiveObjectType.DATACONNECTOR, null, "mysql_east", null, null));
    for (var object : objects) {
      grant(privilege(object, "bob", "SELECT", true));
      var found = client.list_privileges("bob", PrincipalType.USER, object);
      assertThat(found).hasSize(1);
      var bean = found.get(0);
      assertThat(bean.getGrantInfo().getCreateTime()).isPositive();
      bean.getGrantInfo().setCreateTime(0);
      bean.getHiveObject().unsetCatName();
      assertThat(bean).isEqualTo(privilege(object, "bob", "SELECT", true));
      assertThat(client.list_privileges("eve", PrincipalType.USER, object)).isEmpty();
      assertThat(names(null, object)).contains("SELECT");
    }
    assertThat(names("bob", new HiveObjectRef())).hasSize(objects.size());
    assertThat(names("bob", ref(HiveObjectType.TABLE, null, null, null, null)))
        .containsExactly("SELECT");
    client.drop_dataconnector_req(new DropDataConnectorRequest("mysql_east"));
    assertThat(names("bob", new HiveObjectRef())).hasSize(objects.size() - 1);
  }

  @Test
  void anAdministratorMayDoEverythingFromTheStart() throws TException {
    assertThat(
            client.list_privileges(
                "admin", PrincipalType.ROLE, ref(HiveObjectType.GLOBAL, null, null, null, null)))
        .extracting(each -> each.getGrantInfo().getPrivilege())
        .containsExactly("All");
    var again =
        privilege(
            ref(HiveObjectType.GLOBAL, null, null, null, null),
            "admin",
            PrincipalType.ROLE,
            "All",
            true,
            "admin");
    assertThatThrownBy(() -> grant(again)).hasMessage("All is already granted by admin");
  }

  @Test
  void aPrivilegeIsGrantedOnceByEachGrantorAllOrNone() throws TException {
    grant(privilege(ORDERS, "bob", "SELECT,INSERT", false));
    assertThat(names("bob", ORDERS)).containsExactly("SELECT", "INSERT");
    assertThatThrownBy(() -> grant(privilege(ORDERS, "bob", "UPDATE,SELECT", false)))
        .isInstanceOf(MetaException.class)
        .hasMessage("SELECT is already granted on table [default,orders] by ann");
    assertThat(names("bob", ORDERS)).containsExactly("SELECT", "INSERT");
    grant(privilege(ORDERS, "bob", PrincipalType.USER, "SELECT", true, "eve"));
    assertThat(names("bob", ORDERS)).containsExactly("SELECT", "INSERT", "SELECT");
  }

  @Test
  void revokingTakesThePrivilegeOfTheGrantorNamedOrElseTheOldest() throws TException {
    grant(privilege(ORDERS, "bob", "SELECT", false));
    grant(privilege(ORDERS, "bob", PrincipalType.USER, "SELECT", true, "eve"));
    client.revoke_privileges(
        bag(privilege(ORDERS, "bob", PrincipalType.USER, "select", false, "eve")));
    assertThat(client.list_privileges("bob", PrincipalType.USER, ORDERS))
        .extracting(each -> each.getGrantInfo().getGrantor())
        .containsExactly("ann");
    client.revoke_privileges(
        bag(privilege(ORDERS, "bob", PrincipalType.USER, "SELECT", false, "eve")));
    assertThat(names("bob", ORDERS)).isEmpty();
    assertThatThrownBy(
            () -> client.revoke_privileges(bag(privilege(ORDERS, "bob", "SELECT", false))))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("No grant (SELECT) found");
  }

  @Test
  void theGrantOptionIsRevokedAlone() throws TException {
    grant(privilege(ORDERS, "bob", "SELECT", true));
    var request =
        new GrantRevokePrivilegeRequest(
            GrantRevokeType.REVOKE, bag(privilege(ORDERS, "bob", "SELECT", false)));
    request.setRevokeGrantOption(true);
    assertThat(client.grant_revoke_privileges(request).isSuccess()).isTrue();
    assertThat(client.list_privileges("bob", PrincipalType.USER, ORDERS))
        .extracting(each -> each.getGrantInfo().isGrantOption())
        .containsExactly(false);
    assertThatThrownBy(() -> client.grant_revoke_privileges(request))
        .hasMessage("User bob does not have grant option with privilege SELECT");
  }

  @Test
  void whatDoesNotExistIsGrantedToNobody() throws TException {
    var absent = ref(HiveObjectType.TABLE, "default", "absent", null, null);
    grant(
        privilege(absent, "bob", "SELECT", false),
        privilege(
            ref(HiveObjectType.PARTITION, "default", "orders", List.of("2"), null),
            "bob",
            "SELECT",
            false));
    assertThat(names("bob", new HiveObjectRef())).isEmpty();
    assertThatThrownBy(
            () ->
                grant(
                    privilege(
                        ref(HiveObjectType.DATABASE, "absent", null, null, null),
                        "bob",
                        "SELECT",
                        false)))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("absent");
    assertThatThrownBy(
            () -> grant(privilege(ORDERS, "nobody", PrincipalType.ROLE, "SELECT", false, "ann")))
        .isInstanceOf(MetaException.class)
        .hasMessage("Role nobody does not exist");
  }

  @Test
  void aPrivilegeSetHasTheGrantsOfTheUserTheGroupsAndAllRolesAbove() throws TException {
    for (var role : List.of("staff", "analysts", "others")) {
      client.create_role(new Role(role, 0, null));
    }
    client.grant_role("staff", "analysts", PrincipalType.ROLE, "ann", PrincipalType.USER, false);
    client.grant_role("analysts", "lab", PrincipalType.GROUP, "ann", PrincipalType.USER, false);
    grant(
        privilege(ORDERS, "bob", "SELECT", true),
        privilege(ORDERS, "eve", "SELECT", true),
        privilege(ORDERS, "lab", PrincipalType.GROUP, "INSERT", false, "ann"),
        privilege(ORDERS, "staff", PrincipalType.ROLE, "UPDATE", false, "ann"),
        privilege(ORDERS, "others", PrincipalType.ROLE, "DELETE", false, "ann"));

    var set = client.get_privilege_set(ORDERS, "bob", List.of("lab"));
    assertThat(set.getUserPrivileges()).containsOnlyKeys("bob");
    assertThat(names(set.getUserPrivileges().get("bob"))).containsExactly("SELECT");
    assertThat(names(set.getGroupPrivileges().get("lab"))).containsExactly("INSERT");
    assertThat(set.getRolePrivileges()).containsOnlyKeys("analysts", "public", "staff");
    assertThat(names(set.getRolePrivileges().get("staff"))).containsExactly("UPDATE");
    assertThat(set.getRolePrivileges().get("analysts")).isEmpty();

    var nobody =
        client.get_privilege_set(
            ref(HiveObjectType.GLOBAL, null, null, null, null), "bob", List.of("lab"));
    assertThat(nobody.getUserPrivileges()).isEmpty();
  }

  @Test
  void grantsFollowTheirTableAndGoWithIt() throws TException {
    grant(
        privilege(ORDERS, "bob", "SELECT", false),
        privilege(
            ref(HiveObjectType.PARTITION, "default", "orders", List.of("1"), null),
            "bob",
            "SELECT",
            false));
    client.create_database(Given.database("sales"));
    var table =
        client
            .get_table_req(
                new org.apache.hadoop.hive.metastore.api.GetTableRequest("default", "orders"))
            .getTable();
    table.setDbName("sales");
    table.setTableName("purchases");
    client.alter_table("default", "orders", table);
    var renamed = client.get_partition("sales", "purchases", List.of("1"));
    renamed.setValues(List.of("9"));
    client.rename_partition("sales", "purchases", List.of("1"), renamed);
    var purchases = ref(HiveObjectType.TABLE, "sales", "purchases", null, null);
    var partition = ref(HiveObjectType.PARTITION, "sales", "purchases", List.of("9"), null);
    assertThat(names("bob", ORDERS)).isEmpty();
    assertThat(names("bob", purchases)).containsExactly("SELECT");
    assertThat(names("bob", partition)).containsExactly("SELECT");

    var databases = given.catalog().databases();
    var sales = DatabaseName.of("sales");
    databases.alter(sales, databases.require(sales).withName(DatabaseName.of("trade")));
    assertThat(names("bob", ref(HiveObjectType.TABLE, "trade", "purchases", null, null)))
        .containsExactly("SELECT");

    client.drop_partition("trade", "purchases", List.of("9"), false);
    assertThat(names("bob", ref(HiveObjectType.PARTITION, null, null, null, null))).isEmpty();
    client.drop_table("trade", "purchases", false);
    assertThat(names("bob", new HiveObjectRef())).isEmpty();
    client.create_table(Given.table("trade", "purchases"));
    assertThat(names(null, ref(HiveObjectType.TABLE, "trade", "purchases", null, null))).isEmpty();
  }

  @Test
  void aTableIsMadeWithPrivileges() throws TException {
    var table = Given.table("default", "new");
    var set = new PrincipalPrivilegeSet();
    set.setUserPrivileges(
        Map.of("ann", List.of(new PrivilegeGrantInfo("ALL", 0, "ann", PrincipalType.USER, true))));
    table.setPrivileges(set);
    client.create_table(table);
    var granted =
        client.list_privileges(
            "ann", PrincipalType.USER, ref(HiveObjectType.TABLE, "default", "new", null, null));
    assertThat(granted).hasSize(1);
    assertThat(granted.get(0).getAuthorizer()).isEqualTo("SQL");
    assertThat(granted.get(0).getGrantInfo().isGrantOption()).isTrue();
    assertThat(
            ((org.apache.hadoop.hive.metastore.api.Table)
                    client.call("get_table", "default", "new"))
                .getPrivileges())
        .isNull();
  }

  @Test
  void refreshingReplacesWhatOneAuthorizerGrantedOnAnObject() throws TException {
    var other = privilege(ORDERS, "bob", "DROP", false);
    other.setAuthorizer("RANGER");
    grant(
        privilege(ORDERS, "bob", "SELECT", false),
        privilege(ORDERS, "eve", "SELECT", false),
        other);
    var request =
        new GrantRevokePrivilegeRequest(
            GrantRevokeType.GRANT,
            bag(
                privilege(ORDERS, "eve", "SELECT", false),
                privilege(ORDERS, "eve", "UPDATE", false)));
    assertThat(client.refresh_privileges(ORDERS, "SQL", request).isSuccess()).isTrue();
    assertThat(names("bob", ORDERS)).containsExactly("DROP");
    assertThat(names("eve", ORDERS)).containsExactly("SELECT", "UPDATE");

    var column = ref(HiveObjectType.COLUMN, "default", "orders", null, "id");
    grant(privilege(column, "bob", "SELECT", false));
    client.refresh_privileges(
        ref(HiveObjectType.COLUMN, "default", "orders", null, null),
        "SQL",
        new GrantRevokePrivilegeRequest(GrantRevokeType.GRANT, new PrivilegeBag(List.of())));
    assertThat(names("bob", column)).isEmpty();
    assertThat(names("eve", ORDERS)).containsExactly("SELECT", "UPDATE");

    var refused =
        new GrantRevokePrivilegeRequest(
            GrantRevokeType.GRANT,
            bag(privilege(ORDERS, "nobody", PrincipalType.ROLE, "SELECT", false, "ann")));
    assertThatThrownBy(() -> client.refresh_privileges(ORDERS, "SQL", refused))
        .isInstanceOf(MetaException.class);
    assertThat(names("eve", ORDERS)).containsExactly("SELECT", "UPDATE");
  }

  @Test
  void partitionsTellTheirPrivilegesWhereTheTableKeepsThem() throws TException {
    var set = client.get_partition_with_auth("default", "orders", List.of("1"), "bob", List.of());
    assertThat(set.getPrivileges()).isNull();

    var table = Given.partitioned("default", "guarded", key("day", "string"));
    table.setParameters(new HashMap<>(Map.of("PARTITION_LEVEL_PRIVILEGE", "TRUE")));
    client.create_table(table);
    grant(
        privilege(
            ref(HiveObjectType.TABLE, "default", "guarded", null, null), "bob", "SELECT", false),
        privilege(
            ref(HiveObjectType.COLUMN, "default", "guarded", null, "id"), "bob", "SELECT", false));
    client.add_partitions(
        Arrays.asList(
            Given.partition("default", "guarded", "1"),
            Given.partition("default", "guarded", "2")));
    client.revoke_privileges(
        bag(
            privilege(
                ref(HiveObjectType.PARTITION, "default", "guarded", List.of("2"), null),
                "bob",
                "SELECT",
                false)));

    var all = client.get_partitions_with_auth("default", "guarded", (short) -1, "bob", List.of());
    assertThat(all).extracting(PrivilegesTest::ofBob).containsExactly(List.of("SELECT"), List.of());
    assertThat(
            client.get_partitions_ps_with_auth(
                "default", "guarded", List.of("1"), (short) -1, "bob", List.of()))
        .extracting(PrivilegesTest::ofBob)
        .containsExactly(List.of("SELECT"));
    var request = new GetPartitionsPsWithAuthRequest("default", "guarded");
    request.setUserName("bob");
    assertThat(client.get_partitions_ps_with_auth_req(request).getPartitions())
        .extracting(PrivilegesTest::ofBob)
        .containsExactly(List.of("SELECT"), List.of());
    assertThat(names("bob", ref(HiveObjectType.COLUMN, "default", "guarded", List.of("2"), "id")))
        .containsExactly("SELECT");
    assertThat(
            client
                .get_privilege_set(
                    ref(HiveObjectType.PARTITION, "default", "guarded", List.of("1"), null),
                    "bob",
                    null)
                .getUserPrivileges()
                .get("bob"))
        .hasSize(1);
  }

  private static List<String> ofBob(Partition partition) {
    return names(partition.getPrivileges().getUserPrivileges().get("bob"));
  }

  @Test
  void emptyingAPartitionLeavesItsPrivileges() throws TException {
    var partition = ref(HiveObjectType.PARTITION, "default", "orders", List.of("1"), null);
    grant(privilege(partition, "bob", "SELECT", false));
    client.truncate_table("default", "orders", List.of("day=1"));
    assertThat(names("bob", partition)).containsExactly("SELECT");
  }
}
