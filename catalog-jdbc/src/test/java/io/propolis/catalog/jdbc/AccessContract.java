package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AUTHOR;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Given.partition;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.OwnerType;
import io.propolis.catalog.model.access.Grant;
import io.propolis.catalog.model.access.Grant.Passing;
import io.propolis.catalog.model.access.Membership;
import io.propolis.catalog.model.access.Principal;
import io.propolis.catalog.model.access.Resource;
import io.propolis.catalog.model.access.Role;
import io.propolis.catalog.model.connectors.DataConnector;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Roles and grants. */
abstract class AccessContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  static Grant grant(Resource resource, Principal principal, String privilege) {
    return new Grant(
        0, resource, principal, privilege, Principal.user("ann"), "SQL", Passing.ALLOWED, 42);
  }

  private List<Grant> to(Principal principal) {
    return given()
        .list(tx -> tx.grants().to(principal, EnumSet.allOf(Resource.Kind.class)))
        .stream()
        .map(each -> each.on(each.resource()))
        .toList();
  }

  @Test
  void grantsOnEveryKindComeBackAsTheyWereStored() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"));
    var values = List.of("a", "1");
    var bob = Principal.user("Bob " + AWKWARD);
    var connector = "east-" + table.id();
    write(
        store(),
        tx ->
            tx.connectors()
                .insert(
                    new DataConnector(
                        connector, null, null, null, Map.of(), null, OwnerType.USER, 0)));
    var grants =
        List.of(
            grant(new Resource.Everything(), bob, "ALL"),
            grant(new Resource.OfDatabase(table.name().database()), bob, "CREATE"),
            grant(new Resource.OfTable(table.name()), bob, AWKWARD),
            grant(new Resource.OfPartition(table.name(), values), bob, "SELECT"),
            grant(new Resource.OfColumn(table.name(), null, "id"), bob, "SELECT"),
            grant(new Resource.OfColumn(table.name(), values, "id"), bob, "SELECT"),
            new Grant(
                0,
                new Resource.OfConnector(connector),
                bob,
                "SELECT",
                null,
                null,
                Passing.DENIED,
                0));
    write(store(), tx -> tx.grants().insert(grants));
    assertThat(to(bob)).isEqualTo(grants);
    for (var each : grants) {
      assertThat(given().list(tx -> tx.grants().on(List.of(each.resource()), List.of(bob))))
          .hasSize(1);
    }
    assertThat(given().list(tx -> tx.grants().onColumnsOf(table))).hasSize(1);
    assertThat(given().list(tx -> tx.grants().onPartitionsOf(table, List.of(bob)))).hasSize(1);
    assertThat(to(Principal.role(bob.name()))).isEmpty();

    write(
        store(),
        tx -> {
          tx.grants().deleteOn(new Resource.OfConnector(connector.toUpperCase(Locale.ROOT)));
          tx.tables().delete(table);
        });
    assertThat(to(bob)).isEqualTo(grants.subList(0, 2));
    write(store(), tx -> tx.databases().delete(table.name().database()));
    assertThat(to(bob)).isEqualTo(grants.subList(0, 1));
    write(store(), tx -> tx.grants().deleteTo(bob));
    assertThat(to(bob)).isEmpty();
  }

  @Test
  void grantsFollowRenamedTablesAndGoWithPartitions() {
    var table = given().partitionedTable("orders");
    given().add(table, partition(table, "a", "1"), partition(table, "a", "2"));
    var eve = Principal.group("eve-" + table.id());
    write(
        store(),
        tx ->
            tx.grants()
                .insert(
                    List.of(
                        grant(new Resource.OfTable(table.name()), eve, "SELECT"),
                        grant(new Resource.OfPartition(table.name(), List.of("a", "1")), eve, "X"),
                        grant(
                            new Resource.OfPartition(table.name(), List.of("a", "9")), eve, "X"))));
    var renamed = table.toBuilder().name(table.name().database().table("purchases")).build();
    write(store(), tx -> tx.tables().update(table, renamed, ChangeKind.ALTER_TABLE, AUTHOR));
    assertThat(to(eve))
        .extracting(Grant::resource)
        .containsExactly(
            new Resource.OfTable(renamed.name()),
            new Resource.OfPartition(renamed.name(), List.of("a", "1")));
    write(store(), tx -> tx.partitions().delete(renamed, List.of(List.of("a", "1"))));
    assertThat(to(eve)).hasSize(1);
  }

  @Test
  void passingIsChangedAndGrantsGoById() {
    var database = given().database();
    var bob = Principal.user("bob-" + database.name());
    var resource = new Resource.OfDatabase(database);
    write(
        store(),
        tx ->
            tx.grants()
                .insert(List.of(grant(resource, bob, "SELECT"), grant(resource, bob, "INSERT"))));
    var stored = given().list(tx -> tx.grants().on(List.of(resource)));
    write(store(), tx -> tx.grants().setPassing(List.of(stored.get(0).id()), Passing.DENIED));
    assertThat(to(bob)).extracting(Grant::passing).containsExactly(Passing.DENIED, Passing.ALLOWED);
    write(store(), tx -> tx.grants().delete(List.of(stored.get(0).id())));
    assertThat(to(bob)).extracting(Grant::privilege).containsExactly("INSERT");
  }

  @Test
  void rolesAndTheirHoldersComeBackAsTheyWereStored() {
    var name = "Role " + AWKWARD;
    var role = new Role(name, null, 17);
    write(store(), tx -> tx.roles().insert(role));
    assertThat(given().find(tx -> tx.roles().find(name))).contains(role);
    assertRefused(store(), ALREADY_EXISTS, "Role", tx -> tx.roles().insert(role));
    var held =
        new Membership(name, Principal.user(AWKWARD), Principal.role("admin"), Passing.ALLOWED, 18);
    write(store(), tx -> tx.roles().insert(held));
    assertRefused(store(), ALREADY_EXISTS, "Role", tx -> tx.roles().insert(held));
    assertThat(given().list(tx -> tx.roles().membersOf(name))).containsExactly(held);
    assertThat(given().list(tx -> tx.roles().heldBy(held.member()))).containsExactly(held);
    assertThat(given().list(tx -> tx.roles().rolesOf(held.member()))).containsExactly(role);
    var changed = new Membership(name, held.member(), null, Passing.DENIED, 18);
    write(store(), tx -> tx.roles().update(changed));
    assertThat(given().find(tx -> tx.roles().find(name, held.member()))).contains(changed);
    write(store(), tx -> tx.roles().delete(name));
    assertThat(given().list(tx -> tx.roles().heldBy(held.member()))).isEmpty();
    assertRefused(store(), NOT_FOUND, "Role", tx -> tx.roles().insert(held));
    assertThat(given().list(tx -> tx.roles().names())).contains("admin", "public");
  }

  @Test
  void rolesAreReachedThroughOthersEvenInACircle() {
    var prefix = given().database().name();
    for (var name : List.of("a", "b", "c", "d")) {
      write(store(), tx -> tx.roles().insert(new Role(prefix + name, null, 0)));
    }
    hold(prefix + "a", Principal.group(prefix));
    hold(prefix + "b", Principal.role(prefix + "a"));
    hold(prefix + "c", Principal.role(prefix + "b"));
    hold(prefix + "a", Principal.role(prefix + "c"));
    hold(prefix + "d", Principal.user(prefix));
    var reached =
        store()
            .read(
                tx ->
                    tx.roles()
                        .reachableFrom(List.of(Principal.group(prefix), Principal.user("nobody"))));
    assertThat(reached).isEqualTo(Set.of(prefix + "a", prefix + "b", prefix + "c"));
  }

  private void hold(String role, Principal member) {
    write(store(), tx -> tx.roles().insert(new Membership(role, member, null, Passing.DENIED, 0)));
  }
}
