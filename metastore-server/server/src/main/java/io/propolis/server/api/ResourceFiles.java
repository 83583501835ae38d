package io.propolis.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.propolis.crawlers.definition.CrawlerFiles;
import io.propolis.crawlers.definition.InvalidDefinitionException;
import io.propolis.server.CommandException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Files that describe crawlers and what goes with them: YAML or JSON, of one or more documents. */
public final class ResourceFiles {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private ResourceFiles() {}

  /** A document of a file. */
  record Document(FileKind kind, String name, ObjectNode content) {
    @Override
    public String toString() {
      return kind.noun() + " " + name;
    }
  }

  /**
   * All documents of a file.
   *
   * @throws InvalidDefinitionException naming the file and what is wrong with it
   */
  static List<Document> read(Path file) {
    var documents = new ArrayList<Document>();
    try (var trees = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      while (trees.hasNextValue()) {
        var tree = trees.nextValue();
        if (tree != null && !tree.isNull() && !tree.isMissingNode()) {
          documents.add(document(file, documents.size() + 1, tree));
        }
      }
    } catch (JsonProcessingException e) {
      throw new InvalidDefinitionException(file + ": not YAML: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidDefinitionException("Cannot read " + file + ": " + e, e);
    }
    if (documents.isEmpty()) {
      throw new InvalidDefinitionException(file + ": holds no document");
    }
    return documents;
  }

  private static Document document(Path file, int number, JsonNode tree) {
    var kind =
        FileKind.ALL.stream()
            .filter(each -> each.describes(tree))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidDefinitionException(
                        "%s: document %d describes nothing known: it has none of the keys Targets"
                                .formatted(file, number)
                            + " (a crawler), CsvClassifier, GrokClassifier, JsonClassifier,"
                            + " XMLClassifier, ConnectionInput, DatabaseInput, "
                            + String.join(", ", ApiKinds.creations())));
    var content = (ObjectNode) tree;
    if (kind == CrawlingKind.CRAWLER) {
      settle(file, content);
    }
    var name = kind.name(content);
    if (name.isBlank()) {
      throw new InvalidDefinitionException(
          "%s: document %d, a %s, has no Name".formatted(file, number, kind.noun()));
    }
    return new Document(kind, name, content);
  }

  /** Paths are relative to the file; the configuration may be written as YAML. */
  private static void settle(Path file, ObjectNode crawler) {
    var folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder of a file");
    try {
      CrawlerFiles.settle(crawler, folder);
    } catch (InvalidDefinitionException e) {
      throw new InvalidDefinitionException(file + ": " + e.getMessage(), e);
    }
    if (crawler.path("Configuration").isObject()) {
      crawler.put("Configuration", crawler.path("Configuration").toString());
    }
    if (!crawler.has("Role")) {
      // The API wants one, and nothing comes of it here.
      crawler.put("Role", "propolis");
    }
  }

  /** All that a server has, as documents in the order in which they can be applied. */
  static List<Document> all(GlueClient glue) {
    var tags = new FileTags(glue);
    return FileKind.ALL.stream()
        .flatMap(
            kind ->
                kind.all(glue).stream()
                    .map(kind::brief)
                    .peek(each -> tags.add(kind, each))
                    .map(each -> new Document(kind, kind.name(each), each)))
        .toList();
  }

  static String text(Document document) {
    try {
      return YAML.writeValueAsString(document.content());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a file of its own; where it lies. */
  static Path write(Path folder, Document document) {
    var name = URLEncoder.encode(document.name(), StandardCharsets.UTF_8).replace("+", "%20");
    var file = folder.resolve(document.kind().folder()).resolve(name + ".yaml");
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, text(document));
      return file;
    } catch (IOException e) {
      throw CommandException.because(
          "cannot write " + file, String.valueOf(e.getMessage()), "choose another folder", e);
    }
  }
}
