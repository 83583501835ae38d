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
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Constraint.Check;
import io.propolis.catalog.model.Constraint.Default;
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
    var itself =
        constraint(name, "fk", new ForeignKey(List.of("id"), name, List.of("id"), null, 0, 0));
    assertRefused(
        Kind.INVALID,
        "cannot be both a foreign key and",
        () -> given.session().tables().create(table, List.of(itself, key), Mode.UPDATE));
    var withBoss =
        table.toBuilder()
            .layout(
                GivenCatalog.LAYOUT.withColumns(
                    List.of(new Column("id", "bigint"), new Column("boss", "bigint"))))
            .build();
    var boss =
        constraint(name, "fk", new ForeignKey(List.of("boss"), name, List.of("id"), null, 0, 0));
    given.session().tables().create(withBoss, List.of(boss, key), Mode.UPDATE);
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

  private Rule rule(TableName table, String name) {
    return constraints().of(table).stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow()
        .rule();
  }

  private void alterColumns(TableName name, Column... columns) {
    var table = given.session().tables().require(name);
    var layout = table.layout().withColumns(List.of(columns));
    given
        .session()
        .tables()
        .alter(name, table.toBuilder().layout(layout).build(), AlterOptions.PLAIN);
  }

  private void everyKind() {
    constraints()
        .add(
            CUSTOMERS,
            List.of(
                constraint(CUSTOMERS, "pk", new PrimaryKey(List.of("id"))),
                constraint(CUSTOMERS, "uk", new Unique(List.of("name", "id"))),
                constraint(CUSTOMERS, "nn", new NotNull("name")),
                constraint(CUSTOMERS, "dc", new Default("id", "1")),
                constraint(CUSTOMERS, "cc", new Check("id", "`ID` > 0 AND name <> 'id'")),
                constraint(CUSTOMERS, "row", new Check(null, "length(name) > 0"))));
    constraints().add(ORDERS, List.of(constraint(ORDERS, "fk", reference("id"))));
  }

  @Test
  void constraintsFollowARenamedColumn() {
    everyKind();
    alterColumns(CUSTOMERS, new Column("number", "bigint"), new Column("name", "string"));

    assertThat(rule(CUSTOMERS, "pk")).isEqualTo(new PrimaryKey(List.of("number")));
    assertThat(rule(CUSTOMERS, "uk")).isEqualTo(new Unique(List.of("name", "number")));
    assertThat(rule(CUSTOMERS, "nn")).isEqualTo(new NotNull("name"));
    assertThat(rule(CUSTOMERS, "dc")).isEqualTo(new Default("number", "1"));
    assertThat(rule(CUSTOMERS, "cc"))
        .isEqualTo(new Check("number", "`number` > 0 AND name <> 'id'"));
    assertThat(rule(ORDERS, "fk"))
        .isEqualTo(new ForeignKey(List.of("id"), CUSTOMERS, List.of("number"), "pk", 0, 0));

    alterColumns(ORDERS, new Column("name", "string"), new Column("customer", "bigint"));
    assertThat(rule(ORDERS, "fk").columns()).containsExactly("customer");
  }

  @Test
  void constraintsStayWithAColumnOfAnotherTypeCommentOrPlace() {
    everyKind();
    alterColumns(
        CUSTOMERS, new Column("NAME", "varchar(9)"), new Column("id", "bigint", "its number"));
    assertThat(constraints().of(CUSTOMERS)).hasSize(6);
    assertThat(rule(CUSTOMERS, "pk")).isEqualTo(new PrimaryKey(List.of("id")));
    assertThat(constraints().of(ORDERS)).hasSize(1);
  }

  @Test
  void constraintsGoWithADroppedColumn() {
    everyKind();
    alterColumns(CUSTOMERS, new Column("name", "string"));
    assertThat(constraints().of(CUSTOMERS))
        .extracting(Constraint::name)
        .containsExactly("nn", "row");
    assertThat(constraints().of(ORDERS)).as("what referred to it").isEmpty();

    alterColumns(CUSTOMERS, new Column("other", "bigint"), new Column("more", "bigint"));
    assertThat(constraints().of(CUSTOMERS)).isEmpty();
  }

  @Test
  void aForeignKeyOutlivesItsKeyAndTakesTheNextOverTheSameColumns() {
    everyKind();
    constraints().drop(CUSTOMERS, "PK");
    assertThat(((ForeignKey) rule(ORDERS, "fk")).parentKey()).isNull();
    constraints()
        .add(
            CUSTOMERS,
            List.of(
                constraint(CUSTOMERS, "other", new Unique(List.of("name"))),
                constraint(CUSTOMERS, "again", new PrimaryKey(List.of("id")))));
    assertThat(((ForeignKey) rule(ORDERS, "fk")).parentKey()).isEqualTo("again");
  }

  @Test
  void aForeignKeyIsDroppedFromEitherSide() {
    everyKind();
    constraints().drop(CUSTOMERS, "fk");
    assertThat(constraints().of(ORDERS)).isEmpty();
    assertThat(constraints().of(CUSTOMERS)).hasSize(6);
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
