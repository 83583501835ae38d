package io.propolis.thrift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.hive.metastore.api.AddPackageRequest;
import org.apache.hadoop.hive.metastore.api.DropPackageRequest;
import org.apache.hadoop.hive.metastore.api.GetPackageRequest;
import org.apache.hadoop.hive.metastore.api.InvalidOperationException;
import org.apache.hadoop.hive.metastore.api.ListPackageRequest;
import org.apache.hadoop.hive.metastore.api.ListStoredProcedureRequest;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.Package;
import org.apache.hadoop.hive.metastore.api.StoredProcedure;
import org.apache.hadoop.hive.metastore.api.StoredProcedureRequest;
import org.apache.thrift.TException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ProceduresAndPackagesTest {
  @RegisterExtension final GivenMetastore given = new GivenMetastore();
  private MetastoreClient client;

  @BeforeEach
  void connect() throws TException {
    client = given.client();
    client.create_database(Given.database("sales"));
  }

  private static StoredProcedure procedure(String database, String source) {
    return new StoredProcedure("Add_Tax", database, "hive", "ann", source);
  }

  private static AddPackageRequest contents(String database, String body) {
    return new AddPackageRequest("hive", database, "Taxes", "ann", "header", body);
  }

  private StoredProcedure find() throws TException {
    return client.get_stored_procedure(new StoredProcedureRequest("hive", "Sales", "Add_Tax"));
  }

  private Package findPackage() throws TException {
    return client.find_package(new GetPackageRequest("hive", "Sales", "Taxes"));
  }

  @Test
  void aProcedureIsKeptAndReplacedByTheNextOfItsName() throws TException {
    client.create_stored_procedure(procedure("Sales", "first"));
    client.create_stored_procedure(procedure("sales", "second"));
    assertThat(find()).isEqualTo(procedure("sales", "second"));
    var list = new ListStoredProcedureRequest("hive");
    assertThat(client.get_all_stored_procedures(list)).containsExactly("Add_Tax");
    list.setDbName("SALES");
    assertThat(client.get_all_stored_procedures(list)).containsExactly("Add_Tax");
    list.setDbName("default");
    assertThat(client.get_all_stored_procedures(list)).isEmpty();

    var request = new StoredProcedureRequest("hive", "sales", "Add_Tax");
    client.drop_stored_procedure(request);
    client.drop_stored_procedure(request);
    assertThatThrownBy(this::find)
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("HPL/SQL StoredProcedure sales.Add_Tax does not exist");
    assertThatThrownBy(() -> client.create_stored_procedure(procedure("absent", "x")))
        .isInstanceOf(NoSuchObjectException.class);
  }

  @Test
  void aPackageIsKeptAndReplacedByTheNextOfItsName() throws TException {
    client.add_package(contents("Sales", "first"));
    client.add_package(contents("sales", "second"));
    assertThat(findPackage())
        .isEqualTo(new Package("hive", "sales", "Taxes", "ann", "header", "second"));
    var list = new ListPackageRequest("hive");
    assertThat(client.get_all_packages(list)).containsExactly("Taxes");
    list.setDbName("default");
    assertThat(client.get_all_packages(list)).isEmpty();

    var request = new DropPackageRequest("hive", "sales", "Taxes");
    client.drop_package(request);
    client.drop_package(request);
    assertThatThrownBy(this::findPackage)
        .isInstanceOf(NoSuchObjectException.class)
        .hasMessage("HPL/SQL package sales.Taxes does not exist");
    assertThatThrownBy(() -> client.add_package(contents("absent", "x")))
        .isInstanceOf(MetaException.class);
  }

  @Test
  void theyKeepADatabaseAndGoWithIt() throws TException {
    client.create_stored_procedure(procedure("sales", "x"));
    assertThatThrownBy(() -> client.drop_database("sales", true, false))
        .isInstanceOf(InvalidOperationException.class)
        .hasMessage("Database sales is not empty. One or more stored procedures exist.");
    client.drop_stored_procedure(new StoredProcedureRequest("hive", "sales", "Add_Tax"));
    client.add_package(contents("sales", "x"));
    assertThatThrownBy(() -> client.drop_database("sales", true, false))
        .hasMessage("Database sales is not empty. One or more packages exist.");
    client.create_stored_procedure(procedure("sales", "x"));
    client.drop_database("sales", true, true);
    assertThat(client.get_all_packages(new ListPackageRequest("hive"))).isEmpty();
    assertThat(client.get_all_stored_procedures(new ListStoredProcedureRequest("hive"))).isEmpty();
  }
}
