package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.model.Column;
import io.propolis.catalog.model.Database;
import io.propolis.catalog.model.DatabaseName;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.SerDe;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.Table;
import io.propolis.catalog.model.TableType;
import io.propolis.catalog.rules.FileStatistics.Mode;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import io.propolis.crawlers.events.EventSources;
import io.propolis.files.EventQueue.Message;
import io.propolis.files.EventQueues;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Server;
import io.propolis.files.SqsSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Event mode with a real S3 server and a real SQS-compatible one. */
class EventModeCrawlTest {
  private static S3Server storage;
  private static SQSRestServer service;
  private static S3Client s3;
  private static SqsClient sqs;
  private static URI endpoint;

  @TempDir Path folder;
  private final String name = "q" + System.nanoTime();
  private final String bucket = name;
  private EventQueues queues;
  private Lake real;
  private WatchedLake lake;
  private CatalogFixture catalog;

  @BeforeAll
  static void start() throws Exception {
    storage = new S3Server();
    service = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    endpoint =
        URI.create("http://127.0.0.1:" + service.waitUntilStarted().localAddress().getPort());
    var keys =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("test-key", "test-secret"));
    s3 =
        S3Client.builder()
            .endpointOverride(storage.settings().endpoint())
            .forcePathStyle(true)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .region(Region.US_EAST_1)
            .credentialsProvider(keys)
            .build();
    sqs =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(keys)
            .build();
  }

  @AfterAll
  static void stop() throws Exception {
    s3.close();
    sqs.close();
    service.stopAndWait();
    storage.close();
  }

  @BeforeEach
  void open() {
    s3.createBucket(r -> r.bucket(bucket));
    sqs.createQueue(r -> r.queueName(name));
    sqs.createQueue(r -> r.queueName(name + "-dead"));
    queues = EventQueues.of(new SqsSettings(endpoint, storage.settings().credentials()));
    real = Lakes.open(storage.settings());
    lake = new WatchedLake(real);
    catalog = new CatalogFixture(folder, lake.lake());
  }

  @AfterEach
  void close() {
    catalog.close();
    real.close();
    queues.close();
  }

  private static String arn(String queue) {
    return "arn:aws:sqs:us-east-1:000000000000:" + queue;
  }

  private CrawlResult crawl(String... yaml) {
    var definition =
        CatalogFixture.definition(
            "s3://" + bucket + "/raw",
            "      EventQueueArn: " + arn(name),
            "      DlqEventQueueArn: " + arn(name + "-dead"),
            "RecrawlPolicy: {RecrawlBehavior: CRAWL_EVENT_MODE}",
            String.join("\n", yaml));
    return catalog.runner().listeningTo(EventSources.of(queues)).run(definition, "manual");
  }

  private void put(String key, String text) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  private void event(String event, String key) {
    send(
        """
        {"Records":[{"eventSource":"aws:s3","eventName":"%s",
          "s3":{"bucket":{"name":"%s"},"object":{"key":"%s"}}}]}"""
            .formatted(event, bucket, URLEncoder.encode(key, StandardCharsets.UTF_8)));
  }

  private void send(String body) {
    queues.open(arn(name)).send(body);
  }

  private List<String> left(String queue) {
    return queues.open(arn(queue)).receive().stream().map(Message::body).toList();
  }

  private void orders() {
    put("raw/orders/dt=2024-01-01/a.csv", "id,amount\n1,2.5\n2,3.5\n");
    put("raw/orders/dt=2024-01-02/a.csv", "id,amount\n3,2.5\n4,3.5\n");
    put("raw/cities/c 1.csv", "id,city\n1,Bern\n2,Genf\n");
  }

  @Test
  void theFirstCrawlListsAllAndLaterOnesOnlyFoldersThatEventsName() {
    orders();
    event("ObjectCreated:Put", "raw/cities/c 1.csv");
    crawl();
    assertThat(catalog.tables()).containsExactly("cities", "orders");
    assertThat(left(name)).isEmpty();
    lake.opened();
    lake.listed();
    put("raw/orders/dt=2024-01-03/b.csv", "id,amount\n3,2.5\n4,3.5\n");
    put("raw/orders/dt=2024-01-04/unnamed.csv", "id,amount\n3,2.5\n4,3.5\n");
    event("ObjectCreated:Put", "raw/orders/dt=2024-01-03/b.csv");
    event("ObjectCreated:Put", "elsewhere/x.csv");

    var second = crawl();

    assertThat(lake.listed()).containsExactly("dt=2024-01-03");
    assertThat(lake.opened()).containsExactly("b.csv");
    assertThat(second.plan().objects()).isEqualTo(1);
    assertThat(catalog.partitions("orders"))
        .containsExactlyInAnyOrder(
            List.of("2024-01-01"), List.of("2024-01-02"), List.of("2024-01-03"));
    assertThat(left(name)).isEmpty();
    crawl();
    assertThat(lake.listed()).isEmpty();
    assertThat(catalog.tables()).containsExactly("cities", "orders");
  }

  private void made(String table, Column... keys) {
    catalog
        .session()
        .tables()
        .create(
            Table.builder(CatalogFixture.name(table))
                .type(TableType.EXTERNAL_TABLE)
                .location("s3a://" + bucket + "/raw/" + table)
                .layout(
                    StorageLayout.EMPTY
                        .withColumns(List.of(new Column("id", "bigint")))
                        .withFormats(
                            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
                            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                        .withSerDe(
                            SerDe.of(
                                "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
                                Map.of())))
                .partitionKeys(List.of(keys))
                .parameters(Map.of("EXTERNAL", "TRUE"))
                .build(),
            Mode.KEEP);
  }

  private void parquet(String key) throws Exception {
    var file =
        SampleFiles.parquet(
            folder.resolve("f" + System.nanoTime()),
            "message m { required int64 id; }",
            2,
            (g, i) -> g.append("id", (long) i));
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromFile(file));
  }

  private CrawlResult crawlTables() {
    var definition =
        CatalogFixture.targets(
            "{CatalogTargets: [{DatabaseName: lake, Tables: [orders, cities, late],"
                + " EventQueueArn: \"%s\"}]}".formatted(arn(name)),
            "SchemaChangePolicy: {DeleteBehavior: LOG}",
            "RecrawlPolicy: {RecrawlBehavior: CRAWL_EVENT_MODE}");
    return catalog.runner().listeningTo(EventSources.of(queues)).run(definition, "manual");
  }

  @Test
  void eventsNameTheFoldersOfTablesOfTheCatalog() throws Exception {
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
    made("orders", new Column("dt", "string"));
    made("cities");
    parquet("raw/orders/dt=2024-01-01/a.parquet");
    parquet("raw/cities/a.parquet");
    crawlTables();
    assertThat(catalog.partitions("orders")).containsExactly(List.of("2024-01-01"));
    lake.opened();
    lake.listed();
    parquet("raw/orders/dt=2024-01-02/b.parquet");
    parquet("raw/orders/dt=2024-01-03/unnamed.parquet");
    parquet("raw/cities/unnamed.parquet");
    parquet("raw/beside/c.parquet");
    event("ObjectCreated:Put", "raw/orders/dt=2024-01-02/b.parquet");
    event("ObjectCreated:Put", "raw/beside/c.parquet");

    var second = crawlTables();

    assertThat(lake.listed()).containsExactly("dt=2024-01-02");
    assertThat(lake.opened()).containsExactly("b.parquet");
    assertThat(second.plan().objects()).isEqualTo(1);
    assertThat(catalog.partitions("orders"))
        .containsExactlyInAnyOrder(List.of("2024-01-01"), List.of("2024-01-02"));
    assertThat(catalog.tables()).containsExactly("cities", "orders");
    assertThat(left(name)).isEmpty();
  }

  @Test
  void aTableOfTheCatalogThatCameLaterIsListedWhole() throws Exception {
    catalog.session().databases().create(Database.named(DatabaseName.of("lake")));
    made("orders", new Column("dt", "string"));
    made("cities");
    parquet("raw/orders/dt=2024-01-01/a.parquet");
    parquet("raw/cities/a.parquet");
    crawlTables();
    parquet("raw/late/dt=1/a.parquet");
    parquet("raw/late/dt=2/a.parquet");
    made("late", new Column("dt", "string"));
    event("ObjectCreated:Put", "raw/late/dt=2/a.parquet");

    crawlTables();

    assertThat(catalog.partitions("late")).containsExactlyInAnyOrder(List.of("1"), List.of("2"));
  }

  @Test
  void eventsOfRemovalsTakePartitionsAway() {
    orders();
    crawl("SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}");
    s3.deleteObject(r -> r.bucket(bucket).key("raw/orders/dt=2024-01-02/a.csv"));
    event("ObjectRemoved:Delete", "raw/orders/dt=2024-01-02/a.csv");

    crawl("SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}");

    assertThat(catalog.partitions("orders")).containsExactly(List.of("2024-01-01"));
  }

  @Test
  void messagesOfACrawlThatFailsAreLeftForTheNextOne() {
    orders();
    crawl();
    put("raw/orders/dt=2024-01-03/b.csv", "id,amount\n3,2.5\n4,3.5\n");
    event("ObjectCreated:Put", "raw/orders/dt=2024-01-03/b.csv");
    lake.onOpen(
        location -> {
          throw new IllegalStateException("killed");
        });
    assertThatThrownBy(this::crawl);
    lake.onOpen(location -> {});

    crawl();

    assertThat(catalog.partitions("orders")).contains(List.of("2024-01-03"));
  }

  /** Two targets, each with a queue, or both with one. */
  private CrawlResult crawlBoth(String queueOfCities) {
    var definition =
        CatalogFixture.targets(
            """
            {S3Targets: [
              {Path: 's3://%1$s/raw/orders', EventQueueArn: '%2$s'},
              {Path: 's3://%1$s/raw/cities', EventQueueArn: '%3$s'}]}"""
                .formatted(bucket, arn(name), arn(queueOfCities)),
            "RecrawlPolicy: {RecrawlBehavior: CRAWL_EVENT_MODE}");
    return catalog.runner().listeningTo(EventSources.of(queues)).run(definition, "manual");
  }

  @Test
  void messagesOfATargetThatFailsAreLeftAndThoseOfTheOthersAreDeleted() {
    orders();
    crawlBoth(name);
    put("raw/orders/dt=2024-01-03/b.csv", "id,amount\n3,2.5\n4,3.5\n");
    put("raw/cities/d.csv", "id,city,size\n3,Chur,1\n4,Zug,2\n");
    event("ObjectCreated:Put", "raw/orders/dt=2024-01-03/b.csv");
    event("ObjectCreated:Put", "raw/cities/d.csv");
    lake.onList(
        location -> {
          if (location.contains("/cities")) {
            throw new CatalogException(
                Kind.UNAVAILABLE, Entity.LOCATION, "Cannot list " + location, null);
          }
        });

    var crawl = crawlBoth(name);

    assertThat(crawl.run().state()).isEqualTo(State.FAILED);
    assertThat(catalog.partitions("orders")).hasSize(3);
    lake.onList(location -> {});
    lake.listed();
    crawlBoth(name);
    assertThat(lake.listed()).containsExactly("cities");
    assertThat(CatalogFixture.types(catalog.table("cities").layout().columns()))
        .containsKey("size");
    assertThat(left(name)).isEmpty();
  }

  @Test
  void aQueueThatIsNotThereFailsItsTargetAlone() {
    orders();
    sqs.createQueue(r -> r.queueName(name + "-cities"));
    crawlBoth(name + "-cities");
    sqs.deleteQueue(
        r -> r.queueUrl(sqs.getQueueUrl(q -> q.queueName(name + "-cities")).queueUrl()));
    put("raw/orders/dt=2024-01-03/b.csv", "id,amount\n3,2.5\n4,3.5\n");
    event("ObjectCreated:Put", "raw/orders/dt=2024-01-03/b.csv");

    var crawl = crawlBoth(name + "-cities");

    assertThat(crawl.run().error())
        .contains("s3://%s/raw/cities: ".formatted(bucket), arn(name + "-cities"));
    assertThat(catalog.partitions("orders")).hasSize(3);
    assertThat(catalog.table("cities").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    assertThat(left(name)).isEmpty();
  }

  @Test
  void aChangedCrawlerListsAllAgain() {
    orders();
    crawl();
    put("raw/orders/dt=2024-01-03/b.csv", "id,amount\n3,2.5\n4,3.5\n");

    crawl("TablePrefix: p_");

    assertThat(catalog.tables()).contains("orders");
    assertThat(catalog.partitions("orders")).hasSize(3);
  }

  @Test
  void messagesThatTellOfNoObjectGoToTheQueueOfDeadLetters() {
    orders();
    send("{\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}");
    send("nonsense");

    crawl();

    assertThat(left(name)).isEmpty();
    assertThat(left(name + "-dead")).containsExactly("nonsense");
  }

  @Test
  void anAbsentQueueIsNamed() {
    orders();
    sqs.deleteQueue(r -> r.queueUrl(sqs.getQueueUrl(q -> q.queueName(name)).queueUrl()));

    assertThatThrownBy(this::crawl).hasMessageContaining(arn(name));
  }
}
