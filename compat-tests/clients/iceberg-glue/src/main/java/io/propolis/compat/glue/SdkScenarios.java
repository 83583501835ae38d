package io.propolis.compat.glue;

import static io.propolis.compat.glue.GlueScenarios.refused;
import static io.propolis.compat.glue.GlueScenarios.same;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.ConditionCheckFailureException;
import software.amazon.awssdk.services.glue.model.ConnectionPropertyKey;
import software.amazon.awssdk.services.glue.model.ConnectionType;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.TableInput;

/** AWS's SDK for Java. */
final class SdkScenarios {
  private static final String DATABASE = "sdk";

  private final GlueClient glue;

  SdkScenarios(URI endpoint) {
    glue = client(endpoint);
    glue.createDatabase(request -> request.databaseInput(input -> input.name(DATABASE)));
  }

  static GlueClient client(URI endpoint) {
    return GlueClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("compat", "secret")))
        .build();
  }

  private void table(String name, Column... keys) {
    glue.createTable(
        request ->
            request
                .databaseName(DATABASE)
                .tableInput(
                    input ->
                        input
                            .name(name)
                            .partitionKeys(keys)
                            .storageDescriptor(
                                sd ->
                                    sd.location("s3://lake/" + name)
                                        .columns(c -> c.name("id").type("bigint")))));
  }

  @Scenario
  void errorsHaveTheirTypes() {
    table("errors");
    refused(AlreadyExistsException.class, () -> table("errors"));
    var missing =
        refused(
            EntityNotFoundException.class,
            () -> glue.getTable(request -> request.databaseName(DATABASE).name("none")));
    same(missing.awsErrorDetails().errorMessage(), "Table not found: sdk.none");
    same(missing.requestId().length(), 36);
    refused(
        ConcurrentModificationException.class,
        () ->
            glue.updateTable(
                request ->
                    request
                        .databaseName(DATABASE)
                        .versionId("7")
                        .tableInput(TableInput.builder().name("errors").build())));
    refused(
        InvalidInputException.class,
        () ->
            glue.getPartitions(
                request -> request.databaseName(DATABASE).tableName("errors").expression("x = 1")));
  }

  @Scenario
  void pagesAreAllThereIs() {
    table("pages", Column.builder().name("n").type("int").build());
    var sd = StorageDescriptor.builder().columns(c -> c.name("id").type("bigint")).build();
    glue.batchCreatePartition(
        request ->
            request
                .databaseName(DATABASE)
                .tableName("pages")
                .partitionInputList(
                    IntStream.range(0, 100)
                        .mapToObj(
                            n ->
                                PartitionInput.builder()
                                    .values(Integer.toString(n))
                                    .storageDescriptor(sd)
                                    .build())
                        .toList()));

    var found =
        glue
            .getPartitionsPaginator(
                request -> request.databaseName(DATABASE).tableName("pages").maxResults(7))
            .stream()
            .flatMap(page -> page.partitions().stream())
            .map(partition -> Integer.valueOf(partition.values().get(0)))
            .sorted()
            .toList();

    same(found, IntStream.range(0, 100).boxed().toList());
  }

  @Scenario
  void tablesAreListedByAnExpression() {
    table("listed_one");
    table("listed_two");

    var names =
        glue
            .getTables(request -> request.databaseName(DATABASE).expression("listed_.*"))
            .tableList()
            .stream()
            .map(each -> each.name())
            .toList();

    same(names, List.of("listed_one", "listed_two"));
  }

  @Scenario
  void connectionsKeepTheirSecretsAndTags() {
    glue.createConnection(
        request ->
            request
                .connectionInput(
                    input ->
                        input
                            .name("db")
                            .connectionType(ConnectionType.JDBC)
                            .connectionProperties(
                                Map.of(
                                    ConnectionPropertyKey.JDBC_CONNECTION_URL,
                                    "jdbc:mysql://db/sales",
                                    ConnectionPropertyKey.USERNAME,
                                    "ada",
                                    ConnectionPropertyKey.PASSWORD,
                                    "sesame")))
                .tags(Map.of("team", "a")));

    var shown = glue.getConnection(request -> request.name("db")).connection();
    same(shown.connectionProperties().get(ConnectionPropertyKey.PASSWORD), "sesame");
    var hidden =
        glue.getConnectionsPaginator(request -> request.hidePassword(true)).stream()
            .flatMap(page -> page.connectionList().stream())
            .toList();
    same(hidden.get(0).connectionProperties().containsKey(ConnectionPropertyKey.PASSWORD), false);
    var arn = "arn:aws:glue:us-east-1:000000000000:connection/db";
    same(glue.getTags(request -> request.resourceArn(arn)).tags(), Map.of("team", "a"));
    refused(
        AlreadyExistsException.class,
        () ->
            glue.createConnection(
                request ->
                    request.connectionInput(
                        input ->
                            input
                                .name("db")
                                .connectionType(ConnectionType.NETWORK)
                                .connectionProperties(Map.of()))));
    glue.deleteConnection(request -> request.connectionName("db"));
    refused(EntityNotFoundException.class, () -> glue.getConnection(request -> request.name("db")));
  }

  @Scenario
  void policiesAreChangedUnderTheirHash() {
    var policy =
        "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"glue:%s\",\"Resource\":\"*\"}}";
    var hash =
        glue.putResourcePolicy(request -> request.policyInJson(policy.formatted("GetTable")))
            .policyHash();
    glue.putResourcePolicy(
        request -> request.policyInJson(policy.formatted("GetTables")).policyHashCondition(hash));
    refused(
        ConditionCheckFailureException.class,
        () -> glue.deleteResourcePolicy(request -> request.policyHashCondition(hash)));
    same(glue.getResourcePolicy(request -> {}).policyInJson(), policy.formatted("GetTables"));
    // The account has but one, and others begin without it.
    glue.deleteResourcePolicy(request -> {});
    refused(EntityNotFoundException.class, () -> glue.getResourcePolicy(request -> {}));
  }
}
