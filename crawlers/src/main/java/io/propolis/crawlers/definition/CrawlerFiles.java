package io.propolis.crawlers.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.propolis.catalog.files.Locations;
import io.propolis.catalog.model.Names;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import io.propolis.crawlers.definition.CrawlerDefinition.Configuration;
import io.propolis.crawlers.definition.CrawlerDefinition.DeleteBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.Grouping;
import io.propolis.crawlers.definition.CrawlerDefinition.RecrawlBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.S3Target;
import io.propolis.crawlers.definition.CrawlerDefinition.SchemaChangePolicy;
import io.propolis.crawlers.definition.CrawlerDefinition.UpdateBehavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Reads crawler files: YAML (or JSON) with the keys of Glue's CreateCrawler. */
public final class CrawlerFiles {
  private static final String LATER = "this version crawls S3Targets only";

  private static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CrawlerFiles() {}

  /**
   * Reads a file; relative paths in it are relative to its folder.
   *
   * @throws InvalidDefinitionException naming the file, and the key and value that are wrong
   */
  public static CrawlerDefinition read(Path file) {
    try {
      return parse(Files.readString(file), folderOf(file));
    } catch (InvalidDefinitionException e) {
      throw new InvalidDefinitionException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InvalidDefinitionException("Cannot read crawler file " + file + ": " + e, e);
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
  }

  /** Reads a definition; {@code folder} is what relative paths are relative to. */
  public static CrawlerDefinition parse(String yaml, Path folder) {
    JsonNode node;
    try {
      node = YAML.readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException("Not YAML: " + e.getOriginalMessage(), e);
    }
    return crawler(new Section("", node), folder);
  }

  private static CrawlerDefinition crawler(Section crawler, Path folder) {
    crawler
        .allowing(
            "Name",
            "Role",
            "DatabaseName",
            "Description",
            "Targets",
            "Schedule",
            "Classifiers",
            "TablePrefix",
            "SchemaChangePolicy",
            "RecrawlPolicy",
            "LineageConfiguration",
            "LakeFormationConfiguration",
            "Configuration",
            "CrawlerSecurityConfiguration",
            "Tags")
        .refusing("Classifiers", "this version has no custom classifiers")
        .refusing("LineageConfiguration", "this version keeps no lineage")
        .refusing("LakeFormationConfiguration", "there is no Lake Formation here")
        .refusing("CrawlerSecurityConfiguration", "there are no security configurations here");
    var recrawl = recrawl(crawler);
    return new CrawlerDefinition(
        crawler.requiredText("Name"),
        Names.fold(crawler.requiredText("DatabaseName")),
        crawler.text("Description").orElse(null),
        targets(crawler, folder),
        prefix(crawler),
        recrawl == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY
            ? SchemaChangePolicy.LOG_ONLY
            : changes(crawler),
        recrawl,
        crawler.text("Schedule").map(Schedules::checked).orElse(null),
        configuration(crawler));
  }

  private static String prefix(Section crawler) {
    var prefix = crawler.text("TablePrefix").orElse("");
    if (prefix.length() > 128) {
      throw crawler.wrong("TablePrefix", "128 characters long at most");
    }
    return prefix;
  }

  private static List<S3Target> targets(Section crawler, Path folder) {
    var targets =
        crawler
            .section("Targets")
            .orElseThrow(() -> new InvalidDefinitionException("Key Targets is missing"))
            .allowing(
                "S3Targets",
                "JdbcTargets",
                "MongoDBTargets",
                "DynamoDBTargets",
                "CatalogTargets",
                "DeltaTargets",
                "IcebergTargets",
                "HudiTargets");
    for (var later :
        List.of(
            "JdbcTargets",
            "MongoDBTargets",
            "DynamoDBTargets",
            "CatalogTargets",
            "DeltaTargets",
            "IcebergTargets",
            "HudiTargets")) {
      targets.refusing(later, LATER);
    }
    var s3 = targets.sections("S3Targets").stream().map(t -> target(t, folder)).toList();
    if (s3.isEmpty()) {
      throw new InvalidDefinitionException("Targets.S3Targets names no path to crawl");
    }
    return s3;
  }

  private static S3Target target(Section target, Path folder) {
    target
        .allowing(
            "Path",
            "Exclusions",
            "SampleSize",
            "ConnectionName",
            "EventQueueArn",
            "DlqEventQueueArn")
        .refusing("ConnectionName", "storage is reached by the server's own settings")
        .refusing("EventQueueArn", "this version has no event mode")
        .refusing("DlqEventQueueArn", "this version has no event mode");
    var exclusions = target.texts("Exclusions");
    exclusions.forEach(Glob::of);
    return new S3Target(
        location(target.requiredText("Path"), folder),
        exclusions,
        target.number("SampleSize", 1, 249).orElse(null));
  }

  private static String location(String path, Path folder) {
    if (path.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*")) {
      return Locations.withoutTrailingSlash(path);
    }
    return Locations.qualified(folder.resolve(path).normalize().toString());
  }

  private static SchemaChangePolicy changes(Section crawler) {
    return crawler
        .section("SchemaChangePolicy")
        .map(s -> s.allowing("UpdateBehavior", "DeleteBehavior"))
        .map(
            s ->
                new SchemaChangePolicy(
                    s.choice("UpdateBehavior", UpdateBehavior.class)
                        .orElse(UpdateBehavior.UPDATE_IN_DATABASE),
                    s.choice("DeleteBehavior", DeleteBehavior.class)
                        .orElse(DeleteBehavior.DEPRECATE_IN_DATABASE)))
        .orElse(SchemaChangePolicy.DEFAULT);
  }

  private static RecrawlBehavior recrawl(Section crawler) {
    var policy = crawler.section("RecrawlPolicy").map(s -> s.allowing("RecrawlBehavior"));
    if (policy
        .flatMap(s -> s.text("RecrawlBehavior"))
        .filter("CRAWL_EVENT_MODE"::equals)
        .isPresent()) {
      throw new InvalidDefinitionException(
          "RecrawlPolicy.RecrawlBehavior CRAWL_EVENT_MODE is not supported: this version listens to"
              + " no events; use CRAWL_EVERYTHING or CRAWL_NEW_FOLDERS_ONLY");
    }
    return policy
        .flatMap(s -> s.choice("RecrawlBehavior", RecrawlBehavior.class))
        .orElse(RecrawlBehavior.CRAWL_EVERYTHING);
  }

  /** The configuration is JSON in a text, as in Glue, or the same as plain YAML. */
  private static Configuration configuration(Section crawler) {
    if (!crawler.has("Configuration")) {
      return Configuration.DEFAULT;
    }
    var node = crawler.node().get("Configuration");
    try {
      var parsed = node.isTextual() ? YAML.readTree(node.textValue()) : node;
      return configurationOf(new Section("Configuration", parsed));
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException(
          "Configuration is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Configuration configurationOf(Section root) {
    root.allowing("Version", "Grouping", "CrawlerOutput", "CreatePartitionIndex");
    if (root.node().path("Version").asDouble(1.0) != 1.0) {
      throw root.wrong("Version", "1.0");
    }
    var grouping =
        root.section("Grouping")
            .map(s -> s.allowing("TableGroupingPolicy", "TableLevelConfiguration"));
    var output = root.section("CrawlerOutput").map(s -> s.allowing("Tables", "Partitions"));
    var tables =
        output
            .flatMap(s -> s.section("Tables"))
            .map(s -> s.allowing("AddOrUpdateBehavior", "TableThreshold"));
    output
        .flatMap(s -> s.section("Partitions"))
        .map(s -> s.allowing("AddOrUpdateBehavior"))
        .ifPresent(s -> only(s, "AddOrUpdateBehavior", "InheritFromTable"));
    tables.ifPresent(s -> only(s, "AddOrUpdateBehavior", "MergeNewColumns"));
    grouping.ifPresent(s -> only(s, "TableGroupingPolicy", "CombineCompatibleSchemas"));
    return new Configuration(
        grouping.flatMap(s -> s.number("TableLevelConfiguration", 1, 1000)).orElse(null),
        grouping.filter(s -> s.has("TableGroupingPolicy")).isPresent()
            ? Grouping.COMBINE_COMPATIBLE
            : Grouping.BY_SIMILARITY,
        tables.filter(s -> s.has("AddOrUpdateBehavior")).isPresent()
            ? Columns.MERGE_NEW
            : Columns.REPLACE,
        tables
            .flatMap(s -> s.number("TableThreshold", 1, Integer.MAX_VALUE))
            .orElse(Configuration.DEFAULT_TABLE_THRESHOLD));
  }

  private static void only(Section section, String key, String value) {
    section
        .text(key)
        .filter(given -> !given.equals(value))
        .ifPresent(
            given -> {
              throw section.wrong(key, value);
            });
  }
}
