package io.propolis.crawlers.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.crawlers.definition.CrawlerDefinition.SchemaChangePolicy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrawlerFilesTest {
  private static final String BASE =
      "{\"Name\": \"c\", \"DatabaseName\": \"DB\", \"Targets\": {\"S3Targets\": [{\"Path\": \"data/\"}]}%s}";

  private static CrawlerDefinition parse(String more) {
    return CrawlerFiles.parse(BASE.formatted(more.isEmpty() ? "" : ", " + more), Path.of("/here"));
  }

  @Test
  void relativePathsAreRelativeToTheFilesFolder() {
    assertThat(parse("").targets().get(0).path()).isEqualTo("file:/here/data");
    assertThat(parse("").database()).isEqualTo("db");
    assertThat(parse("").changes()).isEqualTo(SchemaChangePolicy.DEFAULT);
  }

  @Test
  void crawlingNewFoldersOnlyForcesBothPoliciesToLog() {
    var crawler = parse("\"RecrawlPolicy\": {\"RecrawlBehavior\": \"CRAWL_NEW_FOLDERS_ONLY\"}");

    assertThat(crawler.changes()).isEqualTo(SchemaChangePolicy.LOG_ONLY);
  }

  @Test
  void configurationIsJsonInATextAsInGlue() {
    var crawler =
        parse(
            "\"Configuration\": \"{\\\"Version\\\":1.0,\\\"Grouping\\\":{\\\"TableLevelConfiguration\\\":3}}\"");

    assertThat(crawler.configuration().tableLevel()).isEqualTo(3);
  }

  @Test
  void aFileOfSeveralDocumentsIsForTheServer() {
    var documents =
        """
        {Name: a, DatabaseName: db, Targets: {S3Targets: [{Path: data}]}}
        ---
        {Name: b, DatabaseName: db, Targets: {S3Targets: [{Path: data}]}}
        """;

    assertThatThrownBy(() -> CrawlerFiles.parse(documents, Path.of("/here")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("several documents")
        .hasMessageContaining("./propolis apply");
    assertThatThrownBy(() -> CrawlerFiles.parse("", Path.of("/here")))
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> CrawlerFiles.parse("{a: [", Path.of("/here")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("Not YAML");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "\"TablePrefx\": \"x\" ~ TablePrefx ~ TablePrefix",
        "\"SchemaChangePolicy\": {\"UpdateBehaviour\": \"LOG\"} ~ UpdateBehaviour ~ UpdateBehavior",
        "\"SchemaChangePolicy\": {\"UpdateBehavior\": \"NEVER\"} ~ NEVER ~ UPDATE_IN_DATABASE",
        "\"Schedule\": \"cron(99 * * * ? *)\" ~ Schedule ~ 99",
        "\"Schedule\": \"every day\" ~ Schedule ~ every day",
        "\"Classifiers\": [\"mine\"] ~ Classifiers ~ mine",
        "\"Configuration\": \"{\\\"Version\\\":1.0,\\\"UpdateBehavior\\\":1}\" ~ Configuration.UpdateBehavior ~ unknown",
        "\"RecrawlPolicy\": {\"RecrawlBehavior\": \"CRAWL_EVENTS\"} ~ CRAWL_EVENTS ~ CRAWL_EVENT_MODE"
      })
  void whatIsWrongIsRefusedNamingKeyAndValue(String yaml, String named, String alsoNamed) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(named)
        .message()
        .containsIgnoringCase(alsoNamed);
  }

  @Test
  void pathsOfAllKindsOfTargetsAreRelativeToTheFilesFolder() throws Exception {
    var yaml =
        """
        Name: c
        DatabaseName: d
        Targets:
          DeltaTargets: [{DeltaTables: [sales/, 's3://b/x']}]
          IcebergTargets: [{Paths: [ice], ConnectionName: net}]
          HudiTargets: [{Paths: [hudi], MaximumTraversalDepth: 3}]
        """;

    var crawler = CrawlerFiles.parse(yaml, Path.of("/here"));
    var settled = (ObjectNode) CrawlerFiles.YAML.readTree(yaml);
    CrawlerFiles.settle(settled, Path.of("/here"));

    assertThat(crawler.sources())
        .containsExactly(
            new SourceTarget.Delta(
                List.of("file:/here/sales", "s3://b/x"),
                SourceTarget.Manifest.LEFT,
                SourceTarget.Registration.BY_MANIFEST),
            new SourceTarget.Iceberg(List.of("file:/here/ice"), List.of(), 20),
            new SourceTarget.Hudi(List.of("file:/here/hudi"), List.of(), 3));
    assertThat(crawler.connections()).containsExactly("net");
    assertThat(settled.at("/Targets/DeltaTargets/0/DeltaTables/0").asText())
        .isEqualTo("file:/here/sales");
    assertThat(settled.at("/Targets/HudiTargets/0/Paths/0").asText()).isEqualTo("file:/here/hudi");
  }

  @Test
  void glueCronExpressionsAreSchedules() {
    assertThat(parse("\"Schedule\": \"cron(15 12 * * ? *)\"").schedule())
        .isEqualTo("cron(15 12 * * ? *)");
    assertThat(parse("\"Schedule\": \"cron(0 8 ? * MON-FRI *)\"").schedule()).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "*.csv, a.csv, true",
    "*.csv, x/a.csv, false",
    "**.csv, x/y/a.csv, true",
    "x/**, x/y/z, true",
    "x/*, x/y/z, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "[a-c]x, bx, true",
    "[!a]x, ax, false",
    "'*.{csv,json}', a.json, true",
    "'*.{csv,json}', a.orc, false",
    "\\*, a, false",
    "\\*, *, true",
    "*, .hidden, true",
  })
  void exclusionsFollowGluesRules(String pattern, String path, boolean excluded) {
    assertThat(Glob.of(pattern).matches(path)).isEqualTo(excluded);
  }
}
