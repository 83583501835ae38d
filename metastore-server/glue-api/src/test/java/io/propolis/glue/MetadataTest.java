package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is kept as it was described. */
class MetadataTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private String error(String operation, String request) {
    return glue.call(operation, request).error();
  }

  private static List<String> texts(JsonNode list, String member) {
    var texts = new java.util.ArrayList<String>();
    list.forEach(each -> texts.add(member.isEmpty() ? each.asText() : each.path(member).asText()));
    return texts;
  }

  @Test
  void blueprintsAreKept() {
    for (var name : List.of("b", "a")) {
      var reply =
          glue.done(
              "CreateBlueprint",
              "{'Name':'%s','Description':'d','BlueprintLocation':'s3://lake/%s.zip','Tags':{'t':'%s'},'Future':1}"
                  .formatted(name, name, name));
      assertThat(reply.toString()).isEqualTo("{\"Name\":\"" + name + "\"}");
    }
    glue.restart();

    var blueprint = glue.done("GetBlueprint", "{'Name':'a'}").path("Blueprint");
    assertThat(blueprint.path("BlueprintLocation").asText()).isEqualTo("s3://lake/a.zip");
    assertThat(blueprint.path("CreatedOn")).isEqualTo(blueprint.path("LastModifiedOn"));
    assertThat(blueprint.path("Status").asText()).isEqualTo("ACTIVE");
    assertThat(blueprint.path("Future").asInt()).isEqualTo(1);
    assertThat(blueprint.has("Tags")).isFalse();
    var both = glue.done("BatchGetBlueprints", "{'Names':['b','absent','a']}");
    assertThat(texts(both.path("Blueprints"), "Name")).containsExactly("b", "a");
    assertThat(texts(both.path("MissingBlueprints"), "")).containsExactly("absent");
    assertThat(texts(glue.done("ListBlueprints", "{}").path("Blueprints"), ""))
        .containsExactly("a", "b");
    assertThat(texts(glue.done("ListBlueprints", "{'Tags':{'t':'b'}}").path("Blueprints"), ""))
        .containsExactly("b");

    glue.done("UpdateBlueprint", "{'Name':'a','BlueprintLocation':'s3://lake/c.zip'}");
    var changed = glue.done("GetBlueprint", "{'Name':'a'}").path("Blueprint");
    assertThat(changed.path("BlueprintLocation").asText()).isEqualTo("s3://lake/c.zip");
    assertThat(changed.has("Description")).isFalse();
    assertThat(error("CreateBlueprint", "{'Name':'a','BlueprintLocation':'s3://lake/a.zip'}"))
        .isEqualTo("AlreadyExistsException");
    glue.done("DeleteBlueprint", "{'Name':'a'}");
    assertThat(glue.done("DeleteBlueprint", "{'Name':'a'}").path("Name").asText()).isEqualTo("a");
    assertThat(error("GetBlueprint", "{'Name':'a'}")).isEqualTo("EntityNotFoundException");
    assertThat(error("UpdateBlueprint", "{'Name':'a','BlueprintLocation':'s3://lake/a.zip'}"))
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void usageProfilesAreKept() {
    var configuration =
        "'Configuration':{'JobConfiguration':{'numberOfWorkers':{'MaxValue':'%d'}}}";
    for (var name : List.of("c", "a", "b")) {
      glue.done(
          "CreateUsageProfile", "{'Name':'%s',%s}".formatted(name, configuration.formatted(5)));
    }
    glue.done("UpdateUsageProfile", "{'Name':'a',%s}".formatted(configuration.formatted(7)));
    glue.restart();

    var profile = glue.done("GetUsageProfile", "{'Name':'a'}");
    assertThat(profile.at("/Configuration/JobConfiguration/numberOfWorkers/MaxValue").asText())
        .isEqualTo("7");
    assertThat(profile.path("LastModifiedOn").decimalValue())
        .isGreaterThanOrEqualTo(profile.path("CreatedOn").decimalValue());
    var page = glue.pages("ListUsageProfiles", "{'X':0}", "Profiles", 2);
    assertThat(page).extracting(each -> each.path("Name").asText()).containsExactly("a", "b", "c");
    assertThat(page.get(0).has("Configuration")).isFalse();
    glue.done("DeleteUsageProfile", "{'Name':'a'}");
    glue.done("DeleteUsageProfile", "{'Name':'a'}");
    assertThat(error("GetUsageProfile", "{'Name':'a'}")).isEqualTo("EntityNotFoundException");
  }

  @Test
  void customEntityTypesAreKept() {
    glue.done(
        "CreateCustomEntityType",
        "{'Name':'id','RegexString':'[0-9]+','ContextWords':['no'],'Tags':{'a':'b'}}");
    glue.restart();

    assertThat(glue.done("GetCustomEntityType", "{'Name':'id'}").toString())
        .isEqualTo("{\"Name\":\"id\",\"RegexString\":\"[0-9]+\",\"ContextWords\":[\"no\"]}");
    var all = glue.done("BatchGetCustomEntityTypes", "{'Names':['id','absent']}");
    assertThat(texts(all.path("CustomEntityTypes"), "Name")).containsExactly("id");
    assertThat(texts(all.path("CustomEntityTypesNotFound"), "")).containsExactly("absent");
    assertThat(
            texts(
                glue.done("ListCustomEntityTypes", "{'Tags':{'a':'b'}}").path("CustomEntityTypes"),
                "Name"))
        .containsExactly("id");
    assertThat(glue.done("ListCustomEntityTypes", "{'Tags':{'a':'c'}}").path("CustomEntityTypes"))
        .isEmpty();
    assertThat(error("CreateCustomEntityType", "{'Name':'bad','RegexString':'['}"))
        .isEqualTo("InvalidInputException");
    glue.done("DeleteCustomEntityType", "{'Name':'id'}");
    assertThat(error("DeleteCustomEntityType", "{'Name':'id'}"))
        .isEqualTo("EntityNotFoundException");
    assertThat(error("GetCustomEntityType", "{'Name':'id'}")).isEqualTo("EntityNotFoundException");
  }

  @Test
  void rulesetsAreKeptAndCounted() {
    glue.done(
        "CreateDataQualityRuleset",
        """
        {'Name':'orders','Description':'d','ClientToken':'t','Ruleset':
         'Rules = [ IsComplete id, ColumnValues x in [1,2,3], RowCount > 0 ]',
         'TargetTable':{'DatabaseName':'sales','TableName':'orders'}}\
        """);
    glue.done("CreateDataQualityRuleset", "{'Name':'other','Ruleset':'Rules = [ RowCount > 0 ]'}");
    glue.restart();

    var ruleset = glue.done("GetDataQualityRuleset", "{'Name':'orders'}");
    assertThat(ruleset.at("/TargetTable/TableName").asText()).isEqualTo("orders");
    assertThat(ruleset.has("ClientToken")).isFalse();
    assertThat(ruleset.has("RuleCount")).isFalse();
    var listed =
        glue.done(
                "ListDataQualityRulesets",
                "{'Filter':{'TargetTable':{'DatabaseName':'sales','TableName':'orders'}}}")
            .path("Rulesets");
    assertThat(texts(listed, "Name")).containsExactly("orders");
    assertThat(listed.at("/0/RuleCount").asInt()).isEqualTo(3);
    assertThat(
            glue.done("ListDataQualityRulesets", "{'Filter':{'CreatedBefore':1}}").path("Rulesets"))
        .isEmpty();
    assertThat(
            glue.done("ListDataQualityRulesets", "{'Filter':{'CreatedAfter':1}}").path("Rulesets"))
        .hasSize(2);

    var updated =
        glue.done(
            "UpdateDataQualityRuleset", "{'Name':'orders','Ruleset':'Rules = [ RowCount > 1 ]'}");
    assertThat(updated.path("Description").asText()).isEqualTo("d");
    assertThat(updated.path("Ruleset").asText()).contains("> 1");
    assertThat(error("CreateDataQualityRuleset", "{'Name':'bad','Ruleset':'Rules = ['}"))
        .isEqualTo("InvalidInputException");
    glue.done("DeleteDataQualityRuleset", "{'Name':'orders'}");
    assertThat(error("DeleteDataQualityRuleset", "{'Name':'orders'}"))
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void propertiesOfIntegrationsAreKept() {
    var arn = "arn:aws:glue:eu-west-1:" + GivenGlue.ACCOUNT + ":database/" + "d".repeat(300);
    var made =
        glue.done(
            "CreateIntegrationResourceProperty",
            """
            {'ResourceArn':'%s','TargetProcessingProperties':{'RoleArn':'r'},
             'Tags':[{'key':'a','value':'b'}]}\
            """
                .formatted(arn));
    var property = made.path("ResourcePropertyArn").asText();
    assertThat(glue.done("GetTags", "{'ResourceArn':'" + property + "'}").at("/Tags/a").asText())
        .isEqualTo("b");
    assertThat(error("CreateIntegrationResourceProperty", "{'ResourceArn':'" + arn + "'}"))
        .isEqualTo("ConflictException");
    glue.restart();
    glue.done(
        "UpdateIntegrationResourceProperty",
        "{'ResourceArn':'" + arn + "','SourceProcessingProperties':{'RoleArn':'s'}}");
    var read = glue.done("GetIntegrationResourceProperty", "{'ResourceArn':'" + arn + "'}");
    assertThat(read.at("/TargetProcessingProperties/RoleArn").asText()).isEqualTo("r");
    assertThat(read.at("/SourceProcessingProperties/RoleArn").asText()).isEqualTo("s");
    assertThat(
            glue.done("ListIntegrationResourceProperties", "{}")
                .path("IntegrationResourcePropertyList"))
        .hasSize(1);

    var table = "{'ResourceArn':'" + arn + "','TableName':'t'%s}";
    glue.done("CreateIntegrationTableProperties", table.formatted(""));
    glue.done(
        "UpdateIntegrationTableProperties",
        table.formatted(",'SourceTableConfig':{'Fields':['f']}"));
    assertThat(
            glue.done("GetIntegrationTableProperties", table.formatted(""))
                .at("/SourceTableConfig/Fields/0")
                .asText())
        .isEqualTo("f");
    assertThat(
            glue.done(
                    "ListIntegrationTableProperties",
                    "{'Filters':[{'Name':'TableName','Values':['other']}]}")
                .path("IntegrationTablePropertiesList"))
        .isEmpty();
    glue.done("DeleteIntegrationTableProperties", table.formatted(""));
    assertThat(error("GetIntegrationTableProperties", table.formatted("")))
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("GetIntegrationTableProperties", table.formatted("")).message())
        .isEqualTo("Integration table properties not found: " + arn + " t");
    assertThat(
            glue.call("CreateIntegrationResourceProperty", "{'ResourceArn':'" + arn + "'}")
                .message())
        .isEqualTo("Integration resource property already exists: " + arn);
    glue.done("DeleteIntegrationResourceProperty", "{'ResourceArn':'" + arn + "'}");
    assertThat(error("GetIntegrationResourceProperty", "{'ResourceArn':'" + arn + "'}"))
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void theConfigurationOfIdentityCenterIsOne() {
    var get = "GetGlueIdentityCenterConfiguration";
    assertThat(error(get, "{}")).isEqualTo("EntityNotFoundException");
    var create = "{'InstanceArn':'arn:aws:sso:::instance/i','Scopes':['a']}";
    glue.done("CreateGlueIdentityCenterConfiguration", create);
    assertThat(error("CreateGlueIdentityCenterConfiguration", create))
        .isEqualTo("AlreadyExistsException");
    glue.done("UpdateGlueIdentityCenterConfiguration", "{'Scopes':['b']}");
    glue.restart();

    var configuration = glue.done(get, "{}");
    assertThat(configuration.path("InstanceArn").asText()).isEqualTo("arn:aws:sso:::instance/i");
    assertThat(texts(configuration.path("Scopes"), "")).containsExactly("b");
    glue.done("DeleteGlueIdentityCenterConfiguration", "{}");
    assertThat(error("DeleteGlueIdentityCenterConfiguration", "{}"))
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void nothingIsImportedOrExported() {
    assertThat(
            glue.done("GetCatalogImportStatus", "{}")
                .at("/ImportStatus/ImportCompleted")
                .asBoolean())
        .isTrue();
    var get = "GetDataCatalogExportConfiguration";
    assertThat(error(get, "{}")).isEqualTo("EntityNotFoundException");
    assertThat(
            error("PutDataCatalogExportConfiguration", "{'Assets':{'S3TablesExport':'ENABLED'}}"))
        .isEqualTo("InvalidInputException");
    glue.done("PutDataCatalogExportConfiguration", "{'Assets':{'S3TablesExport':'DISABLED'}}");
    assertThat(glue.done(get, "{}").at("/Assets/S3TablesExportState/Status").asText())
        .isEqualTo("DISABLED");
  }

  @Test
  void typesOfConnectionsAreDescribed() {
    var types = glue.pages("ListConnectionTypes", "{'X':0}", "ConnectionTypes", 2);
    assertThat(types)
        .extracting(each -> each.path("ConnectionType").asText())
        .containsExactly("JDBC", "KAFKA", "MONGODB", "MYSQL", "NETWORK", "POSTGRESQL");
    var jdbc = glue.done("DescribeConnectionType", "{'ConnectionType':'JDBC'}");
    assertThat(jdbc.at("/ConnectionProperties/PASSWORD/PropertyTypes/0").asText())
        .isEqualTo("SECRET");
    assertThat(error("DescribeConnectionType", "{'ConnectionType':'SALESFORCE'}"))
        .isEqualTo("InvalidInputException");
  }

  @Test
  void glossariesHoldTerms() {
    var glossary = glue.done("CreateGlossary", "{'Name':'Sales','Description':'d'}");
    var id = glossary.path("Id").asText();
    assertThat(error("CreateGlossary", "{'Name':'Sales'}")).isEqualTo("AlreadyExistsException");
    var order =
        glue.done(
            "CreateGlossaryTerm",
            "{'GlossaryIdentifier':'%s','Name':'Order','ShortDescription':'s'}".formatted(id));
    glue.done("CreateGlossaryTerm", "{'GlossaryIdentifier':'%s','Name':'Refund'}".formatted(id));
    assertThat(
            error("CreateGlossaryTerm", "{'GlossaryIdentifier':'%s','Name':'Order'}".formatted(id)))
        .isEqualTo("AlreadyExistsException");
    assertThat(error("CreateGlossaryTerm", "{'GlossaryIdentifier':'absent','Name':'Order'}"))
        .isEqualTo("EntityNotFoundException");
    glue.restart();

    assertThat(glue.done("GetGlossary", "{'Identifier':'" + id + "'}")).isEqualTo(glossary);
    var term = "{'Identifier':'" + order.path("Id").asText() + "'%s}";
    assertThat(glue.done("GetGlossaryTerm", term.formatted("")).path("GlossaryId").asText())
        .isEqualTo(id);
    assertThat(glue.pages("ListGlossaryTerms", "{'GlossaryIdentifier':'" + id + "'}", "Items", 1))
        .extracting(each -> each.path("Name").asText())
        .containsExactlyInAnyOrder("Order", "Refund");
    assertThat(error("UpdateGlossaryTerm", term.formatted(",'Name':'Refund'")))
        .isEqualTo("AlreadyExistsException");
    var renamed =
        glue.done("UpdateGlossaryTerm", term.formatted(",'Name':'Sale','ShortDescription':''"));
    assertThat(renamed.path("Name").asText()).isEqualTo("Sale");
    assertThat(renamed.has("ShortDescription")).isFalse();
    glue.done("CreateGlossaryTerm", "{'GlossaryIdentifier':'%s','Name':'Order'}".formatted(id));
    glue.done("UpdateGlossary", "{'Identifier':'" + id + "','Name':'Purchases'}");
    assertThat(texts(glue.done("ListGlossaries", "{}").path("Items"), "Name"))
        .containsExactly("Purchases");

    glue.done("DeleteGlossaryTerm", term.formatted(""));
    glue.done("DeleteGlossaryTerm", term.formatted(""));
    assertThat(error("DeleteGlossary", "{'Identifier':'" + id + "'}"))
        .isEqualTo("ConflictException");
    for (var each :
        glue.done("ListGlossaryTerms", "{'GlossaryIdentifier':'" + id + "'}").path("Items")) {
      glue.done("DeleteGlossaryTerm", "{'Identifier':'" + each.path("Id").asText() + "'}");
    }
    glue.done("DeleteGlossary", "{'Identifier':'" + id + "'}");
    assertThat(error("GetGlossary", "{'Identifier':'" + id + "'}"))
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.done("ListGlossaryTerms", "{'GlossaryIdentifier':'" + id + "'}").path("Items"))
        .isEmpty();
    glue.done("CreateGlossary", "{'Name':'Purchases'}");
  }

  /** Jobs, triggers and sessions wait for their engine: nothing of them is said to be done. */
  @Test
  void whatWouldPretendIsRefused() {
    var role = "arn:aws:iam::123456789012:role/r";
    assertUnsupported("StartBlueprintRun", "{'BlueprintName':'b','RoleArn':'" + role + "'}");
    assertUnsupported("CreateDevEndpoint", "{'EndpointName':'e','RoleArn':'" + role + "'}");
    assertUnsupported("ImportCatalogToGlue", "{}");
  }

  private void assertUnsupported(String operation, String request) {
    var reply = glue.call(operation, request);
    assertThat(reply.status()).as(operation).isEqualTo(400);
    assertThat(reply.message()).isEqualTo(operation + " is not supported by this server");
  }
}
