package io.propolis.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.jdbc.testing.DatabaseServer;
import io.propolis.server.api.GlueClient;
import io.propolis.server.cli.CommandRun;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and commands as clients of the API of a server in a process of its own. */
class CrawlerCommandsTest {
  private static final String CRAWLER =
      """
      Name: nightly
      DatabaseName: shop
      Description: 'all orders: "every" night'
      Targets: {S3Targets: [{Path: lake/, Exclusions: ["**/*.tmp"]}]}
      Schedule: cron(0 3 * * ? *)
      Classifiers: [semicolons]
      Configuration: {Version: 1.0, CrawlerOutput: {Tables: {TableThreshold: 50}}}
      ---
      CsvClassifier: {Name: semicolons, Delimiter: ;, ContainsHeader: PRESENT}
      ---
      DatabaseInput: {Name: shop, Description: "1"}
      """;

  @TempDir private Path scratch;
  private ServerProcess server;
  private ServerProcess.Addresses addresses;

  @BeforeEach
  void serve() throws IOException {
    put("lake/orders/day=2024-01-01/a.csv", "1;2\n3;4\n5;6\n");
    put("crawlers.yaml", CRAWLER);
    start();
  }

  private void start(String... flags) throws IOException {
    var arguments = new ArrayList<>(List.of("serve", "--data", data(), "--thrift-port", "0"));
    arguments.addAll(List.of(flags));
    if (Stream.of(flags).noneMatch(flag -> flag.startsWith("--http-port"))) {
      arguments.add("--http-port=0");
    }
    server = ServerProcess.run(scratch, arguments);
    addresses = server.awaitReady();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String data() {
    return scratch.resolve("data").toString();
  }

  private void put(String file, String text) throws IOException {
    var path = scratch.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.add("--data");
    all.add(data());
    return CommandRun.of(Map.of(), all.toArray(String[]::new));
  }

  private String done(String... arguments) {
    var run = run(arguments);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    return run.output();
  }

  private String file() {
    return scratch.resolve("crawlers.yaml").toString();
  }

  @Test
  void filesAreAppliedOnceCrawledAndExplained() throws Exception {
    assertThat(done("apply", file(), "--dry-run"))
        .contains("crawler nightly created", "3 created, 0 updated, 0 unchanged (dry run");
    assertThat(done("crawler", "list")).contains("There are no crawlers.");

    assertThat(done("apply", file()).lines())
        .containsExactly(
            "database shop created",
            "classifier semicolons created",
            "crawler nightly created",
            "3 created, 0 updated, 0 unchanged");
    assertThat(done("apply", file())).contains("0 created, 0 updated, 3 unchanged");

    assertThat(done("crawler", "start", "nightly", "--dry-run"))
        .contains("+ new        shop.orders (csv)", "because key day", "nothing was written");
    assertThat(run("crawler", "explain", "shop.orders").exitCode()).isEqualTo(1);
    assertThat(done("crawler", "start", "nightly", "--plan"))
        .contains("+ new        shop.orders (csv)", "because key day", "succeeded after")
        .contains(" s: 1 table added (shop.orders), 1 partition added");
    assertThat(done("crawler", "start", "nightly", "--dry-run"))
        .contains("= unchanged  shop.orders (csv)", "0 new, 0 changed, 1 unchanged");
    assertThat(done("crawler", "list"))
        .startsWith("CRAWLER ")
        .containsPattern("nightly +READY +SUCCEEDED .*cron");
    assertThat(done("crawler", "pause", "nightly"))
        .contains("the schedule of crawler nightly rests");
    assertThat(done("crawler", "list")).contains("cron(0 3 * * ? *) (paused)");
    assertThat(run("crawler", "pause", "nightly").errors())
        .contains("SchedulerNotRunningException: The schedule of crawler nightly is not running");
    done("crawler", "resume", "nightly");
    assertThat(done("crawler", "list")).doesNotContain("paused");
    assertThat(done("crawler", "show", "nightly"))
        .containsPattern("\"LastUpdated\" : \\d{10}(\\.\\d+)?,");
    assertThat(done("crawler", "history", "nightly").lines())
        .first()
        .asString()
        .contains("TOOK  WHAT IT DID");
    assertThat(done("crawler", "history", "nightly"))
        .containsPattern("COMPLETED .* 1 table added \\(shop.orders\\), 1 partition added")
        .containsPattern(
            "COMPLETED .* dry run: 1 table added \\(shop.orders\\), 1 partition added");
    assertThat(done("crawler", "explain", "shop.orders"))
        .contains("crawler nightly, crawl ", "+ new        shop.orders (csv)")
        .contains("because read as classifier semicolons says")
        .contains("because key day");
    try (var client = new HiveClient(addresses.thriftPort())) {
      assertThat(client.partitionNames("shop", "orders")).containsExactly("day=2024-01-01");
    }
  }

  /** The crawls after the one that deprecated a table find no data either, and know no columns. */
  @Test
  void aDeprecatedTableIsExplainedByWhatItWas() throws Exception {
    done("apply", file());
    done("crawler", "start", "nightly", "--wait");
    Files.delete(scratch.resolve("lake/orders/day=2024-01-01/a.csv"));
    done("crawler", "start", "nightly", "--wait");
    var gone = "because no data lies at file:" + scratch.resolve("lake/orders");
    var columns = "because read as classifier semicolons says";
    assertThat(done("crawler", "explain", "shop.orders"))
        .containsOnlyOnce("x deprecated shop.orders (csv)")
        .containsOnlyOnce(gone)
        .containsPattern("It looked as it does since .*Z, crawl .*:\\R\\+ new        shop.orders")
        .contains(columns);

    done("crawler", "start", "nightly", "--wait");
    var crawls = done("crawler", "history", "nightly").lines().toList();

    assertThat(done("crawler", "explain", "shop.orders"))
        .containsSubsequence(
            "crawler nightly, crawl " + crawls.get(1).substring(0, 36),
            "kept: deprecated since 2",
            "It was deprecated at 2",
            "Z, crawl " + crawls.get(2).substring(0, 36),
            "x deprecated shop.orders (csv)",
            gone,
            "It looked as it does since 2",
            "Z, crawl " + crawls.get(3).substring(0, 36),
            "+ new        shop.orders (csv)",
            columns);
  }

  @Test
  void aDatabaseIsCrawledThroughAConnectionWhosePasswordIsSealed() throws Exception {
    var mariadb = DatabaseServer.mariadb();
    var url = mariadb.newDatabase();
    var database = url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    try (var connection = DriverManager.getConnection(url, mariadb.user(), "");
        var statement = connection.createStatement()) {
      statement.execute("CREATE OR REPLACE USER crawling IDENTIFIED BY 'Open$esame'");
      statement.execute("GRANT SELECT ON *.* TO crawling");
      statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY, amount DECIMAL(9,2))");
    }
    put(
        "jdbc.yaml",
        """
        Name: shop
        DatabaseName: mirror
        TablePrefix: my_
        Targets: {JdbcTargets: [{ConnectionName: shop, Path: %s/%%}]}
        ---
        ConnectionInput:
          Name: shop
          ConnectionType: JDBC
          ConnectionProperties: {JDBC_CONNECTION_URL: '%s', USERNAME: crawling, PASSWORD: Open$esame}
        """
            .formatted(database, url));

    done("apply", scratch.resolve("jdbc.yaml").toString());

    assertThat(done("crawler", "start", "shop", "--wait")).contains("succeeded after");
    assertThat(done("crawler", "explain", "mirror.my_" + database + "_orders"))
        .contains(
            "+ new        mirror.my_" + database + "_orders (mysql) at " + database + ".orders")
        .contains("because column amount: decimal(9,2), declared decimal(9,2)");
  }

  @Test
  void aCrawlWhoseDatabaseIsDownTellsWhatItDidAndWhatFailed() throws Exception {
    put(
        "both.yaml",
        """
        Name: both
        DatabaseName: mirror
        Targets:
          JdbcTargets: [{ConnectionName: shop, Path: shop/%}]
          S3Targets: [{Path: lake/}]
        ---
        ConnectionInput:
          Name: shop
          ConnectionType: JDBC
          ConnectionProperties:
            {JDBC_CONNECTION_URL: 'jdbc:mysql://127.0.0.1:1/shop', USERNAME: a, PASSWORD: b}
        """);
    done("apply", scratch.resolve("both.yaml").toString());

    var dry = run("crawler", "start", "both", "--dry-run");
    var run = run("crawler", "start", "both", "--plan");

    assertThat(dry.exitCode()).isEqualTo(1);
    assertThat(dry.output())
        .contains("+ new        mirror.orders (csv)", "Targets that could not be crawled (1):");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output())
        .contains("+ new        mirror.orders (csv)", "Targets that could not be crawled (1):")
        .contains("crawler both: 1 table added (mirror.orders), 1 partition added");
    assertThat(run.errors())
        .contains("crawler both failed: 1 target could not be crawled, the others were: ")
        .contains("shop/% of connection shop: ");
    assertThat(done("crawler", "list")).containsPattern("both +READY +FAILED");
    assertThat(done("crawler", "history", "both"))
        .containsPattern(
            "FAILED .* 1 table added \\(mirror.orders\\), 1 partition added; 1 target");
    assertThat(done("crawler", "explain", "mirror.orders")).contains("because key day");
    var metrics =
        new GlueClient(URI.create(addresses.http()), null)
            .call("GetCrawlerMetrics", json("{\"CrawlerNameList\":[\"both\"]}"));
    assertThat(metrics.at("/CrawlerMetricsList/0/TablesCreated").asInt()).isOne();
  }

  @Test
  void whatIsExportedIsAppliedWithoutChange() throws Exception {
    done("apply", file());

    var folder = scratch.resolve("exported");
    assertThat(done("export", folder.toString()))
        .contains("crawler nightly: " + folder.resolve("crawlers/nightly.yaml"));

    assertThat(folder.resolve("databases/default.yaml"))
        .as("the warehouse is the server's own")
        .content()
        .doesNotContain("LocationUri");
    assertThat(folder.resolve("catalog")).doesNotExist();
    var files = new ArrayList<String>(List.of("apply"));
    try (var found = Files.walk(folder)) {
      found.filter(Files::isRegularFile).map(Path::toString).forEach(files::add);
    }
    assertThat(files).hasSizeGreaterThan(3);
    assertThat(done(files.toArray(String[]::new))).contains("0 created, 0 updated");
    assertThat(done("export")).contains("Name: nightly").startsWith("---");

    put("crawlers.yaml", CRAWLER.replace("cron(0 3", "cron(0 4"));
    assertThat(done("apply", file())).contains("crawler nightly updated", "1 updated");
    assertThat(done("crawler", "show", "nightly")).contains("cron(0 4 * * ? *)");
  }

  /** One of each kind. */
  private static String everything() throws IOException {
    try (var file = CrawlerCommandsTest.class.getResourceAsStream("/every-kind.yaml")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Tables that what belongs to tables needs. */
  private void tables() {
    var glue = new GlueClient(URI.create(addresses.http()), null);
    glue.call(
        "CreateTable",
        json(
            """
            {"DatabaseName":"shop","TableInput":{"Name":"orders","TableType":"EXTERNAL_TABLE",
             "StorageDescriptor":{"Columns":[{"Name":"id","Type":"int"}],"Location":"s3://lake/o"},
             "PartitionKeys":[{"Name":"day","Type":"date"}]}}\
            """));
    glue.call(
        "CreateTable",
        json(
            """
            {"DatabaseName":"shop","TableInput":{"Name":"people","TableType":"EXTERNAL_TABLE",
             "StorageDescriptor":{"Columns":[{"Name":"id","Type":"int"}],"Location":"s3://lake/p"}}}"""));
    glue.call(
        "CreateTable",
        json(
            """
            {"DatabaseName":"shop","TableInput":{"Name":"ice","TableType":"EXTERNAL_TABLE",
             "Parameters":{"table_type":"ICEBERG","metadata_location":"s3://lake/m"}}}\
            """));
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Test
  void whatPeopleDescribeThroughTheApiIsExportedWhole() throws Exception {
    put("all.yaml", everything());
    var all = scratch.resolve("all.yaml").toString();
    var crawler = file();
    put("tags.yaml", CRAWLER.replace("DatabaseName: shop\n", "DatabaseName: shop\nTags: {a: b}\n"));
    done("apply", scratch.resolve("tags.yaml").toString());
    tables();
    assertThat(done("apply", all)).contains("36 created, 3 updated, 2 unchanged");
    assertThat(done("apply", all)).contains("0 created, 0 updated, 41 unchanged");

    put("exported.yaml", done("export"));
    var exported = scratch.resolve("exported.yaml").toString();
    assertThat(done("apply", exported)).contains("0 created, 0 updated, 44 unchanged");
    put(
        "all.yaml",
        everything()
            .replace("{team: lake}", "{team: sea}")
            .replace("few", "more")
            .replace("words of sales", "words")
            .replace("a line", "one line")
            .replace("a@b", "e@f")
            .replace("c@d", "g@h"));
    assertThat(done("apply", all)).contains("0 created, 12 updated, 29 unchanged");
    assertThat(done("export"))
        .contains("CreateUsageProfile", "Description: more", "team: sea")
        .doesNotContain("team: lake");
    assertThat(done("apply", exported)).contains("0 created, 12 updated, 32 unchanged");

    server.terminate();
    server.awaitExit(30);
    Files.move(scratch.resolve("data"), scratch.resolve("before"));
    start();
    done("apply", crawler);
    tables();
    assertThat(done("apply", exported)).contains("36 created, 4 updated, 4 unchanged");
    assertThat(done("export")).isEqualTo(Files.readString(scratch.resolve("exported.yaml")));
  }

  /** What AWS shows of a type of connections is not enough to register it. */
  @Test
  void aRegisteredTypeIsTheSameOnAnotherServer() throws Exception {
    put("all.yaml", everything());
    done("apply", file());
    tables();
    done("apply", scratch.resolve("all.yaml").toString());
    var before = types();
    done("export", scratch.resolve("exported").toString());

    server.terminate();
    server.awaitExit(30);
    Files.move(scratch.resolve("data"), scratch.resolve("before"));
    start();
    done("apply", scratch.resolve("exported/connection-type/REST-shop.yaml").toString());

    assertThat(types()).isEqualTo(before).hasSize(8);
  }

  private List<JsonNode> types() {
    var glue = new GlueClient(URI.create(addresses.http()), null);
    var types = glue.all("ListConnectionTypes", GlueClient.object(), "ConnectionTypes");
    var described =
        glue.call("DescribeConnectionType", GlueClient.object().put("ConnectionType", "REST-shop"));
    return Stream.concat(types.stream(), Stream.of(described)).toList();
  }

  /** Files have no passwords: one that is applied takes none away. */
  @Test
  void anExportedConnectionKeepsItsSecrets() throws Exception {
    var given =
        """
        ConnectionInput:
          Name: db
          ConnectionType: JDBC
          ConnectionProperties: {JDBC_CONNECTION_URL: 'jdbc:mysql://h/x?password=Sesame', USERNAME: ann, PASSWORD: Open}
        """;
    put("db.yaml", given);
    done("apply", scratch.resolve("db.yaml").toString());
    done("export", scratch.resolve("exported").toString());
    var exported = scratch.resolve("exported/connections/db.yaml");
    var text = Files.readString(exported);
    assertThat(text).contains("password=*****").doesNotContain("Sesame").doesNotContain("Open");

    assertThat(done("apply", exported.toString())).contains("1 unchanged");
    Files.writeString(exported, text.replace("ann", "bob"));
    assertThat(done("apply", exported.toString())).contains("1 updated");

    assertThat(secretsOfDb()).isEqualTo(List.of("jdbc:mysql://h/x?password=Sesame", "bob", "Open"));
    put("seal.yaml", SEALED_PASSWORDS);
    Files.writeString(exported, text.replace("ann", "eve"));
    done("apply", scratch.resolve("seal.yaml").toString(), exported.toString());
    done("apply", exported.toString());
    Files.writeString(exported, text.replace("ann", "joe"));
    assertThat(done("apply", exported.toString())).contains("1 updated");
    put("seal.yaml", SEALED_PASSWORDS.replace("true", "false"));
    done("apply", scratch.resolve("seal.yaml").toString());
    assertThat(secretsOfDb()).isEqualTo(List.of("jdbc:mysql://h/x?password=Sesame", "joe", "Open"));
    put("db.yaml", given.replace("Open", "Close"));
    assertThat(done("apply", scratch.resolve("db.yaml").toString())).contains("1 updated");
    assertThat(secretsOfDb().get(2)).isEqualTo("Close");
  }

  private static final String SEALED_PASSWORDS =
      """
      PutDataCatalogEncryptionSettings:
        DataCatalogEncryptionSettings: {ConnectionPasswordEncryption: {ReturnConnectionPasswordEncrypted: true}}
      """;

  private List<String> secretsOfDb() {
    var properties =
        new GlueClient(URI.create(addresses.http()), null)
            .call("GetConnection", GlueClient.object().put("Name", "db"))
            .at("/Connection/ConnectionProperties");
    return Stream.of("JDBC_CONNECTION_URL", "USERNAME", "PASSWORD")
        .map(name -> properties.path(name).asText())
        .toList();
  }

  @Test
  void whatTheApiCannotChangeIsNamed() throws Exception {
    put(
        "fixed.yaml",
        "CreateDataQualityRuleset: {Name: sound, Ruleset: 'Rules = [ RowCount > 1 ]'}\n");
    var fixed = scratch.resolve("fixed.yaml").toString();
    done("apply", file(), fixed);
    put(
        "fixed.yaml",
        """
        CreateDataQualityRuleset:
          {Name: sound, Ruleset: 'Rules = [ RowCount > 1 ]', TargetTable: {DatabaseName: shop, TableName: o}}
        """);

    assertRefused(
        run("apply", fixed),
        "cannot change the member TargetTable of the data quality ruleset sound");
  }

  @Test
  void mistakesAreNamedInOneLine() throws Exception {
    put("crawlers.yaml", CRAWLER.replace("Exclusions", "Exclusion"));
    assertRefused(run("apply", file()), "Unknown key Targets.S3Targets[0].Exclusion; did you mean");
    put("crawlers.yaml", "Nmae: x\n");
    assertRefused(run("apply", file()), "document 1 describes nothing known");
    assertRefused(
        run("crawler", "start", "absent"), "EntityNotFoundException: Crawler not found: absent");
    assertRefused(run("crawler", "explain", "orders"), "write DATABASE.TABLE");
    assertRefused(
        CommandRun.of(Map.of(), "crawler", "list", "--server", "http://127.0.0.1:1"),
        "no server answers at http://127.0.0.1:1");
    assertThat(run("crawler", "lst").exitCode()).isEqualTo(2);
  }

  private static void assertRefused(CommandRun run, String message) {
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.errors()).contains(message).hasLineCount(1);
  }

  @Test
  void commandsSignWhenThereAreKeys() throws Exception {
    server.terminate();
    server.awaitExit(30);
    start("--glue.access-key", "key", "--glue.secret-key", "secret");

    assertThat(run("crawler", "list").errors()).contains("MissingAuthenticationToken");
    assertThat(
            run("crawler", "list", "--glue.access-key", "key", "--glue.secret-key", "wrong")
                .errors())
        .contains("InvalidSignatureException");
    assertThat(done("crawler", "list", "--glue.access-key", "key", "--glue.secret-key", "secret"))
        .contains("There are no crawlers.");
    var signed =
        CommandRun.of(
            Map.of(
                "AWS_ACCESS_KEY_ID",
                "key",
                "AWS_SECRET_ACCESS_KEY",
                "secret",
                "AWS_ENDPOINT_URL_GLUE",
                addresses.http()),
            "crawler",
            "list");
    assertThat(signed.output()).contains("There are no crawlers.");
  }

  /**
   * As it was exported, a schedule rests; that it runs is what is in force when nothing is said.
   */
  @Test
  void aFileResumesAScheduleThatRests() throws Exception {
    put("start.yaml", "StartCrawlerSchedule: {CrawlerName: nightly}\n");
    var start = scratch.resolve("start.yaml").toString();
    done("apply", file());
    assertThat(done("apply", start)).contains("scheduled crawler nightly unchanged");
    done("crawler", "pause", "nightly");
    assertThat(done("apply", file())).contains("0 updated");
    assertThat(done("crawler", "list")).contains("(paused)");

    assertThat(done("apply", start, "--dry-run")).contains("scheduled crawler nightly created");
    assertThat(done("crawler", "list")).contains("(paused)");
    assertThat(done("apply", start)).contains("scheduled crawler nightly created");

    assertThat(done("crawler", "list")).doesNotContain("(paused)");
    assertThat(done("apply", start)).contains("scheduled crawler nightly unchanged");
    assertThat(done("export")).doesNotContain("StartCrawlerSchedule");
    put("start.yaml", "StartCrawlerSchedule: {CrawlerName: absent}\n");
    assertRefused(run("apply", start), "EntityNotFoundException");
  }

  /** Many small folders, so that the crawl lasts long enough to be hit. */
  @Test
  void aCrawlOfAKilledServerIsDoneByTheNextOne() throws Exception {
    for (int i = 0; i < 3000; i++) {
      put("lake/orders/day=%d/a.csv".formatted(20_000_000 + i), "a;b\n1;2\n3;4\n");
    }
    done("apply", file());
    var waiting = CompletableFuture.supplyAsync(() -> run("crawler", "start", "nightly", "--wait"));
    awaitState("RUNNING");
    server.kill();
    server.awaitExit(30);

    start("--http-port=" + addresses.httpPort());

    assertThat(waiting.get().exitCode()).as(waiting.get().errors()).isZero();
    assertThat(waiting.get().output()).contains("crawler nightly succeeded after");
    assertThat(waiting.get().errors()).contains("no server answers", "; waiting for it");
    assertThat(server.errors())
        .contains("Servers over this catalog: " + addresses.thrift() + " (this one)\n");
    awaitState("READY");
    assertThat(done("crawler", "history", "nightly").lines().skip(1))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("COMPLETED"));
    try (var client = new HiveClient(addresses.thriftPort())) {
      assertThat(client.partitionNames("shop", "orders")).hasSize(3001);
    }
  }

  private void awaitState(String state) {
    await().atMost(Duration.ofSeconds(90)).until(() -> done("crawler", "list").contains(state));
  }
}
