package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabasesTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @Test
  void whatWasWrittenIsRead() {
    glue.done(
        "CreateDatabase",
        """
        {'DatabaseInput':{'Name':'Sales','Description':'d','LocationUri':'s3://lake/sales',
         'Parameters':{'a':'b'},'CreateTableDefaultPermissions':[],
         'TargetDatabase':{'CatalogId':'1','DatabaseName':'other'},'Future':true}}\
        """);

    var database = glue.done("GetDatabase", "{'Name':'SALES'}").path("Database");
    assertThat(database.path("Name").asText()).isEqualTo("sales");
    assertThat(database.path("LocationUri").asText()).isEqualTo("s3://lake/sales");
    assertThat(database.path("Parameters").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(database.path("CreateTableDefaultPermissions").isArray()).isTrue();
    assertThat(database.path("CreateTableDefaultPermissions")).isEmpty();
    assertThat(database.at("/TargetDatabase/DatabaseName").asText()).isEqualTo("other");
    assertThat(database.path("Future").asBoolean()).isTrue();
    assertThat(database.path("CreateTime").isNumber()).isTrue();
  }

  @Test
  void aLocationThatNobodyGaveIsHivesAlone() {
    glue.database("sales");

    assertThat(
            glue.done("GetDatabase", "{'Name':'sales'}")
                .at("/Database/LocationUri")
                .isMissingNode())
        .isTrue();
    assertThat(glue.hive().databases().require(DatabaseName.of("sales")).location())
        .endsWith("/sales.db");
  }

  @Test
  void aDatabaseOfHiveIsSeen() {
    glue.hive().databases().create(Database.named(DatabaseName.of("made_by_hive")));

    var database = glue.done("GetDatabase", "{'Name':'made_by_hive'}").path("Database");
    assertThat(database.path("LocationUri").asText()).endsWith("/made_by_hive.db");
    assertThat(database.at("/CreateTableDefaultPermissions/0/Permissions/0").asText())
        .isEqualTo("ALL");
  }

  @Test
  void allAreListedInPages() {
    for (var name : List.of("c", "a", "b")) {
      glue.database(name);
    }

    assertThat(glue.pages("GetDatabases", "{'CatalogId':'123456789012'}", "DatabaseList", 2))
        .extracting(database -> database.path("Name").asText())
        .containsExactly("a", "b", "c", "default");
  }

  @Test
  void anUpdateReplacesAndDoesNotRename() {
    glue.done("CreateDatabase", "{'DatabaseInput':{'Name':'sales','Description':'d'}}");

    glue.done(
        "UpdateDatabase",
        "{'Name':'sales','DatabaseInput':{'Name':'sales','Parameters':{'x':'y'}}}");

    var database = glue.done("GetDatabase", "{'Name':'sales'}").path("Database");
    assertThat(database.path("Description").isMissingNode()).isTrue();
    assertThat(database.at("/Parameters/x").asText()).isEqualTo("y");
    assertThat(
            glue.call("UpdateDatabase", "{'Name':'sales','DatabaseInput':{'Name':'other'}}")
                .error())
        .isEqualTo("InvalidInputException");
  }

  @Test
  void aFullDatabaseIsDroppedWithAllItHolds() {
    glue.database("sales");
    glue.table("sales", "orders", "day:string");
    glue.partition("sales", "orders", "1");
    glue.done(
        "CreateUserDefinedFunction",
        "{'DatabaseName':'sales','FunctionInput':{'FunctionName':'f','ClassName':'F'}}");

    glue.done("DeleteDatabase", "{'Name':'sales'}");

    assertThat(glue.call("GetDatabase", "{'Name':'sales'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("DeleteDatabase", "{'Name':'sales'}").error())
        .isEqualTo("EntityNotFoundException");
  }
}
