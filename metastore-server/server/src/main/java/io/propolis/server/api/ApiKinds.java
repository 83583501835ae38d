package io.propolis.server.api;

import static io.propolis.server.api.ApiKind.asked;
import static io.propolis.server.api.ApiKind.input;
import static io.propolis.server.api.ApiKind.object;
import static io.propolis.server.api.ApiKind.output;
import static io.propolis.server.api.ApiKind.shape;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.glue.documents.Documents;
import io.propolis.server.api.ApiKind.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kinds that the API keeps beside crawlers and what they name. Tables, partitions, statistics
 * and runs are none: engines write them, and a file of yesterday must not take that back.
 */
final class ApiKinds {
  private static final String NAME = "Name";
  private static final String ARN = "ResourceArn";
  private static final String RESOURCE_PROPERTY = "CreateIntegrationResourceProperty";

  /** What databases, connections and crawlers name. */
  static final List<ApiKind> NAMED =
      List.of(
          new ApiKind(
              "catalog",
              "CreateCatalog",
              List.of(NAME),
              new FileCatalogs.All(),
              "UpdateCatalog",
              "catalog"),
          new ApiKind(
              "connection type",
              "RegisterConnectionType",
              List.of(ConnectionTypeFiles.TYPE),
              new ConnectionTypeFiles(),
              "",
              "connectionType"),
          named(
              "security configuration",
              "CreateSecurityConfiguration",
              new Got("GetSecurityConfiguration", "SecurityConfiguration"),
              new Listed("GetSecurityConfigurations", "SecurityConfigurations"),
              "",
              ""));

  /** The others. */
  static final List<ApiKind> ALL =
      List.of(
          named(
              "usage profile",
              "CreateUsageProfile",
              new Got("GetUsageProfile", ""),
              new Listed("ListUsageProfiles", "Profiles"),
              "UpdateUsageProfile",
              "usageProfile"),
          named(
              "custom entity type",
              "CreateCustomEntityType",
              new Got("GetCustomEntityType", ""),
              new Listed("ListCustomEntityTypes", "CustomEntityTypes"),
              "",
              "customEntityType"),
          named(
              "blueprint",
              "CreateBlueprint",
              new Got("GetBlueprint", "Blueprint"),
              new Listed("ListBlueprints", "Blueprints"),
              "UpdateBlueprint",
              "blueprint"),
          named(
              "data quality ruleset",
              "CreateDataQualityRuleset",
              new Got("GetDataQualityRuleset", ""),
              new Listed("ListDataQualityRulesets", "Rulesets"),
              "UpdateDataQualityRuleset",
              "dataQualityRuleset"),
          new ApiKind(
              "form type", "PutFormType", List.of(NAME), new FormTypes(), "PutFormType", ""),
          new ApiKind(
              "glossary",
              "CreateGlossary",
              List.of(NAME),
              new Glossaries.All(),
              "UpdateGlossary",
              ""),
          new ApiKind(
              "glossary term",
              "CreateGlossaryTerm",
              List.of("GlossaryIdentifier", NAME),
              new Glossaries.Terms(),
              "UpdateGlossaryTerm",
              ""),
          new ApiKind(
              "asset", "PutAsset", List.of("Identifier"), new AssetFiles.Assets(), "PutAsset", ""),
          new ApiKind(
              "attachment",
              "PutAttachment",
              List.of("AssetIdentifier", "AttachmentName"),
              new AssetFiles.Attachments(),
              "PutAttachment",
              ""),
          new ApiKind(
              "term of an asset",
              "AssociateGlossaryTerms",
              List.of("AssetIdentifier", AssetFiles.Terms.TERMS + "/0"),
              new AssetFiles.Terms(),
              "AssociateGlossaryTerms",
              ""),
          new ApiKind(
              "integration resource property",
              RESOURCE_PROPERTY,
              List.of(ARN),
              new ResourceProperties(),
              "UpdateIntegrationResourceProperty",
              ""),
          new ApiKind(
              "integration table properties",
              "CreateIntegrationTableProperties",
              List.of(ARN, "TableName"),
              new Plain(
                  "CreateIntegrationTableProperties",
                  List.of(ARN, "TableName"),
                  new Got("GetIntegrationTableProperties", ""),
                  new Listed("ListIntegrationTableProperties", "IntegrationTablePropertiesList")),
              "UpdateIntegrationTableProperties",
              ""),
          single(
              "identity center configuration",
              "CreateGlueIdentityCenterConfiguration",
              new Got("GetGlueIdentityCenterConfiguration", ""),
              "UpdateGlueIdentityCenterConfiguration"),
          new ApiKind(
              "resource policy",
              "PutResourcePolicy",
              List.of(),
              new Policies(),
              "PutResourcePolicy",
              ""),
          single(
              "export configuration",
              "PutDataCatalogExportConfiguration",
              new Got("GetDataCatalogExportConfiguration", ""),
              "PutDataCatalogExportConfiguration"),
          new ApiKind(
              "encryption settings",
              "PutDataCatalogEncryptionSettings",
              List.of(),
              new Encryption(),
              "PutDataCatalogEncryptionSettings",
              ""),
          new ApiKind(
              "function",
              "CreateUserDefinedFunction",
              List.of("DatabaseName", "FunctionInput/FunctionName"),
              new TableSettings.Functions(),
              "UpdateUserDefinedFunction",
              ""),
          new ApiKind(
              "table optimizer",
              "CreateTableOptimizer",
              List.of("DatabaseName", "TableName", "Type"),
              new TableSettings.Optimizers(),
              "UpdateTableOptimizer",
              ""),
          new ApiKind(
              "column statistics settings",
              "CreateColumnStatisticsTaskSettings",
              List.of("DatabaseName", "TableName"),
              new TableSettings.Statistics(),
              "UpdateColumnStatisticsTaskSettings",
              "columnStatisticsTaskSettings"),
          new ApiKind(
              "partition index",
              "CreatePartitionIndex",
              List.of("DatabaseName", "TableName", "PartitionIndex/IndexName"),
              new TableSettings.Indexes(),
              "",
              ""),
          new ApiKind(
              "paused crawler",
              "StopCrawlerSchedule",
              List.of(Pauses.Crawlers.CRAWLER),
              new Pauses.Crawlers(Pauses.State.NOT_SCHEDULED),
              "",
              ""),
          new ApiKind(
              "scheduled crawler",
              "StartCrawlerSchedule",
              List.of(Pauses.Crawlers.CRAWLER),
              new Pauses.Crawlers(Pauses.State.SCHEDULED),
              "",
              ""),
          new ApiKind(
              "paused column statistics",
              "StopColumnStatisticsTaskRunSchedule",
              List.of("DatabaseName", "TableName"),
              new Pauses.Statistics(Pauses.State.NOT_SCHEDULED),
              "",
              ""),
          new ApiKind(
              "scheduled column statistics",
              "StartColumnStatisticsTaskRunSchedule",
              List.of("DatabaseName", "TableName"),
              new Pauses.Statistics(Pauses.State.SCHEDULED),
              "",
              ""),
          new ApiKind("tags", "TagResource", List.of(ARN), new TableTags(), "TagResource", ""));

  private ApiKinds() {}

  /** The operations that documents may name. */
  static List<String> creations() {
    return Stream.concat(NAMED.stream(), ALL.stream()).map(ApiKind::creation).toList();
  }

  /**
   * What gets one.
   *
   * @param member of the reply that it is in; "" when it is the reply
   */
  record Got(String operation, String member) {
    Optional<ObjectNode> by(GlueClient glue, ObjectNode request, String creation) {
      var shown = member.isEmpty() ? output(operation) : shape(output(operation), member);
      return glue.find(operation, request)
          .map(reply -> member.isEmpty() ? reply : reply.path(member))
          .filter(reply -> !reply.isEmpty())
          .map(reply -> asked(reply, shown, input(creation)));
    }
  }

  /** What lists all in a member: objects, or names. */
  record Listed(String operation, String member) {
    Stream<JsonNode> by(GlueClient glue) {
      return glue.all(operation, object(), member).stream();
    }
  }

  private static ApiKind named(
      String noun, String creation, Got got, Listed listed, String update, String arnType) {
    var keys = List.of(NAME);
    return new ApiKind(
        noun, creation, keys, new Plain(creation, keys, got, listed), update, arnType);
  }

  private static ApiKind single(String noun, String creation, Got got, String update) {
    return new ApiKind(noun, creation, List.of(), new Single(creation, got), update, "");
  }

  /** Objects that are got by the keys by which they are listed. */
  private record Plain(String creation, List<String> keys, Got got, Listed listed)
      implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return got.by(glue, named, creation);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return listed
          .by(glue)
          .map(
              each ->
                  each.isTextual()
                      ? object().put(keys.get(0), each.asText())
                      : ((ObjectNode) each).retain(keys));
    }
  }

  /** What a catalog has one of. */
  private record Single(String creation, Got got) implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return got.by(glue, object(), creation);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return Stream.of(object());
    }
  }

  /** Their ARNs end with what the server makes of the ARN that they belong to. */
  private record ResourceProperties() implements Reading {
    private static final String GET = "GetIntegrationResourceProperty";
    private static final Plain PROPERTIES =
        new Plain(
            RESOURCE_PROPERTY,
            List.of(ARN),
            new Got(GET, ""),
            new Listed("ListIntegrationResourceProperties", "IntegrationResourcePropertyList"));

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return PROPERTIES.find(glue, named);
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return PROPERTIES.keys(glue);
    }

    /** The API has the tags of these as a list. */
    @Override
    public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      var tags = Documents.texts(request.path("Tags"));
      if (!tags.isEmpty()) {
        var list = request.putArray("Tags");
        tags.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
      }
      return request;
    }

    @Override
    public Optional<String> arn(GlueClient glue, ObjectNode request) {
      var named = object().put(ARN, request.path(ARN).asText());
      return glue.find(GET, named)
          .map(reply -> reply.path("ResourcePropertyArn").asText())
          .map(arn -> arn.substring(arn.lastIndexOf(':') + 1));
    }
  }

  /** Policies of catalogs: of the account's own without an ARN. */
  private record Policies() implements Reading {
    private static final Got POLICY = new Got("GetResourcePolicy", "");

    @Override
    public List<String> scopes() {
      return List.of(ARN);
    }

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return POLICY
          .by(glue, addressed(glue, "GetResourcePolicy", named.deepCopy()), "PutResourcePolicy")
          .map(policy -> policy.setAll(named));
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return FileCatalogs.names(glue)
          .map(name -> FileCatalogs.in(ARN, name.isEmpty() ? "" : "catalog/" + name));
    }

    @Override
    public ObjectNode addressed(GlueClient glue, String operation, ObjectNode request) {
      return request.has(ARN) ? request.put(ARN, glue.arn(request.path(ARN).asText())) : request;
    }
  }

  /** What a catalog has from the beginning, so that only other settings are worth a file. */
  private record Encryption() implements Reading {
    private static final String PUT = "PutDataCatalogEncryptionSettings";
    private static final Got SETTINGS = new Got("GetDataCatalogEncryptionSettings", "");
    private static final String OFF =
        """
        {"EncryptionAtRest":{"CatalogEncryptionMode":"DISABLED"},\
        "ConnectionPasswordEncryption":{"ReturnConnectionPasswordEncrypted":false}}\
        """;

    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      return SETTINGS.by(glue, named, PUT).map(settings -> settings.setAll(named));
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return FileCatalogs.names(glue)
          .map(name -> FileCatalogs.in(FileCatalogs.ID, name))
          .filter(named -> find(glue, named).filter(each -> !isOff(each)).isPresent());
    }

    private static boolean isOff(ObjectNode settings) {
      return settings.path("DataCatalogEncryptionSettings").toString().equals(OFF);
    }
  }

  /** Their names are their identifiers. */
  private record FormTypes() implements Reading {
    @Override
    public Optional<ObjectNode> find(GlueClient glue, ObjectNode named) {
      var request = object().put("Identifier", named.path(NAME).asText());
      return new Got("GetFormType", "").by(glue, request, "PutFormType");
    }

    @Override
    public Stream<ObjectNode> keys(GlueClient glue) {
      return new Listed("ListFormTypes", "Items")
          .by(glue)
          .map(each -> ((ObjectNode) each).retain(List.of(NAME)));
    }
  }
}
