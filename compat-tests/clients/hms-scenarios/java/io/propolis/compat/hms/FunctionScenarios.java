package io.propolis.compat.hms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.hadoop.hive.metastore.api.AlreadyExistsException;
import org.apache.hadoop.hive.metastore.api.Function;
import org.apache.hadoop.hive.metastore.api.FunctionType;
import org.apache.hadoop.hive.metastore.api.NoSuchObjectException;
import org.apache.hadoop.hive.metastore.api.PrincipalType;
import org.apache.hadoop.hive.metastore.api.ResourceType;
import org.apache.hadoop.hive.metastore.api.ResourceUri;

final class FunctionScenarios extends Scenarios {

  @Scenario
  void whatAFunctionWasCreatedWithComesBack() throws Exception {
    client.createFunction(function("reverse"));
    Function found = client.getFunction(database, "reverse");
    assertThat(found.getFunctionName()).isEqualTo("reverse");
    assertThat(found.getClassName()).isEqualTo("org.example.Reverse");
    assertThat(found.getOwnerName()).isEqualTo("ada");
    assertThat(found.getResourceUris()).isEqualTo(function("x").getResourceUris());
    assertThat(found.getCreateTime()).isPositive();
  }

  @Scenario
  void functionsAreListedByPattern() throws Exception {
    client.createFunction(function("reverse"));
    client.createFunction(function("rotate"));
    client.createFunction(function("other"));
    assertThat(client.getFunctions(database, "r*"))
        .containsExactlyInAnyOrder("reverse", "rotate");
    assertThat(client.getAllFunctions().getFunctions())
        .extracting(Function::getFunctionName)
        .contains("reverse", "rotate", "other");
  }

  @Scenario
  void creatingAFunctionThatExistsFails() throws Exception {
    client.createFunction(function("twice"));
    assertThatThrownBy(() -> client.createFunction(function("twice")))
        .isInstanceOf(AlreadyExistsException.class);
  }

  @Scenario
  void alteringAFunctionChangesItsClass() throws Exception {
    client.createFunction(function("changed"));
    Function request = function("changed");
    request.setClassName("org.example.Newer");
    client.alterFunction(database, "changed", request);
    assertThat(client.getFunction(database, "changed").getClassName())
        .isEqualTo("org.example.Newer");
  }

  @Scenario
  void aMissingFunctionIsReportedAsSuch() throws Exception {
    client.createFunction(function("dropped"));
    client.dropFunction(database, "dropped");
    assertThatThrownBy(() -> client.getFunction(database, "dropped"))
        .isInstanceOf(NoSuchObjectException.class);
    assertThatThrownBy(() -> client.dropFunction(database, "dropped"))
        .isInstanceOf(NoSuchObjectException.class);
  }

  private Function function(String name) {
    Function function = new Function();
    function.setFunctionName(name);
    function.setDbName(database);
    function.setClassName("org.example.Reverse");
    function.setOwnerName("ada");
    function.setOwnerType(PrincipalType.USER);
    function.setFunctionType(FunctionType.JAVA);
    function.setResourceUris(List.of(new ResourceUri(ResourceType.JAR, "file:///udf.jar")));
    return function;
  }
}
