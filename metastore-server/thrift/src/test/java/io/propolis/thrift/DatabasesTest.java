package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.CreateCatalogRequest;
import org.apache.hadoop.hive.metastore.api.DropCatalogRequest;
import org.apache.hadoop.hive.metastore.api.DropDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.GetCatalogRequest;
import org.apache.hadoop.hive.metastore.api.GetDatabaseRequest;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.thrift.TException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabasesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  @Test
  void aDatabaseGetsItsFolderAndItsOwner() throws TException {
    var client = given.client();
    client.set_ugi("ann", List.of());
    client.create_database(Given.database("Sales"));

    var stored = client.get_database("sales");
    assertThat(stored.getLocationUri()).isEqualTo(given.warehouse() + "/sales.db");
    assertThat(stored.getOwnerName()).isEqualTo("ann");
    assertThat(stored.getCatalogName()).isEqualTo("hive");
    assertThat(given.file(stored.getLocationUri())).isDirectory();
    assertThat(client.get_databases("s*")).containsExactly("sales");
    assertThat(client.get_databases("@hive#")).containsExactly("default", "sales");
  }

  @Test
  void duplicatesAndAbsentDatabasesAreNamedAsHiveDoes() throws TException {
    var client = given.client();
    client.create_database(Given.database("sales"));

    assertThatThrownBy(() -> client.create_database(Given.database("SALES")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> client.get_database("nowhere"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.drop_database("nowhere", true, false))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.drop_database("default", true, false))
        .isInstanceOf(MetaException.class);
  }

  @Test
  void aDatabaseWithTablesIsDroppedByCascadeOnly() throws TException {
    var client = given.client();
    client.create_database(Given.database("sales"));
    client.create_table(Given.table("sales", "orders"));
    var folder = given.file(client.get_database("sales").getLocationUri());

    assertThatThrownBy(() -> client.drop_database("sales", true, false))
        .isInstanceOf(InvalidOperationException.class);
    client.drop_database("sales", true, true);

    assertThat(client.get_all_databases()).containsExactly("default");
    assertThat(Files.exists(folder)).isFalse();
  }

  @Test
  void requestFormsDoTheSame() throws TException {
    var client = given.client();
    client.create_database(Given.database("sales"));
    var changed = client.get_database("sales");
    changed.putToParameters("team", "blue");
    changed.setDescription("all of it");
    client.alter_database("sales", changed);

    var request = new GetDatabaseRequest();
    request.setName("sales");
    assertThat(client.get_database_req(request)).isEqualTo(client.get_database("sales"));
    assertThat(client.get_database("sales").getParameters()).containsEntry("team", "blue");
    client.drop_database_req(new DropDatabaseRequest("sales", false, true, false));
    client.drop_database_req(new DropDatabaseRequest("sales", true, true, false));
    assertThat(client.get_all_databases()).containsExactly("default");
  }

  @Test
  void anotherCatalogHasItsOwnNames() throws TException {
    var client = given.client();
    client.create_catalog(
        new CreateCatalogRequest(new Catalog("lake", given.warehouse() + "/lake")));
    var database = Given.database("sales");
    database.setCatalogName("lake");
    client.create_database(database);
    var table = Given.table("sales", "orders");
    table.setCatName("lake");
    client.create_table(table);

    assertThat(client.get_catalogs().getNames()).containsExactly("hive", "lake");
    assertThat(client.get_databases("@lake#")).containsExactly("default", "sales");
    assertThat(client.get_all_databases()).containsExactly("default");
    assertThat(client.get_all_tables("@lake#sales")).containsExactly("orders");
    assertThat(client.call("get_table", "@lake#sales", "orders")).isNotNull();
    assertThat(client.get_catalog(new GetCatalogRequest("lake")).getCatalog().getLocationUri())
        .isEqualTo(given.warehouse() + "/lake");
    assertThatThrownBy(() -> client.drop_catalog(new DropCatalogRequest("lake")))
        .isInstanceOf(InvalidOperationException.class);
  }
}
