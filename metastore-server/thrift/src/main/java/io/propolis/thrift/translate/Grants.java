package io.propolis.thrift.translate;

import static io.propolis.catalog.CatalogException.invalid;
import static java.util.Objects.requireNonNullElse;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.PrivilegeSet;
import io.propolis.catalog.model.access.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.HiveObjectPrivilege;
import org.apache.hadoop.hive.metastore.api.HiveObjectRef;
import org.apache.hadoop.hive.metastore.api.HiveObjectType;
import org.apache.hadoop.hive.metastore.api.PrincipalPrivilegeSet;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.PrivilegeBag;
import org.apache.hadoop.hive.metastore.api.PrivilegeGrantInfo;
import org.jspecify.annotations.Nullable;

/** Privileges and what they are granted on. */
public final class Grants {
  /** Whose grants those are that come with a new table. */
  private static final String NEW_TABLE_AUTHORIZER = "SQL";

  private Grants() {}

  /** A kind that is not said means a user. Throws INVALID when the name is missing. */
  public static Principal principal(@Nullable String name, @Nullable PrincipalType type) {
    return new Principal(
        Owners.type(type), HiveNames.required(Entity.PRIVILEGE, "principal name", name));
  }

  /** Throws INVALID when the kind or a name is missing. */
  public static Resource resource(HiveObjectRef ref) {
    if (ref.getObjectType() == null) {
      throw invalid(Entity.PRIVILEGE, "The request gives no object type");
    }
    return switch (ref.getObjectType()) {
      case GLOBAL -> new Resource.Everything();
      case DATABASE ->
          new Resource.OfDatabase(HiveNames.database(ref.getCatName(), ref.getDbName()));
      case TABLE -> new Resource.OfTable(table(ref));
      case PARTITION ->
          new Resource.OfPartition(table(ref), Partitions.values(ref.getPartValues()));
      case COLUMN -> {
        var values = ref.getPartValues();
        yield new Resource.OfColumn(
            table(ref),
            values == null || values.isEmpty() ? null : Partitions.values(values),
            HiveNames.required(Entity.PRIVILEGE, "column name", ref.getColumnName()));
      }
      case DATACONNECTOR ->
          new Resource.OfConnector(
              HiveNames.required(Entity.PRIVILEGE, "object name", ref.getObjectName()));
    };
  }

  /** The table a reference to it, a partition or a column names. */
  public static TableName table(HiveObjectRef ref) {
    return HiveNames.table(ref.getCatName(), ref.getDbName(), ref.getObjectName());
  }

  /** One for each privilege; a bean may name several with commas between. */
  public static List<Grant> grants(@Nullable PrivilegeBag bag) {
    if (bag == null || bag.getPrivileges() == null) {
      return List.of();
    }
    return bag.getPrivileges().stream().flatMap(Grants::grants).toList();
  }

  private static Stream<Grant> grants(@Nullable HiveObjectPrivilege bean) {
    if (bean == null || bean.getHiveObject() == null || bean.getGrantInfo() == null) {
      throw invalid(Entity.PRIVILEGE, "A privilege needs an object and what is granted: " + bean);
    }
    return grants(
        resource(bean.getHiveObject()),
        principal(bean.getPrincipalName(), bean.getPrincipalType()),
        bean.getGrantInfo(),
        bean.getAuthorizer());
  }

  private static Stream<Grant> grants(
      Resource resource,
      Principal principal,
      PrivilegeGrantInfo info,
      @Nullable String authorizer) {
    var grantor =
        info.getGrantor() == null ? null : principal(info.getGrantor(), info.getGrantorType());
    return Stream.of(requireNonNullElse(info.getPrivilege(), "").split(","))
        .map(String::strip)
        .filter(privilege -> !privilege.isEmpty())
        .map(
            privilege ->
                new Grant(
                    0,
                    resource,
                    principal,
                    privilege,
                    grantor,
                    authorizer,
                    passing(info.isGrantOption()),
                    0));
  }

  /** What a client grants while it creates a table. */
  public static List<Grant> ofNewTable(TableName table, @Nullable PrincipalPrivilegeSet bean) {
    if (bean == null) {
      return List.of();
    }
    var grants = new ArrayList<Grant>();
    add(grants, table, OwnerType.USER, bean.getUserPrivileges());
    add(grants, table, OwnerType.GROUP, bean.getGroupPrivileges());
    add(grants, table, OwnerType.ROLE, bean.getRolePrivileges());
    return grants;
  }

  private static void add(
      List<Grant> grants,
      TableName table,
      OwnerType type,
      @Nullable Map<String, List<PrivilegeGrantInfo>> privileges) {
    if (privileges == null) {
      return;
    }
    var resource = new Resource.OfTable(table);
    privileges.forEach(
        (name, infos) ->
            infos.forEach(
                info ->
                    grants(resource, new Principal(type, name), info, NEW_TABLE_AUTHORIZER)
                        .forEach(grants::add)));
  }

  static Passing passing(boolean grantOption) {
    return grantOption ? Passing.ALLOWED : Passing.DENIED;
  }

  public static List<HiveObjectPrivilege> beans(List<Grant> grants) {
    return grants.stream().map(Grants::bean).toList();
  }

  private static HiveObjectPrivilege bean(Grant grant) {
    return new HiveObjectPrivilege(
        bean(grant.resource()),
        grant.principal().name(),
        Owners.bean(grant.principal().type()),
        info(grant),
        grant.authorizer());
  }

  private static PrivilegeGrantInfo info(Grant grant) {
    var grantor = grant.grantor();
    return new PrivilegeGrantInfo(
        grant.privilege(),
        Times.seconds(grant.grantedAt()),
        grantor == null ? null : grantor.name(),
        grantor == null ? null : Owners.bean(grantor.type()),
        grant.passing() == Passing.ALLOWED);
  }

  private static HiveObjectRef bean(Resource resource) {
    if (resource instanceof Resource.OfDatabase of) {
      var bean = new HiveObjectRef(HiveObjectType.DATABASE, of.name().name(), null, null, null);
      bean.setCatName(of.name().catalog());
      return bean;
    }
    if (resource instanceof Resource.OfTable of) {
      return bean(HiveObjectType.TABLE, of.name(), null, null);
    }
    if (resource instanceof Resource.OfPartition of) {
      return bean(HiveObjectType.PARTITION, of.table(), of.values(), null);
    }
    if (resource instanceof Resource.OfColumn of) {
      return bean(HiveObjectType.COLUMN, of.table(), of.partition(), of.column());
    }
    return resource instanceof Resource.OfConnector of
        ? new HiveObjectRef(HiveObjectType.DATACONNECTOR, null, of.name(), null, null)
        : new HiveObjectRef(HiveObjectType.GLOBAL, null, null, null, null);
  }

  private static HiveObjectRef bean(
      HiveObjectType type,
      TableName table,
      @Nullable List<String> values,
      @Nullable String column) {
    var bean = new HiveObjectRef(type, table.database().name(), table.name(), values, column);
    bean.setCatName(table.database().catalog());
    return bean;
  }

  public static PrincipalPrivilegeSet bean(PrivilegeSet set) {
    return new PrincipalPrivilegeSet(infos(set.users()), infos(set.groups()), infos(set.roles()));
  }

  private static Map<String, List<PrivilegeGrantInfo>> infos(Map<String, List<Grant>> grants) {
    var infos = new HashMap<String, List<PrivilegeGrantInfo>>();
    grants.forEach((name, own) -> infos.put(name, own.stream().map(Grants::info).toList()));
    return infos;
  }
}
