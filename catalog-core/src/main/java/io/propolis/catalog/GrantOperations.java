package io.propolis.catalog;

import static io.propolis.catalog.CatalogException.invalid;
import static io.propolis.catalog.CatalogException.notFound;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.PrivilegeSet;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.model.access.Role;
import io.propolis.catalog.rules.GrantRules;
import io.propolis.catalog.store.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Grants of privileges. The catalog keeps them for the engines, which enforce them; it refuses
 * nobody by them itself.
 */
public final class GrantOperations {
  /** Parameter of a table whose partitions have grants of their own. */
  private static final String PARTITION_LEVEL = "PARTITION_LEVEL_PRIVILEGE";

  private final Context context;

  GrantOperations(Context context) {
    this.context = context;
  }

  /**
   * Grants privileges, all or none. As in Hive, grants on tables, partitions and connectors that do
   * not exist are passed over: those who keep privileges in step with others' may come too late.
   *
   * @throws CatalogException INVALID when one is granted already; NOT_FOUND for a role it is
   *     granted to and for a database
   */
  public void grant(Collection<Grant> requested) {
    if (requested.isEmpty()) {
      return;
    }
    context
        .store()
        .<Void>write(
            tx -> {
              grant(tx, requested);
              return null;
            });
  }

  /** The same within a transaction that does more. */
  void grant(Transaction tx, Collection<Grant> requested) {
    requireRoles(tx, requested);
    requireDatabases(tx, requested);
    GrantRules.checkNew(requested, tx.grants().on(resources(requested), principals(requested)));
    insert(tx, requested);
  }

  /** On a table that has just been made: nothing can stand yet, and roles may come later. */
  void grantOnNew(Transaction tx, Table table, Collection<Grant> grants) {
    if (!grants.isEmpty()) {
      var resource = new Resource.OfTable(table.name());
      var ofTable = grants.stream().map(grant -> grant.on(resource)).toList();
      GrantRules.checkNew(ofTable, List.of());
      insert(tx, ofTable);
    }
  }

  private void insert(Transaction tx, Collection<Grant> grants) {
    var now = context.clock().millis();
    tx.grants().insert(grants.stream().map(grant -> grant.at(now)).toList());
  }

  private static void requireRoles(Transaction tx, Collection<Grant> requested) {
    var wanted =
        requested.stream()
            .map(Grant::principal)
            .filter(Principal::isRole)
            .map(Principal::name)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (wanted.isEmpty()) {
      return;
    }
    wanted.removeAll(tx.roles().existing(wanted));
    if (!wanted.isEmpty()) {
      throw new CatalogException(
          Kind.NOT_FOUND, Entity.ROLE, "Role " + wanted.iterator().next() + " does not exist");
    }
  }

  private static void requireDatabases(Transaction tx, Collection<Grant> requested) {
    var wanted =
        requested.stream()
            .map(Grant::resource)
            .filter(Resource.OfDatabase.class::isInstance)
            .map(resource -> ((Resource.OfDatabase) resource).name())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (wanted.isEmpty()) {
      return;
    }
    wanted.removeAll(tx.databases().existing(wanted));
    if (!wanted.isEmpty()) {
      throw notFound(Entity.DATABASE, wanted.iterator().next());
    }
  }

  /** What a revocation takes. */
  public enum Revoked {
    PRIVILEGE,
    /** The principal keeps the privilege but may not grant it to others any more. */
    GRANT_OPTION
  }

  /**
   * Revokes privileges, all or none. Of several grants of a privilege by different grantors one is
   * taken: that of the grantor named, or else the oldest.
   *
   * @throws CatalogException INVALID when one is not granted, or has no grant option to take
   */
  public void revoke(Collection<Grant> revocations, Revoked what) {
    if (revocations.isEmpty()) {
      return;
    }
    context
        .store()
        .<Void>write(
            tx -> {
              requireDatabases(tx, revocations);
              var standing = tx.grants().on(resources(revocations), principals(revocations));
              var revoked = GrantRules.revoked(revocations, standing);
              if (what == Revoked.GRANT_OPTION) {
                GrantRules.checkPassing(revoked);
                tx.grants().setPassing(ids(revoked), Passing.DENIED);
              } else {
                tx.grants().delete(ids(revoked));
              }
              return null;
            });
  }

  /** Whose grants {@link #replace} replaces. */
  public enum Scope {
    /** Those on the resource itself. */
    RESOURCE,
    /** Those on the columns of the table, and none on the table. */
    COLUMNS
  }

  /**
   * Makes the grants on a resource those that are given, atomically: what stands and is given again
   * stays as it is.
   *
   * @param authorizer whose grants are replaced; absent for all
   * @throws CatalogException INVALID for resources other than databases and tables; NOT_FOUND for a
   *     role and a database
   */
  public void replace(
      Resource resource, Scope scope, @Nullable String authorizer, Collection<Grant> wanted) {
    context
        .store()
        .<Void>write(
            tx -> {
              var standing =
                  standing(tx, resource, scope).stream()
                      .filter(g -> authorizer == null || authorizer.equals(g.authorizer()))
                      .toList();
              var gone = without(standing, wanted);
              tx.grants().delete(ids(gone));
              var added = without(wanted, standing);
              if (!added.isEmpty()) {
                grant(tx, added);
              }
              return null;
            });
  }

  private static List<Grant> standing(Transaction tx, Resource resource, Scope scope) {
    if (resource instanceof Resource.OfTable table && scope == Scope.COLUMNS) {
      return tx.tables().find(table.name()).map(tx.grants()::onColumnsOf).orElse(List.of());
    }
    if (resource instanceof Resource.OfTable || resource instanceof Resource.OfDatabase) {
      return tx.grants().on(List.of(resource));
    }
    throw invalid(Entity.PRIVILEGE, "Unexpected object type " + resource.kind());
  }

  private static List<Grant> without(Collection<Grant> grants, Collection<Grant> others) {
    var byResource = others.stream().collect(Collectors.groupingBy(Grant::resource));
    return grants.stream()
        .filter(
            grant ->
                byResource.getOrDefault(grant.resource(), List.of()).stream()
                    .noneMatch(grant::saysTheSameAs))
        .toList();
  }

  /** Grants on that very resource to one principal, or without one to anybody. */
  public List<Grant> on(Resource resource, @Nullable Principal principal) {
    return context
        .store()
        .read(
            tx ->
                principal == null
                    ? tx.grants().on(List.of(resource))
                    : tx.grants().on(List.of(resource), List.of(principal)));
  }

  /** Grants on the columns of a table to one principal, or without one to anybody. */
  public List<Grant> onColumnsOf(TableName name, @Nullable Principal principal) {
    return context
        .store()
        .read(tx -> tx.tables().find(name).map(tx.grants()::onColumnsOf).orElse(List.of()))
        .stream()
        .filter(grant -> principal == null || principal.equals(grant.principal()))
        .toList();
  }

  /** Grants on all resources of those kinds to one principal, or without one to anybody. */
  public List<Grant> all(Set<Resource.Kind> kinds, @Nullable Principal principal) {
    return context
        .store()
        .read(tx -> principal == null ? tx.grants().all(kinds) : tx.grants().to(principal, kinds));
  }

  /** In whose name something is to be done. */
  public record Identity(@Nullable String user, List<String> groups) {
    public Identity {
      groups = List.copyOf(groups);
    }
  }

  /**
   * What somebody may do with that very resource. Of roles only resources below everything have
   * entries, as in Hive. Nothing is granted on a resource that does not exist.
   */
  public PrivilegeSet privileges(Resource resource, Identity identity) {
    return context
        .store()
        .read(
            tx -> {
              if (resource instanceof Resource.Everything) {
                var principals = principals(identity, Set.of());
                var set = set(principals, tx.grants().on(List.of(resource), principals));
                return new PrivilegeSet(granted(set.users()), granted(set.groups()), Map.of());
              }
              var principals = principals(identity, rolesOf(tx, identity));
              return set(principals, tx.grants().on(List.of(resource), principals));
            });
  }

  /**
   * What somebody may do with each of those partitions. Empty when the table's partitions have no
   * grants of their own.
   */
  public Optional<Function<List<String>, PrivilegeSet>> privilegesOfPartitions(
      Table table, Identity identity) {
    if (!hasPartitionLevel(table)) {
      return Optional.empty();
    }
    return context
        .store()
        .read(
            tx -> {
              var principals = principals(identity, rolesOf(tx, identity));
              var grants =
                  tx.grants().onPartitionsOf(table, principals).stream()
                      .collect(Collectors.groupingBy(Grant::resource));
              return Optional.of(
                  values ->
                      set(
                          principals,
                          grants.getOrDefault(
                              new Resource.OfPartition(table.name(), values), List.of())));
            });
  }

  private static Set<String> rolesOf(Transaction tx, Identity identity) {
    var roles = new LinkedHashSet<>(tx.roles().reachableFrom(principals(identity, Set.of())));
    if (identity.user() != null) {
      roles.add(Role.PUBLIC);
    }
    return roles;
  }

  private static List<Principal> principals(Identity identity, Set<String> roles) {
    var principals = new ArrayList<Principal>();
    if (identity.user() != null) {
      principals.add(Principal.user(identity.user()));
    }
    identity.groups().stream().distinct().map(Principal::group).forEach(principals::add);
    roles.stream().map(Principal::role).forEach(principals::add);
    return principals;
  }

  private static PrivilegeSet set(List<Principal> principals, List<Grant> grants) {
    var byPrincipal = grants.stream().collect(Collectors.groupingBy(Grant::principal));
    var users = new HashMap<String, List<Grant>>();
    var groups = new HashMap<String, List<Grant>>();
    var roles = new HashMap<String, List<Grant>>();
    for (var principal : principals) {
      var target =
          switch (principal.type()) {
            case USER -> users;
            case GROUP -> groups;
            case ROLE -> roles;
          };
      target.put(principal.name(), byPrincipal.getOrDefault(principal, List.of()));
    }
    return new PrivilegeSet(users, groups, roles);
  }

  private static Map<String, List<Grant>> granted(Map<String, List<Grant>> grants) {
    return grants.entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static boolean hasPartitionLevel(Table table) {
    return "TRUE".equalsIgnoreCase(table.parameters().get(PARTITION_LEVEL));
  }

  /** New partitions begin with what is granted on the table and on its columns, if so set. */
  void copyToPartitions(Transaction tx, Table table, Collection<Partition> partitions) {
    if (!hasPartitionLevel(table) || partitions.isEmpty()) {
      return;
    }
    var ofTable = tx.grants().on(List.of(new Resource.OfTable(table.name())));
    var ofColumns = tx.grants().onColumnsOf(table);
    var copies = new ArrayList<Grant>();
    for (var partition : partitions) {
      var resource = new Resource.OfPartition(table.name(), partition.values());
      ofTable.forEach(grant -> copies.add(grant.on(resource)));
      for (var grant : ofColumns) {
        if (grant.resource() instanceof Resource.OfColumn of) {
          copies.add(
              grant.on(new Resource.OfColumn(table.name(), partition.values(), of.column())));
        }
      }
    }
    if (!copies.isEmpty()) {
      insert(tx, copies);
    }
  }

  private static Set<Resource> resources(Collection<Grant> grants) {
    return grants.stream()
        .map(Grant::resource)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<Principal> principals(Collection<Grant> grants) {
    return grants.stream()
        .map(Grant::principal)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<Long> ids(Collection<Grant> grants) {
    return grants.stream().map(Grant::id).toList();
  }
}
