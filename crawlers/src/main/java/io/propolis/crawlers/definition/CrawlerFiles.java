package io.propolis.crawlers.definition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.propolis.catalog.files.Locations;
import io.propolis.crawlers.definition.Reading.UnknownKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads crawler files: YAML (or JSON) with the keys of Glue's CreateCrawler. */
public final class CrawlerFiles {
  static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Members that hold several paths, by the kind of target. */
  private static final Map<String, String> LISTS_OF_PATHS =
      Map.of("DeltaTargets", "DeltaTables", "IcebergTargets", "Paths", "HudiTargets", "Paths");

  private CrawlerFiles() {}

  /**
   * Reads a file; relative paths in it are relative to its folder.
   *
   * @throws InvalidDefinitionException naming the file, and the key and value that are wrong or
   *     that crawls cannot follow
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

  private static JsonNode only(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      JsonNode first = documents.hasNextValue() ? documents.nextValue() : MissingNode.getInstance();
      if (documents.hasNextValue()) {
        throw new InvalidDefinitionException(
            "It holds several documents, and a crawl is of one crawler: give the file to"
                + " ./propolis apply, and start the crawler there");
      }
      return first;
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException("Not YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a definition; {@code folder} is what relative paths are relative to. */
  public static CrawlerDefinition parse(String yaml, Path folder) {
    var node = only(yaml);
    var reader = new CrawlerReader(UnknownKeys.REFUSED, locationsIn(folder));
    var crawler = reader.read(node);
    if (!crawler.classifiers().isEmpty()) {
      throw new InvalidDefinitionException(
          "Classifiers %s are kept by a server: give the file to ./propolis apply, and start the"
                  .formatted(crawler.classifiers())
              + " crawler there");
    }
    reader
        .postponed()
        .ifPresent(
            what -> {
              throw new InvalidDefinitionException(what);
            });
    return crawler;
  }

  /**
   * Checks a definition as {@link #parse} does, but for what crawls cannot follow yet, and names
   * its paths in full.
   *
   * @param crawler changed in place
   */
  public static void settle(ObjectNode crawler, Path folder) {
    new CrawlerReader(UnknownKeys.REFUSED, locationsIn(folder)).read(crawler);
    for (var target : crawler.path("Targets").path("S3Targets")) {
      if (target instanceof ObjectNode object) {
        object.put("Path", settled(object.path("Path").asText(), folder));
      }
    }
    LISTS_OF_PATHS.forEach((kind, key) -> settleLists(crawler, kind, key, folder));
  }

  private static void settleLists(ObjectNode crawler, String kind, String key, Path folder) {
    for (var target : crawler.path("Targets").path(kind)) {
      if (target.path(key) instanceof ArrayNode paths) {
        for (int i = 0; i < paths.size(); i++) {
          paths.set(i, paths.textNode(settled(paths.get(i).asText(), folder)));
        }
      }
    }
  }

  /** One that names its storage stays as it is written. */
  private static String settled(String path, Path folder) {
    return hasScheme(path) ? path : locationsIn(folder).apply(path).orElse(path);
  }

  private static Function<String, Optional<String>> locationsIn(Path folder) {
    return path ->
        Optional.of(
            hasScheme(path)
                ? Locations.withoutTrailingSlash(path)
                : Locations.qualified(folder.resolve(path).normalize().toString()));
  }

  static boolean hasScheme(String path) {
    return path.matches("[a-zA-Z][a-zA-Z0-9+.-]*:.*");
  }
}
