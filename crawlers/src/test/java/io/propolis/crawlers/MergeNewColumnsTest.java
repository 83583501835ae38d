package io.propolis.crawlers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.crawlers.CrawlRunner.CrawlResult;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Crawls with {@code AddOrUpdateBehavior: MergeNewColumns}, and Spark's schema beside them. */
class MergeNewColumnsTest extends CrawledLake {
  private static final String MERGE_NEW =
      "Configuration: '{\"Version\":1.0,\"CrawlerOutput\":"
          + "{\"Tables\":{\"AddOrUpdateBehavior\":\"MergeNewColumns\"}}}'";
  private static final String SCHEMA = "spark.sql.sources.schema";
  private static final int LONGEST_VALUE = 4000;

  private CrawlResult crawl() {
    return catalog.crawl(root.toString(), MERGE_NEW);
  }

  private void json(String file, String record) throws Exception {
    SampleFiles.text(root.resolve(file), record + "\n");
  }

  @Test
  void columnsAreAddedAndNeitherDroppedNorRetyped() throws Exception {
    json("t/day=2024-01-01/a.json", "{\"id\":1,\"gone\":true}");
    crawl();
    json("t/day=2024-01-01/a.json", "{\"id\":5000000000,\"extra\":{\"x\":1}}");

    crawl();

    var table = catalog.table("t");
    var columns = Map.of("id", "int", "gone", "boolean", "extra", "struct<x:int>");
    assertThat(CatalogFixture.types(table.layout().columns())).isEqualTo(columns);
    assertThat(sparkColumns()).containsExactly("id", "gone", "extra", "day");
    assertThat(catalog.wholePartitions("t"))
        .allSatisfy(p -> assertThat(CatalogFixture.types(p.layout().columns())).isEqualTo(columns));
  }

  @Test
  void theThirdCrawlWritesNothing() throws Exception {
    json("t/a.json", "{\"id\":1,\"gone\":true}");
    crawl();
    json("t/a.json", "{\"id\":1,\"extra\":2}");
    crawl();
    long position = catalog.store().position();

    assertThat(crawl().plan().isQuiet()).isTrue();

    assertThat(catalog.store().position()).isEqualTo(position);
  }

  @Test
  void aLongSchemaIsSplitForSparkAndStillMerged() throws Exception {
    json("t/day=2024-01-01/a.json", "{" + many("first", 100) + "}");
    crawl();
    assertThat(catalog.table("t").parameters())
        .containsKeys(SCHEMA + ".numParts", SCHEMA + ".part.1")
        .doesNotContainKey(SCHEMA);
    json("t/day=2024-01-01/a.json", "{" + many("first", 2) + "," + many("second", 100) + "}");

    crawl();

    assertThat(catalog.table("t").parameters().values())
        .allSatisfy(value -> assertThat(value).hasSizeLessThanOrEqualTo(LONGEST_VALUE));
    assertThat(sparkColumns())
        .hasSize(201)
        .startsWith("first0")
        .contains("first99", "second0", "second99")
        .endsWith("day");
  }

  @Test
  void aSchemaThatBecomesLongLeavesNoShortOneBehind() throws Exception {
    json("t/a.json", "{" + many("first", 40) + "}");
    crawl();
    assertThat(catalog.table("t").parameters()).containsKey(SCHEMA);
    json("t/a.json", "{" + many("second", 40) + "}");

    crawl();

    assertThat(catalog.table("t").parameters())
        .containsKey(SCHEMA + ".numParts")
        .doesNotContainKey(SCHEMA);
    assertThat(sparkColumns()).hasSize(80);
  }

  private static String many(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"%s%d\":%d".formatted(prefix, i, i))
        .collect(Collectors.joining(","));
  }

  /** Names in the schema as Spark puts it together. */
  private java.util.List<String> sparkColumns() throws Exception {
    var parameters = catalog.table("t").parameters();
    var json = new StringBuilder(parameters.getOrDefault(SCHEMA, ""));
    for (int i = 0; json.isEmpty() || parameters.containsKey(SCHEMA + ".part." + i); i++) {
      json.append(parameters.get(SCHEMA + ".part." + i));
    }
    var fields = new java.util.ArrayList<JsonNode>();
    new ObjectMapper().readTree(json.toString()).path("fields").forEach(fields::add);
    return fields.stream().map(f -> f.path("name").asText()).toList();
  }
}
