package io.propolis.catalog.jdbc;

import static io.propolis.catalog.CatalogException.Kind.ALREADY_EXISTS;
import static io.propolis.catalog.CatalogException.Kind.NOT_FOUND;
import static io.propolis.catalog.jdbc.Given.AUTHOR;
import static io.propolis.catalog.jdbc.Given.AWKWARD;
import static io.propolis.catalog.jdbc.Refusals.assertRefused;
import static io.propolis.catalog.jdbc.Refusals.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.Check;
import io.propolis.catalog.model.Constraint.Default;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Constraint.NotNull;
import io.propolis.catalog.model.Constraint.PrimaryKey;
import io.propolis.catalog.model.Constraint.Rule;
import io.propolis.catalog.model.Constraint.Trust;
import io.propolis.catalog.model.Constraint.Unique;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

abstract class ConstraintsContract {
  abstract Given given();

  private JdbcCatalogStore store() {
    return given().store;
  }

  private static Constraint constraint(Table table, String name, Rule rule) {
    return new Constraint(table.name(), name, rule, new Trust(true, false, true));
  }

  private static ForeignKey reference(TableName parent) {
    return new ForeignKey(List.of("amount", "id"), parent, List.of("id", "amount"), "pk", 3, 1);
  }

  @Test
  void everyKindComesBackAsItWasAdded() {
    var database = given().database();
    var parent = given().table(database, "customers");
    var table = given().table(database, "orders");
    var all =
        List.of(
            constraint(table, "z_first", new PrimaryKey(List.of("id", "amount"))),
            constraint(table, "fk", reference(parent.name())),
            constraint(table, "uk", new Unique(List.of("amount"))),
            constraint(table, "nn", new NotNull("id")),
            constraint(table, "dc", new Default("amount", AWKWARD)),
            constraint(table, AWKWARD.strip(), new Check(null, "amount > 0 -- " + AWKWARD)),
            new Constraint(
                table.name(), "cc", new Check("id", "id > 0"), new Trust(false, true, false)));
    write(store(), tx -> tx.constraints().insert(table, all));
    assertThat(given().list(tx -> tx.constraints().of(table))).isEqualTo(all);
    assertThat(given().list(tx -> tx.constraints().of(parent))).isEmpty();
    assertThat(given().list(tx -> tx.constraints().referringTo(parent.name())))
        .containsExactly(all.get(1));

    write(store(), tx -> tx.constraints().delete(table.name(), "NN"));
    assertThat(given().list(tx -> tx.constraints().of(table))).hasSize(6);
    assertRefused(store(), NOT_FOUND, ".nn", tx -> tx.constraints().delete(table.name(), "nn"));
  }

  @Test
  void whatAConstraintSaysIsReplaced() {
    var database = given().database();
    var parent = given().table(database, "customers");
    var table = given().table(database, "orders");
    var key = reference(parent.name());
    var first = constraint(table, "fk", key);
    var second = constraint(table, "ck", new Check("id", "id > 0"));
    var ofParent = constraint(parent, "fk", new NotNull("id"));
    write(store(), tx -> tx.constraints().insert(table, List.of(first, second)));
    write(store(), tx -> tx.constraints().insert(parent, List.of(ofParent)));
    var changed = first.withRule(key.withParentKey(null));
    write(store(), tx -> tx.constraints().update(changed));
    write(store(), tx -> tx.constraints().update(changed));
    assertThat(given().list(tx -> tx.constraints().of(table))).containsExactly(changed, second);
    assertThat(given().list(tx -> tx.constraints().of(parent))).containsExactly(ofParent);
    assertRefused(
        store(), NOT_FOUND, ".absent", tx -> tx.constraints().update(first.withName("absent")));
  }

  @Test
  void aNameIsTakenOncePerTable() {
    var database = given().database();
    var orders = given().table(database, "orders");
    var items = given().table(database, "items");
    var ofOrders = constraint(orders, "same", new NotNull("id"));
    var ofItems = constraint(items, "same", new NotNull("id"));
    write(store(), tx -> tx.constraints().insert(orders, List.of(ofOrders)));
    write(store(), tx -> tx.constraints().insert(items, List.of(ofItems)));
    assertRefused(
        store(),
        ALREADY_EXISTS,
        "same",
        tx ->
            tx.constraints()
                .insert(
                    orders, List.of(constraint(orders, "new", new NotNull("amount")), ofOrders)));
    assertThat(given().list(tx -> tx.constraints().of(orders))).containsExactly(ofOrders);
  }

  @Test
  void constraintsStayWithRenamedTablesAndGoWithDroppedOnes() {
    var database = given().database();
    var parent = given().table(database, "customers");
    var child = given().table(database, "orders");
    var own = constraint(parent, "pk", new PrimaryKey(List.of("id", "amount")));
    var reference = constraint(child, "fk", reference(parent.name()));
    write(store(), tx -> tx.constraints().insert(parent, List.of(own)));
    write(store(), tx -> tx.constraints().insert(child, List.of(reference)));

    var renamedParent = rename(parent, given().database().table("people"));
    var renamedChild = rename(child, database.table("purchases"));
    assertThat(given().list(tx -> tx.constraints().of(renamedParent)))
        .containsExactly(own.withTable(renamedParent.name()));
    var followed =
        reference.withTable(renamedChild.name()).withRule(reference(renamedParent.name()));
    assertThat(given().list(tx -> tx.constraints().of(renamedChild))).containsExactly(followed);
    assertThat(given().list(tx -> tx.constraints().referringTo(renamedParent.name())))
        .containsExactly(followed);
    assertThat(given().list(tx -> tx.constraints().referringTo(parent.name()))).isEmpty();

    write(store(), tx -> tx.tables().delete(renamedParent));
    assertThat(given().list(tx -> tx.constraints().of(renamedChild))).isEmpty();
    assertThat(given().list(tx -> tx.constraints().of(renamedParent))).isEmpty();
  }

  private Table rename(Table table, TableName name) {
    var renamed = table.toBuilder().name(name).build();
    return store()
        .write(
            tx ->
                tx.tables()
                    .update(
                        tx.tables().lock(table.name()).orElseThrow(),
                        renamed,
                        ChangeKind.ALTER_TABLE,
                        AUTHOR));
  }

  @Test
  void whatAForeignKeyRefersToMustExist() {
    var database = given().database();
    var table = given().table(database, "orders");
    var lost = constraint(table, "fk", reference(database.table("absent")));
    assertRefused(
        store(), NOT_FOUND, "absent", tx -> tx.constraints().insert(table, List.of(lost)));
    var itself = constraint(table, "fk", reference(table.name()));
    write(store(), tx -> tx.constraints().insert(table, List.of(itself)));
    write(store(), tx -> tx.tables().delete(table));
    assertRefused(
        store(),
        NOT_FOUND,
        table.name().toString(),
        tx -> tx.constraints().insert(table, List.of(constraint(table, "nn", new NotNull("id")))));
  }
}
