package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.AddCheckConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddDefaultConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddForeignKeyRequest;
import org.apache.hadoop.hive.metastore.api.AddNotNullConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AddPrimaryKeyRequest;
import org.apache.hadoop.hive.metastore.api.AddUniqueConstraintRequest;
import org.apache.hadoop.hive.metastore.api.AllTableConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.CheckConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.CreateTableRequest;
import org.apache.hadoop.hive.metastore.api.DefaultConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.DropConstraintRequest;
import org.apache.hadoop.hive.metastore.api.ForeignKeysRequest;
import org.apache.hadoop.hive.metastore.api.InvalidObjectException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NotNullConstraintsRequest;
import org.apache.hadoop.hive.metastore.api.PrimaryKeysRequest;
import org.apache.hadoop.hive.metastore.api.SQLCheckConstraint;
import org.apache.hadoop.hive.metastore.api.SQLDefaultConstraint;
import org.apache.hadoop.hive.metastore.api.SQLForeignKey;
import org.apache.hadoop.hive.metastore.api.SQLNotNullConstraint;
import org.apache.hadoop.hive.metastore.api.SQLPrimaryKey;
import org.apache.hadoop.hive.metastore.api.SQLUniqueConstraint;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.hadoop.hive.metastore.api.UniqueConstraintsRequest;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConstraintsTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void tables() throws TException {
    client = given.client();
    client.create_table(Given.table("default", "orders"));
    client.create_table(Given.table("default", "customers"));
  }

  private static SQLPrimaryKey primary(String table, String column, int sequence, String name) {
    var row = new SQLPrimaryKey("default", table, column, sequence, name, true, false, true);
    row.setCatName("hive");
    return row;
  }

  private static SQLForeignKey foreign(String child, String column, String parentKey) {
    var row =
        new SQLForeignKey(
            "default",
            "customers",
            column,
            "default",
            child,
            column,
            1,
            3,
            1,
            "fk",
            parentKey,
            true,
            false,
            true);
    row.setCatName("hive");
    return row;
  }

  @Test
  void rowsOfEveryKindComeBackAsTheyWereSent() throws TException {
    var primary = List.of(primary("orders", "name", 1, "pk"), primary("orders", "id", 2, "pk"));
    var unique =
        List.of(
            new SQLUniqueConstraint("hive", "default", "orders", "id", 1, "uk", true, true, false));
    var notNull =
        List.of(
            new SQLNotNullConstraint("hive", "default", "orders", "id", "nn", false, true, false));
    var value =
        List.of(
            new SQLDefaultConstraint(
                "hive", "default", "orders", "name", "'none'", "dc", true, false, false));
    var check =
        List.of(
            new SQLCheckConstraint(
                "hive", "default", "orders", "id", "id > 0", "cc", true, false, true));
    client.add_primary_key(new AddPrimaryKeyRequest(primary));
    client.add_unique_constraint(new AddUniqueConstraintRequest(unique));
    client.add_not_null_constraint(new AddNotNullConstraintRequest(notNull));
    client.add_default_constraint(new AddDefaultConstraintRequest(value));
    client.add_check_constraint(new AddCheckConstraintRequest(check));

    assertThat(primaryKeys("orders")).isEqualTo(primary);
    assertThat(
            client
                .get_unique_constraints(new UniqueConstraintsRequest("hive", "default", "orders"))
                .getUniqueConstraints())
        .isEqualTo(unique);
    assertThat(
            client
                .get_not_null_constraints(
                    new NotNullConstraintsRequest("hive", "default", "orders"))
                .getNotNullConstraints())
        .isEqualTo(notNull);
    assertThat(
            client
                .get_default_constraints(new DefaultConstraintsRequest("hive", "default", "orders"))
                .getDefaultConstraints())
        .isEqualTo(value);
    assertThat(
            client
                .get_check_constraints(new CheckConstraintsRequest("hive", "default", "orders"))
                .getCheckConstraints())
        .isEqualTo(check);
    var all =
        client
            .get_all_table_constraints(new AllTableConstraintsRequest("default", "orders", "hive"))
            .getAllTableConstraints();
    assertThat(all.getPrimaryKeys()).isEqualTo(primary);
    assertThat(all.getCheckConstraints()).isEqualTo(check);
    assertThat(all.getForeignKeys()).isEmpty();
  }

  private List<SQLPrimaryKey> primaryKeys(String table) throws TException {
    return client.get_primary_keys(new PrimaryKeysRequest("default", table)).getPrimaryKeys();
  }

  @Test
  void foreignKeysAreFoundFromBothSides() throws TException {
    client.add_primary_key(
        new AddPrimaryKeyRequest(List.of(primary("customers", "id", 1, "customers_pk"))));
    var row = foreign("orders", "id", "customers_pk");
    client.add_foreign_key(new AddForeignKeyRequest(List.of(row)));

    assertThat(foreignKeys(null, "orders")).containsExactly(row);
    assertThat(foreignKeys("customers", null)).containsExactly(row);
    assertThat(foreignKeys("customers", "orders")).containsExactly(row);
    assertThat(foreignKeys("orders", null)).isEmpty();
    assertThat(foreignKeys("orders", "orders")).isEmpty();
    assertThatThrownBy(() -> foreignKeys(null, null)).isInstanceOf(MetaException.class);
    assertThatThrownBy(
            () ->
                client.add_foreign_key(
                    new AddForeignKeyRequest(List.of(foreign("orders", "name", null)))))
        .isInstanceOf(TApplicationException.class);
  }

  @Test
  void aKeyIsDroppedWhileForeignKeysReferToIt() throws TException {
    var key = List.of(primary("customers", "id", 1, "customers_pk"));
    client.add_primary_key(new AddPrimaryKeyRequest(key));
    client.add_foreign_key(
        new AddForeignKeyRequest(List.of(foreign("orders", "id", "customers_pk"))));
    client.drop_constraint(new DropConstraintRequest("default", "customers", "customers_pk"));
    assertThat(foreignKeys(null, "orders"))
        .singleElement()
        .satisfies(row -> assertThat(row.isSetPk_name()).isFalse());
    client.add_primary_key(new AddPrimaryKeyRequest(key));
    assertThat(foreignKeys("customers", null))
        .extracting(SQLForeignKey::getPk_name)
        .containsExactly("customers_pk");
    client.drop_table("default", "customers", true);
    assertThat(foreignKeys(null, "orders")).isEmpty();
  }

  @Test
  void constraintsFollowColumnsThatAnOldClientRenames() throws TException {
    client.add_primary_key(new AddPrimaryKeyRequest(List.of(primary("orders", "id", 1, "pk"))));
    var table = (Table) client.call("get_table", "default", "orders");
    table.getSd().getCols().get(0).setName("number");
    client.alter_table("default", "orders", table);
    assertThat(primaryKeys("orders"))
        .extracting(SQLPrimaryKey::getColumn_name)
        .containsExactly("number");
    table.getSd().getCols().remove(0);
    client.alter_table("default", "orders", table);
    assertThat(primaryKeys("orders")).isEmpty();
  }

  @Test
  void aForeignKeyWithoutAKeyToReferToIsRefused() {
    assertThatThrownBy(
            () ->
                client.add_foreign_key(
                    new AddForeignKeyRequest(List.of(foreign("orders", "id", null)))))
        .isInstanceOf(MetaException.class)
        .hasMessageContaining("no such primary or unique key");
  }

  private List<SQLForeignKey> foreignKeys(String parent, String child) throws TException {
    var request =
        new ForeignKeysRequest(
            parent == null ? null : "default", parent, child == null ? null : "default", child);
    return client.get_foreign_keys(request).getForeignKeys();
  }

  @Test
  void rowsWithoutANameAreOneKeyEach() throws TException {
    client.add_primary_key(
        new AddPrimaryKeyRequest(
            List.of(primary("orders", "id", 1, null), primary("orders", "name", 2, null))));
    var one = new SQLUniqueConstraint("hive", "default", "orders", "id", 1, null, true, true, true);
    var other =
        new SQLUniqueConstraint("hive", "default", "orders", "name", 1, null, true, true, true);
    client.add_unique_constraint(new AddUniqueConstraintRequest(List.of(one, other)));

    assertThat(primaryKeys("orders")).extracting(SQLPrimaryKey::getPk_name).containsOnly("pk_1");
    assertThat(
            client
                .get_unique_constraints(new UniqueConstraintsRequest("hive", "default", "orders"))
                .getUniqueConstraints())
        .extracting(SQLUniqueConstraint::getUk_name)
        .containsExactly("uk_1", "uk_2");
  }

  @Test
  void aConstraintIsDroppedOnce() throws TException {
    client.add_primary_key(new AddPrimaryKeyRequest(List.of(primary("orders", "id", 1, "pk"))));
    var request = new DropConstraintRequest("default", "orders", "PK");
    client.drop_constraint(request);
    assertThat(primaryKeys("orders")).isEmpty();
    assertThatThrownBy(() -> client.drop_constraint(request))
        .isInstanceOf(TApplicationException.class);
  }

  @Test
  void whatCannotBeAddedIsToldAsHiveTellsIt() throws TException {
    client.add_primary_key(new AddPrimaryKeyRequest(List.of(primary("orders", "id", 1, "pk"))));
    assertThatThrownBy(
            () ->
                client.add_primary_key(
                    new AddPrimaryKeyRequest(List.of(primary("orders", "id", 1, "other")))))
        .isInstanceOf(MetaException.class);
    assertThatThrownBy(
            () ->
                client.add_primary_key(
                    new AddPrimaryKeyRequest(List.of(primary("absent", "id", 1, "pk")))))
        .as("undeclared, as in Hive")
        .isInstanceOf(TApplicationException.class);
    assertThat(primaryKeys("absent")).isEmpty();
  }

  @Test
  void aTableIsMadeWithConstraintsByBothCalls() throws TException {
    client.create_table_with_constraints(
        Given.table("default", "old"),
        List.of(primary("old", "id", 1, "pk")),
        null,
        null,
        null,
        null,
        null);
    assertThat(primaryKeys("old")).hasSize(1);

    var request = new CreateTableRequest(Given.table("default", "new"));
    request.setPrimaryKeys(List.of(primary("new", "absent", 1, "pk")));
    assertThatThrownBy(() -> client.create_table_req(request))
        .isInstanceOf(InvalidObjectException.class);
    request.setPrimaryKeys(List.of(primary("new", "id", 1, null)));
    client.create_table_req(request);
    assertThat(primaryKeys("new")).extracting(SQLPrimaryKey::getPk_name).containsExactly("pk_1");
  }
}
