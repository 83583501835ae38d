package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.propolis.catalog.CatalogException;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.connections.DatabaseAccess;
import io.propolis.catalog.connections.DatabaseAccess.Transport;
import io.propolis.catalog.model.Column;
import io.propolis.crawlers.plan.PlanPrinter;
import io.propolis.crawlers.sources.SourceAccess;
import io.propolis.files.Lake;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Collections of a server that speaks MongoDB's protocol, read by MongoDB's own driver. */
class MongoTargetsTest {
  @TempDir Path folder;
  private final Lake lake = Lakes.open(S3Settings.DEFAULT);
  private final MongoServer server = new MongoServer(new MemoryBackend());
  private CatalogFixture catalog;
  private String url;

  @BeforeEach
  void open() {
    catalog = new CatalogFixture(folder, lake);
    url = server.bindAndGetConnectionString();
  }

  @AfterEach
  void close() {
    server.shutdownNow();
    catalog.close();
    lake.close();
  }

  private SourceAccess access() {
    var access = new DatabaseAccess(url, null, null, Transport.ANY);
    return new SourceAccess(new OneConnection(access), SourceAccess.NONE.databases());
  }

  private void insert(String collection, Document... documents) {
    try (var client = MongoClients.create(url)) {
      client.getDatabase("shop").getCollection(collection).insertMany(List.of(documents));
    }
  }

  private CrawlRunner.CrawlResult crawl(String path, String more) {
    return catalog.crawlTargets(
        access(),
        "{MongoDBTargets: [{ConnectionName: mongo, Path: '%s'%s}]}".formatted(path, more));
  }

  @Test
  void documentsOfACollectionAreMergedToTheLastField() {
    insert(
        "orders",
        new Document("_id", 1)
            .append("amount", 3)
            .append("at", Date.from(Instant.parse("2024-01-02T03:04:05Z")))
            .append("customer", new Document("name", "Ann").append("zip", "01234")),
        new Document("_id", 2L)
            .append("amount", 2.5)
            .append("Paid By", "card")
            .append("total", Decimal128.parse("1.50"))
            .append("tags", List.of("a", "b"))
            .append("customer", new Document("name", "Bob").append("vip", true)));
    insert("other", new Document("x", 1));

    crawl("shop/ord%", "");

    assertThat(catalog.tables()).containsExactly("shop_orders");
    var orders = catalog.table("shop_orders");
    assertThat(CatalogFixture.types(orders.layout().columns()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "_id", "bigint",
                "amount", "double",
                "at", "timestamp",
                "customer", "struct<name:string,zip:string,vip:boolean>",
                "paid_by", "string",
                "total", "decimal(38,18)",
                "tags", "array<string>"));
    assertThat(orders.location()).isEqualTo("shop.orders");
    assertThat(orders.parameters())
        .containsEntry("classification", "mongodb")
        .containsEntry("connectionName", "mongo")
        .containsEntry("recordCount", "2");
    assertThat(crawl("shop/ord%", "").plan().isQuiet()).isTrue();
  }

  @Test
  void aPathThatSelectsNothingSaysWhatWasLookedAt() {
    insert("orders", new Document("_id", 1));

    assertThat(PlanPrinter.text(crawl("shop/cart%", "").plan()))
        .startsWith("Crawler test-crawler, database lake\n")
        .contains(
            "shop/cart% selects no collection of connection mongo: database shop has none called"
                + " like 'cart%'\n");
    assertThat(crawl("none/%", "").plan().problems().get(0).reason())
        .endsWith("mongo: database none has none");
  }

  /** Samples of a thousand documents are others each time, and so may be their first ones. */
  @Test
  void aTableIsNotChangedForTheOrderOfItsColumns() {
    insert("orders", new Document("_id", 1).append("b", 2).append("a", 3));
    crawl("shop/orders", "");
    replace("orders", new Document("_id", 2).append("a", 3).append("b", 2));
    assertThat(crawl("shop/orders", "").plan().isQuiet()).isTrue();

    replace("orders", new Document("_id", 3).append("a", 3).append("c", 4).append("b", 2));
    crawl("shop/orders", "");

    assertThat(catalog.table("shop_orders").layout().columns())
        .extracting("name")
        .containsExactly("_id", "b", "a", "c");
    rename("b", "mine");
    crawl("shop/orders", "");
    replace("orders", new Document("_id", 4).append("c", 4).append("a", 3).append("b", 2));
    assertThat(crawl("shop/orders", "").plan().isQuiet()).isTrue();
    assertThat(catalog.table("shop_orders").layout().columns())
        .extracting("name")
        .containsExactly("_id", "mine", "a", "c");
  }

  private void replace(String collection, Document document) {
    try (var client = MongoClients.create(url)) {
      client.getDatabase("shop").getCollection(collection).drop();
    }
    insert(collection, document);
  }

  private void rename(String column, String other) {
    var table = catalog.table("shop_orders");
    var columns =
        table.layout().columns().stream()
            .map(c -> c.name().equals(column) ? new Column(other, c.type()) : c)
            .toList();
    var renamed = table.toBuilder().layout(table.layout().withColumns(columns)).build();
    catalog.session().tables().alter(table.name(), renamed, AlterOptions.PLAIN);
  }

  @Test
  void aSampleIsEnoughWhenNotAllIsAskedFor() {
    insert("orders", new Document("_id", 1).append("amount", 3));

    var result = crawl("shop/orders", ", ScanAll: false");

    assertThat(catalog.table("shop_orders").layout().columns())
        .extracting("name")
        .contains("amount");
    assertThat(result.plan().tables().get(0).reasons().get(0)).contains("by 1 documents");
  }

  @Test
  void kindsThatOnlyTextHoldsAreNamedWithExamples() {
    insert("orders", new Document("v", 1), new Document("v", new Document("a", 1)));

    var problems = crawl("shop/orders", "").plan().problems();

    assertThat(problems)
        .anySatisfy(p -> assertThat(p.reason()).contains("conflict: v", "becomes string"));
  }

  @Test
  void aServerThatIsNotThereFailsTheCrawlNamingTheConnection() {
    server.shutdownNow();

    assertThatThrownBy(() -> crawl("shop/orders", ""))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("connection mongo");
  }
}
