package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CatalogsTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private static final String LAKE = GivenGlue.ACCOUNT + ":lake";

  private void createLake() {
    glue.done(
        "CreateCatalog",
        "{'Name':'Lake','CatalogInput':{'Description':'of all','Parameters':{'a':'b'},'Future':[1],"
            + "'CreateDatabaseDefaultPermissions':[],'CatalogProperties':{'CustomProperties':{'x':'y'}}}}");
  }

  @Test
  void whatWasWrittenIsReadHereAndThroughHive() {
    createLake();

    var catalog = glue.done("GetCatalog", "{'CatalogId':'lake'}").path("Catalog");

    assertThat(catalog.path("CatalogId").asText()).isEqualTo(LAKE);
    assertThat(catalog.path("Name").asText()).isEqualTo("lake");
    assertThat(catalog.path("ResourceArn").asText())
        .isEqualTo("arn:aws:glue:eu-west-1:" + GivenGlue.ACCOUNT + ":catalog/lake");
    assertThat(catalog.path("Description").asText()).isEqualTo("of all");
    assertThat(catalog.path("Parameters").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(catalog.path("Future").toString()).isEqualTo("[1]");
    assertThat(catalog.at("/CatalogProperties/CustomProperties/x").asText()).isEqualTo("y");
    assertThat(catalog.path("UpdateTime").asDouble()).isPositive();
    var hive = glue.hive().catalogs().require("lake");
    assertThat(hive.location()).isEqualTo(glue.warehouse() + "/lake");
    assertThat(glue.call("CreateCatalog", "{'Name':'lake','CatalogInput':{}}").error())
        .isEqualTo("AlreadyExistsException");
  }

  @Test
  void everyOperationWorksInTheCatalogThatItNames() {
    createLake();
    glue.database("sales");
    for (var id : new String[] {LAKE, "LAKE"}) {
      glue.done(
          "CreateDatabase",
          "{'CatalogId':'%s','DatabaseInput':{'Name':'sales%d'}}".formatted(id, id.length()));
    }
    glue.done(
        "CreateTable",
        "{'CatalogId':'lake','DatabaseName':'sales4','TableInput':{'Name':'orders'}}");

    var table =
        glue.done(
                "GetTable", "{'CatalogId':'" + LAKE + "','DatabaseName':'sales4','Name':'orders'}")
            .path("Table");
    assertThat(table.path("CatalogId").asText()).isEqualTo(LAKE);
    assertThat(glue.call("GetTable", "{'DatabaseName':'sales4','Name':'orders'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(
            glue.done("GetDatabases", "{'CatalogId':'" + LAKE + "'}")
                .path("DatabaseList")
                .findValuesAsText("Name"))
        .containsExactly("default", "sales17", "sales4");
    assertThat(glue.done("SearchTables", "{'CatalogId':'lake'}").path("TableList")).hasSize(1);
    assertThat(glue.done("SearchTables", "{}").path("TableList")).isEmpty();
  }

  @Test
  void catalogsAreListedWithTheAccountsOwn() {
    createLake();
    glue.done("CreateCatalog", "{'Name':'archive','CatalogInput':{}}");

    assertThat(ids("{}")).containsExactly("archive", GivenGlue.ACCOUNT, "lake");
    assertThat(ids("{'IncludeRoot':false}")).containsExactly("archive", "lake");
    assertThat(ids("{'ParentCatalogId':'" + GivenGlue.ACCOUNT + "'}"))
        .containsExactly("archive", "lake");
    assertThat(ids("{'ParentCatalogId':'lake'}")).isEmpty();
    assertThat(
            glue.done("GetCatalog", "{'CatalogId':'" + GivenGlue.ACCOUNT + "'}")
                .at("/Catalog/ResourceArn")
                .asText())
        .isEqualTo("arn:aws:glue:eu-west-1:" + GivenGlue.ACCOUNT + ":catalog");
  }

  private java.util.List<String> ids(String request) {
    return glue.pages("GetCatalogs", request, "CatalogList", 1).stream()
        .map(catalog -> catalog.path("Name").asText())
        .toList();
  }

  @Test
  void anUpdateReplacesAndAHiveClientKeepsWhatItDoesNotKnow() {
    createLake();
    var hive = glue.hive().catalogs();
    hive.alter("lake", hive.require("lake").withLocation("s3://lake"));
    assertThat(glue.done("GetCatalog", "{'CatalogId':'lake'}").at("/Catalog/Parameters/a").asText())
        .isEqualTo("b");

    glue.done("UpdateCatalog", "{'CatalogId':'lake','CatalogInput':{'Description':'new'}}");

    var catalog = glue.done("GetCatalog", "{'CatalogId':'" + LAKE + "'}").path("Catalog");
    assertThat(catalog.path("Description").asText()).isEqualTo("new");
    assertThat(catalog.has("Parameters")).isFalse();
    assertThat(glue.hive().catalogs().require("lake").location()).isEqualTo("s3://lake");
  }

  @Test
  void aCatalogGoesWithAllThatIsInIt() {
    createLake();
    glue.done("CreateDatabase", "{'CatalogId':'lake','DatabaseInput':{'Name':'sales'}}");
    for (var database : new String[] {"sales", "default"}) {
      glue.done(
          "CreateTable",
          "{'CatalogId':'lake','DatabaseName':'%s','TableInput':{'Name':'t'}}".formatted(database));
    }

    glue.done("DeleteCatalog", "{'CatalogId':'lake'}");

    assertThat(glue.call("GetCatalog", "{'CatalogId':'lake'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("DeleteCatalog", "{'CatalogId':'lake'}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("DeleteCatalog", "{'CatalogId':'" + GivenGlue.ACCOUNT + "'}").message())
        .isEqualTo("The catalog of the account cannot be deleted");
  }

  @Test
  void whatCouldNotBeKeptIsRefused() {
    for (var input :
        new String[] {
          "{'FederatedCatalog':{'Identifier':'x','ConnectionName':'c'}}",
          "{'TargetRedshiftCatalog':{'CatalogArn':'arn:aws:glue:eu-west-1:123456789012:catalog/x'}}",
          "{'CatalogProperties':{'DataLakeAccessProperties':{'DataLakeAccess':true}}}"
        }) {
      var reply = glue.call("CreateCatalog", "{'Name':'c','CatalogInput':" + input + "}");
      assertThat(reply.error()).as(input).isEqualTo("InvalidInputException");
      assertThat(reply.message()).as(input).contains("his server");
    }
  }
}
