package io.propolis.crawlers.definition;

import static io.propolis.catalog.CatalogException.invalid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CrawlerRules;
import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.Reading.UnknownKeys;
import java.time.Instant;
import java.util.Optional;

/** Definitions as the catalog keeps them: JSON with the members of the Glue API. */
public final class StoredCrawlers implements CrawlerRules {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A definition as it was stored.
   *
   * @param postponed what in it crawls cannot follow yet; empty when a crawl can begin
   */
  public record Stored(CrawlerDefinition definition, Optional<String> postponed) {}

  /** Throws {@link InvalidDefinitionException}. */
  public static Stored crawler(String document) {
    var reader = new CrawlerReader(UnknownKeys.PASSED_OVER, StoredCrawlers::location);
    var definition = reader.read(tree(document));
    return new Stored(definition, reader.postponed());
  }

  /** Throws {@link InvalidDefinitionException}. */
  public static Classifier classifier(String document) {
    return ClassifierReader.read(tree(document));
  }

  /** A server has no folder that paths could be relative to. */
  private static Optional<String> location(String path) {
    if (CrawlerFiles.hasScheme(path)) {
      return Optional.of(Locations.withoutTrailingSlash(path));
    }
    return path.startsWith("/") ? Optional.of(Locations.qualified(path)) : Optional.empty();
  }

  private static JsonNode tree(String document) {
    try {
      return JSON.readTree(document);
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException("Not JSON: " + e.getOriginalMessage(), e);
    }
  }

  @Override
  public void checkCrawler(String document) {
    checked(() -> crawler(document));
  }

  @Override
  public void checkClassifier(String document) {
    checked(() -> classifier(document));
  }

  @Override
  public Optional<Instant> next(String expression, Instant moment) {
    try {
      return Schedules.next(expression, moment);
    } catch (InvalidDefinitionException e) {
      throw invalid(Entity.REQUEST, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void check(String schedule) {
    checked(() -> Schedules.checked(schedule));
  }

  private static void checked(Runnable check) {
    try {
      check.run();
    } catch (InvalidDefinitionException e) {
      throw invalid(Entity.REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
