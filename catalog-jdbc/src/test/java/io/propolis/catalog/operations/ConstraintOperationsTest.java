package io.propolis.catalog.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.ConstraintOperations;
import io.propolis.catalog.DatabaseOperations.Contents;
import io.propolis.catalog.DropData;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.Change;
import io.propolis.catalog.model.ChangeKind;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.Check;
import io.propolis.catalog.model.Constraint.ForeignKey;
import io.propolis.catalog.model.Constraint.NotNull;
import io.propolis.catalog.model.Constraint.PrimaryKey;
import io.propolis.catalog.model.Constraint.Rule;
import io.propolis.catalog.model.Constraint.Trust;
import io.propolis.catalog.model.Constraint.Unique;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableName;
import io.propolis.catalog.rules.FileStatistics.Mode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConstraintOperationsTest {
  private static final TableName ORDERS = TableName.of("sales", "orders");
  private static final TableName CUSTOMERS = TableName.of("sales", "customers");

  @TempDir Path folder;
  private GivenCatalog given;

  @BeforeEach
  void open() {
    given = new GivenCatalog(folder);
    given.database("sales");
    given.managedTable("sales", "orders");
    given.managedTable("sales", "customers");
  }

  @AfterEach
  void close() {
    given.close();
  }

  private ConstraintOperations constraints() {
    return given.session().constraints();
  }

  private static Constraint constraint(TableName table, String name, Rule rule) {
    return new Constraint(table, name, rule, new Trust(true, false, false));
  }

  private static Rule reference(String column) {
    return new ForeignKey(List.of("id"), CUSTOMERS, List.of(column), null, 0, 0);
  }

  private static void assertRefused(Kind kind, String message, Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  @Test
  void constraintsWithoutANameGetOne() {
    var added =
        constraints()
            .add(
                ORDERS,
                List.of(
                    constraint(ORDERS, "", new PrimaryKey(List.of("ID"))),
                    constraint(ORDERS, "NN_1", new NotNull("id")),
                    constraint(ORDERS, "", new NotNull("name"))));
    assertThat(added).extracting(Constraint::name).containsExactly("pk_1", "nn_1", "nn_2");
    assertThat(constraints().of(ORDERS)).isEqualTo(added);
    assertThat(constraints().of(TableName.of("sales", "absent"))).isEmpty();
  }

  @Test
  void whatContradictsTheTableIsRefusedAsAWhole() {
    constraints().add(ORDERS, List.of(constraint(ORDERS, "pk", new PrimaryKey(List.of("id")))));
    var position = given.session().changes().position();
    var fine = constraint(ORDERS, "fine", new NotNull("id"));
    assertRefused(
        Kind.INVALID,
        "Primary key already exists for: sales.orders",
        () ->
            constraints()
                .add(
                    ORDERS,
                    List.of(fine, constraint(ORDERS, "", new PrimaryKey(List.of("name"))))));
    assertRefused(
        Kind.ALREADY_EXISTS,
        "sales.orders.pk",
        () ->
            constraints()
                .add(ORDERS, List.of(fine, constraint(ORDERS, "PK", new NotNull("name")))));
    assertRefused(
        Kind.INVALID,
        "Column price",
        () ->
            constraints()
                .add(ORDERS, List.of(fine, constraint(ORDERS, "x", new NotNull("price")))));
    assertRefused(
        Kind.NOT_FOUND,
        "sales.absent",
        () -> constraints().add(TableName.of("sales", "absent"), List.of(fine)));
    assertThat(constraints().of(ORDERS)).hasSize(1);
    assertThat(given.session().changes().position()).isEqualTo(position);
  }

  @Test
  void aForeignKeyRefersToAKeyOfItsParent() {
    assertRefused(
        Kind.INVALID,
        "no such primary or unique key",
        () -> constraints().add(ORDERS, List.of(constraint(ORDERS, "fk", reference("id")))));
    constraints()
        .add(
            CUSTOMERS,
            List.of(
                constraint(CUSTOMERS, "by_id", new PrimaryKey(List.of("id"))),
                constraint(CUSTOMERS, "by_name", new Unique(List.of("name")))));
    assertRefused(
        Kind.INVALID,
        "has type bigint",
        () -> constraints().add(ORDERS, List.of(constraint(ORDERS, "fk", reference("name")))));
    var added =
        constraints().add(ORDERS, List.of(constraint(ORDERS, "fk", reference("id")))).get(0);
    assertThat(added.rule())
        .isInstanceOfSatisfying(
            ForeignKey.class, key -> assertThat(key.parentKey()).isEqualTo("by_id"));
    assertThat(constraints().referringTo(CUSTOMERS)).containsExactly(added);

    given.session().tables().drop(CUSTOMERS, DropData.DELETE_FILES);
    assertThat(constraints().of(ORDERS)).isEmpty();
  }

  @Test
  void aTableIsMadeWithItsConstraintsOrNotAtAll() {
    var name = TableName.of("sales", "employees");
    var table = Table.builder(name).layout(GivenCatalog.LAYOUT).build();
    var wrong = constraint(name, "", new Check("salary", "salary > 0"));
    assertRefused(
        Kind.INVALID,
        "Column salary",
        () -> given.session().tables().create(table, List.of(wrong), Mode.UPDATE));
    assertThat(given.session().tables().find(name)).isEmpty();
    assertThat(given.warehouse.resolve("sales.db/employees")).doesNotExist();

    var key = constraint(name, "pk", new PrimaryKey(List.of("id")));
    var boss =
        constraint(name, "fk", new ForeignKey(List.of("id"), name, List.of("id"), null, 0, 0));
    given.session().tables().create(table, List.of(boss, key), Mode.UPDATE);
    assertThat(constraints().of(name)).extracting(Constraint::name).containsExactly("fk", "pk");
  }

  @Test
  void everyChangeIsLogged() {
    var position = given.session().changes().position();
    constraints()
        .add(
            ORDERS,
            List.of(
                constraint(ORDERS, "pk", new PrimaryKey(List.of("id"))),
                constraint(ORDERS, "uk", new Unique(List.of("name")))));
    constraints().drop(ORDERS, "UK");
    assertRefused(Kind.NOT_FOUND, "sales.orders.uk", () -> constraints().drop(ORDERS, "uk"));
    assertThat(given.session().changes().after(position, 10))
        .extracting(Change::kind)
        .containsExactly(
            ChangeKind.ADD_PRIMARYKEY, ChangeKind.ADD_UNIQUECONSTRAINT, ChangeKind.DROP_CONSTRAINT);
  }

  @Test
  void constraintsOutliveARenameAndARestart() {
    constraints().add(ORDERS, List.of(constraint(ORDERS, "pk", new PrimaryKey(List.of("id")))));
    var renamed = TableName.of("sales", "purchases");
    var table = given.session().tables().require(ORDERS).toBuilder().name(renamed).build();
    given.session().tables().alter(ORDERS, table, AlterOptions.PLAIN);
    given.close();
    given = new GivenCatalog(folder);
    assertThat(constraints().of(renamed)).extracting(Constraint::name).containsExactly("pk");
  }

  @Test
  void aDatabaseOfTablesThatReferToEachOtherIsDropped() {
    constraints()
        .add(CUSTOMERS, List.of(constraint(CUSTOMERS, "pk", new PrimaryKey(List.of("id")))));
    constraints().add(ORDERS, List.of(constraint(ORDERS, "fk", reference("id"))));
    var sales = DatabaseName.of("sales");
    given.session().databases().drop(sales, Contents.CASCADE, DropData.DELETE_FILES);
    assertThat(given.session().databases().find(sales)).isEmpty();
  }
}
