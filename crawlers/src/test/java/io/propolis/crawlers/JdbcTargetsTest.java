package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseAccess.Transport;
import io.propolis.catalog.jdbc.JdbcSchemaReader;
import io.propolis.catalog.jdbc.testing.DatabaseServer;
import io.propolis.catalog.model.Constraint;
import io.propolis.crawlers.plan.CrawlPlan.Action;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a real MariaDB and a real PostgreSQL. */
class JdbcTargetsTest {
  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private CatalogFixture catalog;

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, lake);
  }

  @AfterEach
  void close() {
    catalog.close();
    lake.close();
  }

  /** A database and how crawls reach it. */
  private record Given(DatabaseServer server, String url, SourceAccess access) {
    static Given on(DatabaseServer server, String... statements) throws SQLException {
      var url = server.newDatabase();
      var access = new DatabaseAccess(url, server.user(), "", Transport.ANY);
      var given =
          new Given(
              server, url, new SourceAccess(new OneConnection(access), new JdbcSchemaReader()));
      given.execute(statements);
      return given;
    }

    void execute(String... statements) throws SQLException {
      try (var connection = DriverManager.getConnection(url, server.user(), "");
          var statement = connection.createStatement()) {
        for (var each : statements) {
          statement.execute(each);
        }
      }
    }

    String database() {
      return url.substring(url.lastIndexOf('/') + 1).replaceFirst("\\?.*", "");
    }
  }

  private CrawlRunner.CrawlResult crawl(Given given, String path, String... yaml) {
    return catalog.crawlTargets(
        given.access(),
        "{JdbcTargets: [{ConnectionName: shop, Path: '%s/%s'%s}]}"
            .formatted(given.database(), path, yaml.length == 0 ? "" : ", " + yaml[0]),
        yaml.length < 2 ? "" : yaml[1]);
  }

  @Test
  void aPlanOfDatabasesCountsNoFiles() throws Exception {
    var given = Given.on(DatabaseServer.mariadb(), "CREATE TABLE orders (id INT)");

    assertThat(PlanPrinter.text(crawl(given, "orders").plan()).lines())
        .first()
        .asString()
        .matches("Crawler \\S+, database \\S+");
  }

  @Test
  void tablesOfMariadbHaveTheTypesThatHoldTheirValues() throws Exception {
    var given =
        Given.on(
            DatabaseServer.mariadb(),
            """
            CREATE TABLE Orders (
              id BIGINT UNSIGNED NOT NULL, line INT NOT NULL COMMENT 'of the order',
              tiny TINYINT, flag TINYINT(1), utiny TINYINT UNSIGNED, u INT UNSIGNED, mid MEDIUMINT,
              price DECIMAL(12,3), big DECIMAL(60,5), f FLOAT, d DOUBLE, bits BIT(9), y YEAR,
              day DATE, at DATETIME(3), ts TIMESTAMP NULL, t TIME, state ENUM('new','paid'), doc JSON,
              name VARCHAR(30), note TEXT, raw VARBINARY(16), pic BLOB, `odd name` INT,
              PRIMARY KEY (id, line)) COMMENT 'what was sold'\
            """,
            "CREATE VIEW open_orders AS SELECT id, name FROM Orders",
            "CREATE TABLE tmp_x (a INT)");
    var db = given.database();

    crawl(given, "%", "Exclusions: ['tmp_*'], EnableAdditionalMetadata: [COMMENTS, RAWTYPES]");

    assertThat(catalog.tables()).containsExactly(db + "_open_orders", db + "_orders");
    var orders = catalog.table(db + "_orders");
    assertThat(CatalogFixture.types(orders.layout().columns()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("id", "decimal(20,0)"),
                Map.entry("line", "int"),
                Map.entry("tiny", "tinyint"),
                Map.entry("flag", "boolean"),
                Map.entry("utiny", "smallint"),
                Map.entry("u", "bigint"),
                Map.entry("mid", "int"),
                Map.entry("price", "decimal(12,3)"),
                Map.entry("big", "string"),
                Map.entry("f", "float"),
                Map.entry("d", "double"),
                Map.entry("bits", "bigint"),
                Map.entry("y", "int"),
                Map.entry("day", "date"),
                Map.entry("at", "timestamp"),
                Map.entry("ts", "timestamp"),
                Map.entry("t", "string"),
                Map.entry("state", "string"),
                Map.entry("doc", "string"),
                Map.entry("name", "string"),
                Map.entry("note", "string"),
                Map.entry("raw", "binary"),
                Map.entry("pic", "binary"),
                Map.entry("odd_name", "int")));
    assertThat(orders.layout().columns().get(0).name()).isEqualTo("id");
    assertThat(orders.location()).isEqualTo(db + ".Orders");
    assertThat(orders.parameters())
        .containsEntry("classification", "mysql")
        .containsEntry("connectionName", "shop")
        .containsEntry("typeOfData", "table")
        .containsEntry("comment", "what was sold")
        .containsEntry("primaryKey", "id,line");
    var line = orders.layout().columns().get(1);
    assertThat(line.comment()).isEqualTo("of the order");
    assertThat(line.parameters()).containsEntry("rawType", "int");
    assertThat(catalog.session().constraints().of(orders.name()))
        .extracting(Constraint::rule)
        .contains(new Constraint.PrimaryKey(java.util.List.of("id", "line")));
    assertThat(catalog.table(db + "_open_orders").parameters()).containsEntry("typeOfData", "view");
  }

  @Test
  void tablesOfPostgresqlHaveTheTypesThatHoldTheirValues() throws Exception {
    var given =
        Given.on(
            DatabaseServer.postgresql(),
            "CREATE SCHEMA sales",
            "CREATE SCHEMA other",
            "CREATE TYPE sales.mood AS ENUM ('sad', 'happy')",
            """
            CREATE TABLE sales.orders (
              id BIGSERIAL PRIMARY KEY, small SMALLINT, n INTEGER, amount NUMERIC(10,2), free NUMERIC,
              r REAL, d DOUBLE PRECISION, ok BOOLEAN, b BIT(1), bits BIT(8), name VARCHAR(20), c CHAR(3),
              note TEXT, raw BYTEA, day DATE, t TIME, at TIMESTAMP, atz TIMESTAMPTZ, span INTERVAL,
              uid UUID, j JSON, jb JSONB, ip INET, m sales.mood, tags TEXT[], nums INTEGER[])\
            """,
            "COMMENT ON TABLE sales.orders IS 'what was sold'",
            "CREATE TABLE other.orders (id INT)",
            "CREATE MATERIALIZED VIEW sales.totals AS SELECT count(*) AS n FROM sales.orders");
    var db = given.database();

    crawl(given, "sales/%");

    assertThat(catalog.tables()).containsExactly(db + "_sales_orders", db + "_sales_totals");
    var orders = catalog.table(db + "_sales_orders");
    assertThat(CatalogFixture.types(orders.layout().columns()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("id", "bigint"),
                Map.entry("small", "smallint"),
                Map.entry("n", "int"),
                Map.entry("amount", "decimal(10,2)"),
                Map.entry("free", "decimal(38,18)"),
                Map.entry("r", "float"),
                Map.entry("d", "double"),
                Map.entry("ok", "boolean"),
                Map.entry("b", "boolean"),
                Map.entry("bits", "string"),
                Map.entry("name", "string"),
                Map.entry("c", "string"),
                Map.entry("note", "string"),
                Map.entry("raw", "binary"),
                Map.entry("day", "date"),
                Map.entry("t", "string"),
                Map.entry("at", "timestamp"),
                Map.entry("atz", "timestamp"),
                Map.entry("span", "string"),
                Map.entry("uid", "string"),
                Map.entry("j", "string"),
                Map.entry("jb", "string"),
                Map.entry("ip", "string"),
                Map.entry("m", "string"),
                Map.entry("tags", "array<string>"),
                Map.entry("nums", "array<int>")));
    assertThat(orders.location()).isEqualTo(db + ".sales.orders");
    assertThat(orders.parameters())
        .containsEntry("classification", "postgresql")
        .containsEntry("primaryKey", "id")
        .doesNotContainKey("comment");
    assertThat(catalog.table(db + "_sales_totals").parameters())
        .containsEntry("typeOfData", "view");

    crawl(given, "%/orders");
    assertThat(catalog.tables()).contains(db + "_other_orders");
  }

  @Test
  void whatChangesInTheDatabaseChangesInTheCatalog() throws Exception {
    var given =
        Given.on(DatabaseServer.mariadb(), "CREATE TABLE a (id INT)", "CREATE TABLE gone (id INT)");
    crawl(given, "%");
    assertThat(crawl(given, "%").plan().isQuiet()).isTrue();

    given.execute("ALTER TABLE a ADD COLUMN note TEXT, MODIFY id BIGINT", "DROP TABLE gone");
    var plan =
        crawl(
                given,
                "%",
                "Exclusions: []",
                "SchemaChangePolicy: {DeleteBehavior: DELETE_FROM_DATABASE}")
            .plan();

    assertThat(plan.count(Action.UPDATE)).isEqualTo(1);
    assertThat(plan.count(Action.DELETE)).isEqualTo(1);
    assertThat(catalog.tables()).containsExactly(given.database() + "_a");
    assertThat(CatalogFixture.types(catalog.table(given.database() + "_a").layout().columns()))
        .containsExactly(Map.entry("id", "bigint"), Map.entry("note", "string"));
  }

  @Test
  void underscoresStandForThemselves() throws Exception {
    var given =
        Given.on(
            DatabaseServer.mariadb(), "CREATE TABLE a_b (id INT)", "CREATE TABLE axb (id INT)");

    crawl(given, "a_b");

    assertThat(catalog.tables()).containsExactly(given.database() + "_a_b");
  }

  @Test
  void aDatabaseThatIsNotThereFailsTheCrawlNamingIt() throws Exception {
    var given = Given.on(DatabaseServer.mariadb());

    assertThatThrownBy(
            () ->
                catalog.crawlTargets(
                    given.access(), "{JdbcTargets: [{ConnectionName: shop, Path: absent/%}]}"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("absent");
  }

  @Test
  void aPathThatSelectsNothingSaysWhatWasLookedAt() throws Exception {
    var mariadb =
        Given.on(
            DatabaseServer.mariadb(), "CREATE TABLE tmp_a (id INT)", "CREATE TABLE tmp_b (id INT)");
    var db = mariadb.database();

    assertThat(PlanPrinter.text(crawl(mariadb, "nothing").plan()).lines().toList())
        .containsExactly(
            "Crawler test-crawler, database lake",
            "",
            "Not crawled, or to look at (1):",
            "  %s/nothing selects no table of connection shop: database %s has no table or view 'nothing'"
                .formatted(db, db),
            "",
            "0 new, 0 changed, 0 unchanged, 0 deprecated, 0 deleted");
    assertThat(problem(mariadb, "x%"))
        .endsWith("shop: database %s has no table or view like 'x%%'".formatted(db));
    assertThat(problem(mariadb, "%", "Exclusions: ['tmp_*']"))
        .endsWith("shop: Exclusions leave out all 2 that it names, such as tmp_a");
    var postgresql =
        Given.on(
            DatabaseServer.postgresql(), "CREATE SCHEMA empty", "CREATE TABLE public.a (id INT)");
    assertThat(problem(postgresql, "empty/%"))
        .endsWith(
            "shop: schema 'empty' of database %s has no table or view"
                .formatted(postgresql.database()));
    assertThat(problem(postgresql, "%/b"))
        .endsWith("shop: database %s has no table or view 'b'".formatted(postgresql.database()));
    assertThat(problem(postgresql, "e%/b"))
        .endsWith(
            "shop: no schema like 'e%%' of database %s has a table or view 'b'"
                .formatted(postgresql.database()));
  }

  private String problem(Given given, String path, String... yaml) {
    return crawl(given, path, yaml).plan().problems().get(0).reason();
  }

  @Test
  void aCrawlWithoutAServerSaysWhoKeepsConnections() {
    assertThatThrownBy(
            () -> catalog.crawlTargets("{JdbcTargets: [{ConnectionName: shop, Path: db/%}]}"))
        .hasMessageContaining("Connection shop is kept by a server");
  }
}
