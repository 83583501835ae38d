package io.propolis.crawlers.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.propolis.crawlers.definition.CrawlerDefinition.Columns;
import io.propolis.crawlers.definition.CrawlerDefinition.Configuration;
import io.propolis.crawlers.definition.CrawlerDefinition.Conflicts;
import io.propolis.crawlers.definition.CrawlerDefinition.Grouping;
import io.propolis.crawlers.definition.CrawlerDefinition.PartitionIndexes;
import io.propolis.crawlers.definition.CrawlerDefinition.Partitions;
import io.propolis.crawlers.definition.CrawlerDefinition.Statistics;
import io.propolis.crawlers.definition.CrawlerDefinition.Types;

/**
 * Reads Glue's Configuration. Glue refuses keys of it that it does not know, and so do we; what
 * Glue has no key for is below {@code Propolis}.
 */
final class ConfigurationReader {
  private ConfigurationReader() {}

  /** The configuration is JSON in a text, as in Glue, or the same as plain YAML. */
  static Configuration read(Section crawler) {
    if (!crawler.has("Configuration")) {
      return Configuration.DEFAULT;
    }
    var node = crawler.node().get("Configuration");
    try {
      var parsed = node.isTextual() ? CrawlerFiles.YAML.readTree(node.textValue()) : node;
      return read(parsed, crawler.reading());
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException(
          "Configuration is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
    }
  }

  private static Configuration read(com.fasterxml.jackson.databind.JsonNode node, Reading reading) {
    var root = new Section("Configuration", node, reading);
    root.allowingOnly("Version", "Grouping", "CrawlerOutput", "CreatePartitionIndex", "Propolis");
    if (root.node().path("Version").asDouble(1.0) != 1.0) {
      throw root.wrong("Version", "1.0");
    }
    var grouping =
        root.section("Grouping")
            .map(s -> s.allowingOnly("TableGroupingPolicy", "TableLevelConfiguration"));
    var output = root.section("CrawlerOutput").map(s -> s.allowingOnly("Tables", "Partitions"));
    var tables =
        output
            .flatMap(s -> s.section("Tables"))
            .map(s -> s.allowingOnly("AddOrUpdateBehavior", "TableThreshold"));
    var partitions =
        output
            .flatMap(s -> s.section("Partitions"))
            .map(s -> s.allowingOnly("AddOrUpdateBehavior"));
    partitions.ifPresent(s -> only(s, "AddOrUpdateBehavior", "InheritFromTable"));
    tables.ifPresent(s -> only(s, "AddOrUpdateBehavior", "MergeNewColumns"));
    grouping.ifPresent(s -> only(s, "TableGroupingPolicy", "CombineCompatibleSchemas"));
    var propolis =
        root.section("Propolis").map(s -> s.allowingOnly("Types", "Conflicts", "Statistics"));
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
            .orElse(Configuration.DEFAULT_TABLE_THRESHOLD),
        propolis.flatMap(s -> s.choice("Types", Types.class)).orElse(Types.BEST),
        propolis.flatMap(s -> s.choice("Conflicts", Conflicts.class)).orElse(Conflicts.STRING),
        propolis.flatMap(s -> s.choice("Statistics", Statistics.class)).orElse(Statistics.FOOTERS),
        root.flag("CreatePartitionIndex").orElse(false)
            ? PartitionIndexes.OF_NEW_TABLES
            : PartitionIndexes.NONE,
        partitions.filter(s -> s.has("AddOrUpdateBehavior")).isPresent()
            ? Partitions.INHERIT_FROM_TABLE
            : Partitions.AS_FILES);
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
