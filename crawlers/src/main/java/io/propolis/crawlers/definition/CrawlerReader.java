package io.propolis.crawlers.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.model.Names;
import io.propolis.crawlers.definition.CrawlerDefinition.Configuration;
import io.propolis.crawlers.definition.CrawlerDefinition.DeleteBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.RecrawlBehavior;
import io.propolis.crawlers.definition.CrawlerDefinition.SchemaChangePolicy;
import io.propolis.crawlers.definition.CrawlerDefinition.UpdateBehavior;
import io.propolis.crawlers.definition.Reading.UnknownKeys;
import java.util.Optional;
import java.util.function.Function;

/** Reads one definition. What is wrong is refused; what crawls cannot follow yet is noted. */
final class CrawlerReader {
  private static final String SECURITY = "CrawlerSecurityConfiguration";

  private final Reading reading;
  private final Function<String, Optional<String>> locations;

  /**
   * @param locations makes a location of a path as it is written; empty when it is none
   */
  CrawlerReader(UnknownKeys unknown, Function<String, Optional<String>> locations) {
    this.reading = new Reading(unknown);
    this.locations = locations;
  }

  /** Why no crawl of what was read can begin; empty when it can. */
  Optional<String> postponed() {
    var postponed = reading.postponed();
    return postponed.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", postponed));
  }

  CrawlerDefinition read(JsonNode node) {
    var crawler = new Section("", node, reading);
    crawler.allowing(
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
        SECURITY,
        "CatalogId",
        "Tags");
    noticeUnlessOff(crawler);
    var recrawl = recrawl(crawler);
    var targets = TargetReader.read(crawler, locations);
    if (crawler.text("DatabaseName").isEmpty() && !targets.areOfCatalog()) {
      reading.postpone("Key DatabaseName is missing");
    }
    var changes = changes(crawler);
    targets.checkPolicy(changes.delete());
    return new CrawlerDefinition(
        crawler.requiredText("Name"),
        Names.fold(crawler.text("DatabaseName").orElse("")),
        crawler.text("Description").orElse(null),
        targets.ofS3(),
        prefix(crawler),
        recrawl == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY ? SchemaChangePolicy.LOG_ONLY : changes,
        recrawl,
        crawler.text("Schedule").map(Schedules::checked).orElse(null),
        configuration(crawler, targets),
        crawler.texts("Classifiers"),
        targets.sources(),
        targets.connections(),
        reading.notices());
  }

  /** Tables that stand are never taken apart. */
  private static Configuration configuration(Section crawler, TargetReader.Targets targets) {
    var read = ConfigurationReader.read(crawler);
    return targets.areOfCatalog() ? read.combining() : read;
  }

  /** Members that change nothing in a crawl; who switches them on is told so by every crawl. */
  private static void noticeUnlessOff(Section crawler) {
    if (crawler.has(SECURITY)) {
      crawler.noticing(
          SECURITY,
          "what crawls write is in the catalog's database and, of Delta's manifests, in the lake;"
              + " both are encrypted as they are set up to be");
    }
    var lineage =
        crawler
            .section("LineageConfiguration")
            .map(s -> s.allowing("CrawlerLineageSettings"))
            .flatMap(s -> s.text("CrawlerLineageSettings"));
    if (lineage.isPresent() && !lineage.get().equals("DISABLE")) {
      crawler.noticing("LineageConfiguration", "crawls keep no lineage");
    }
    var formation =
        crawler
            .section("LakeFormationConfiguration")
            .map(s -> s.allowing("UseLakeFormationCredentials", "AccountId"))
            .flatMap(s -> s.flag("UseLakeFormationCredentials"));
    if (formation.orElse(false)) {
      crawler.noticing(
          "LakeFormationConfiguration",
          "there is no Lake Formation here; storage is reached by the server's own settings");
    }
  }

  private static String prefix(Section crawler) {
    var prefix = crawler.text("TablePrefix").orElse("");
    if (prefix.length() > 128) {
      throw crawler.wrong("TablePrefix", "128 characters long at most");
    }
    return prefix;
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
    return crawler
        .section("RecrawlPolicy")
        .map(s -> s.allowing("RecrawlBehavior"))
        .flatMap(s -> s.choice("RecrawlBehavior", RecrawlBehavior.class))
        .orElse(RecrawlBehavior.CRAWL_EVERYTHING);
  }
}
