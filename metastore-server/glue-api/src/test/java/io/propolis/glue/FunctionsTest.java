package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.model.DatabaseName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FunctionsTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void database() {
    glue.database("sales");
  }

  private void create(String database, String name) {
    glue.done(
        "CreateUserDefinedFunction",
        """
        {'DatabaseName':'%s','FunctionInput':{'FunctionName':'%s','ClassName':'org.F','OwnerName':'ann',
         'OwnerType':'ROLE','ResourceUris':[{'ResourceType':'FILE','Uri':'s3://lake/f'}]}}\
        """
            .formatted(database, name));
  }

  @Test
  void whatWasWrittenIsReadHereAndThroughHive() {
    create("sales", "To_Euro");

    var function =
        glue.done("GetUserDefinedFunction", "{'DatabaseName':'sales','FunctionName':'TO_EURO'}")
            .path("UserDefinedFunction");
    assertThat(function.path("FunctionName").asText()).isEqualTo("to_euro");
    assertThat(function.path("ClassName").asText()).isEqualTo("org.F");
    assertThat(function.path("OwnerType").asText()).isEqualTo("ROLE");
    assertThat(function.at("/ResourceUris/0/ResourceType").asText()).isEqualTo("FILE");
    assertThat(function.path("CatalogId").asText()).isEqualTo(GivenGlue.ACCOUNT);
    assertThat(glue.hive().functions().find(DatabaseName.of("sales"), "to_euro")).isPresent();
  }

  @Test
  void functionsAreChosenByPatternAndDatabase() {
    glue.database("other");
    create("sales", "a1");
    create("sales", "a2");
    create("sales", "b1");
    create("other", "a3");

    assertThat(
            glue.pages(
                "GetUserDefinedFunctions",
                "{'DatabaseName':'sales','Pattern':'a.*'}",
                "UserDefinedFunctions",
                1))
        .extracting(f -> f.path("FunctionName").asText())
        .containsExactly("a1", "a2");
    assertThat(glue.pages("GetUserDefinedFunctions", "{'Pattern':'*'}", "UserDefinedFunctions", 3))
        .hasSize(4);
  }

  @Test
  void functionsAreReplacedRenamedAndDropped() {
    create("sales", "f");

    glue.done(
        "UpdateUserDefinedFunction",
        "{'DatabaseName':'sales','FunctionName':'f','FunctionInput':{'FunctionName':'g','ClassName':'G'}}");

    assertThat(
            glue.call("GetUserDefinedFunction", "{'DatabaseName':'sales','FunctionName':'f'}")
                .error())
        .isEqualTo("EntityNotFoundException");
    glue.done("DeleteUserDefinedFunction", "{'DatabaseName':'sales','FunctionName':'g'}");
    assertThat(
            glue.call("DeleteUserDefinedFunction", "{'DatabaseName':'sales','FunctionName':'g'}")
                .error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void membersThatTheCatalogDoesNotKnowComeBack() {
    var of = "'DatabaseName':'sales','FunctionName':'newer'";
    glue.done(
        "CreateUserDefinedFunction",
        "{'DatabaseName':'sales','FunctionInput':{'FunctionName':'newer','ClassName':'a.B',"
            + "'FunctionType':'AGGREGATE_FUNCTION','Future':{'x':[1]}}}");
    var hive = glue.hive().functions();
    var database = io.propolis.catalog.model.DatabaseName.of("sales");
    hive.alter(
        database, "newer", hive.find(database, "newer").orElseThrow().withName(database, "newer"));

    var read = glue.done("GetUserDefinedFunction", "{" + of + "}").path("UserDefinedFunction");

    assertThat(read.path("Future").toString()).isEqualTo("{\"x\":[1]}");
    assertThat(read.path("FunctionType").asText()).isEqualTo("AGGREGATE_FUNCTION");
    assertThat(
            glue.done(
                    "GetUserDefinedFunctions",
                    "{'DatabaseName':'sales','Pattern':'.*','FunctionType':'REGULAR_FUNCTION'}")
                .path("UserDefinedFunctions"))
        .isEmpty();
    glue.done(
        "UpdateUserDefinedFunction",
        "{" + of + ",'FunctionInput':{'FunctionName':'newer','ClassName':'a.C'}}");
    assertThat(
            glue.done("GetUserDefinedFunction", "{" + of + "}")
                .path("UserDefinedFunction")
                .has("Future"))
        .isFalse();
  }
}
