package io.propolis.thrift.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.thrift.Given;
import io.propolis.thrift.GivenMetastore;
import java.util.List;
import org.apache.hadoop.hive.metastore.api.Catalog;
import org.apache.hadoop.hive.metastore.api.CreateCatalogRequest;
import org.apache.hadoop.hive.metastore.api.CreationMetadata;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.GetTableRequest;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TCompactProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolDecorator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableArgumentsTest {
  private static final short CATALOG_SINCE_3 = 17;
  private static final short CATALOG_IN_2_3 = 16;

  @RegisterExtension final GivenMetastore given = new GivenMetastore();

  /** Writes the catalog of a table where Hive 2.3.10 writes it. */
  private static final class As2310 extends TProtocolDecorator {
    As2310(TProtocol protocol) {
      super(protocol);
    }

    @Override
    public void writeFieldBegin(TField field) throws TException {
      super.writeFieldBegin(
          field.id == CATALOG_SINCE_3 && field.name.equals("catName")
              ? new TField(field.name, field.type, CATALOG_IN_2_3)
              : field);
    }
  }

  private void otherCatalog() throws TException {
    var client = given.client();
    client.create_catalog(
        new CreateCatalogRequest(new Catalog("lake", given.warehouse() + "/lake")));
    var database = new Database("sales", "", null, null);
    database.setCatalogName("lake");
    client.create_database(database);
  }

  private Table read() throws TException {
    var request = new GetTableRequest("sales", "orders");
    request.setCatName("lake");
    return given.client().get_table_req(request).getTable();
  }

  @Test
  void theCatalogOfA2310ClientIsRead() throws TException {
    otherCatalog();
    var binary = given.client(socket -> new As2310(new TBinaryProtocol(socket)));
    var table = Given.table("sales", "orders");
    table.setCatName("lake");
    binary.create_table(table);
    assertThat(read().getCatName()).isEqualTo("lake");

    var compact = given.client(socket -> new As2310(new TCompactProtocol(socket)));
    table.putToParameters("k", "v");
    table.getSd().setLocation(read().getSd().getLocation());
    compact.alter_table("@lake#sales", "orders", table);
    assertThat(read().getParameters()).containsEntry("k", "v");
  }

  @Test
  void whatLaterClientsHaveThereIsReadToo() throws TException {
    otherCatalog();
    var view = Given.table("sales", "orders");
    view.setCatName("lake");
    view.setTableType("MATERIALIZED_VIEW");
    view.setCreationMetadata(
        new CreationMetadata("lake", "sales", "orders", java.util.Set.of("lake.sales.t")));
    given.client().create_table(view);
    assertThat(read().getCreationMetadata().getTblName()).isEqualTo("orders");
  }

  @Test
  void anOwnerStaysWhatItIsUnlessTheClientSaysOtherwise() throws TException {
    var client = given.client();
    var table = Given.table("default", "orders");
    table.setOwnerType(PrincipalType.ROLE);
    client.create_table(table);

    table.unsetOwnerType();
    table
        .getSd()
        .setLocation(
            client
                .get_table_req(new GetTableRequest("default", "orders"))
                .getTable()
                .getSd()
                .getLocation());
    client.alter_table("default", "orders", table);
    assertThat(owner("orders")).isEqualTo(PrincipalType.ROLE);
    table.setOwnerType(PrincipalType.USER);
    client.alter_table("default", "orders", table);
    assertThat(owner("orders")).isEqualTo(PrincipalType.USER);

    var unsaid = Given.table("default", "others");
    unsaid.unsetOwnerType();
    client.create_table(unsaid);
    assertThat(owner("others")).isEqualTo(PrincipalType.USER);
    assertThat(client.get_tables("default", "*")).isEqualTo(List.of("orders", "others"));
  }

  private PrincipalType owner(String table) throws TException {
    return ((Table) given.client().call("get_table", "default", table)).getOwnerType();
  }
}
