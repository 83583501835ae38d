package io.propolis.crawlers.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.propolis.catalog.model.Column;
import io.propolis.crawlers.CorpusCrawl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lakes in files of YAML beside this class, each with what a reader of the files would say about
 * them: tables, columns, keys and what is wrong. The expectations are reasoned, not recorded.
 */
class CorpusTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final List<String> FILES =
      List.of("layouts", "delimited", "json", "logs", "trees", "packed", "binary", "broken");

  private static final FileTime LONG_AGO = FileTime.fromMillis(1_700_000_000_123L);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyLakeIsUnderstood() {
    return FILES.stream()
        .flatMap(
            file -> {
              var lakes = new ArrayList<DynamicTest>();
              read(file)
                  .properties()
                  .forEach(
                      lake ->
                          lakes.add(
                              DynamicTest.dynamicTest(
                                  file + ": " + lake.getKey(),
                                  () -> check(file + "-" + lake.getKey(), lake.getValue()))));
              return lakes.stream();
            });
  }

  @Test
  void theyAreAsManyAsWerePromised() {
    var lakes = FILES.stream().flatMap(file -> read(file).properties().stream()).toList();

    assertThat(lakes).hasSizeGreaterThanOrEqualTo(60);
    assertThat(lakes.stream().mapToInt(lake -> lake.getValue().path("files").size()).sum())
        .isGreaterThanOrEqualTo(150);
  }

  private static JsonNode read(String file) {
    try (var in = CorpusTest.class.getResourceAsStream(file + ".yaml")) {
      return YAML.readTree(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(file, e);
    }
  }

  private void check(String name, JsonNode lake) throws Exception {
    var root = folder.resolve(name);
    for (var file : lake.path("files").properties()) {
      var path = root.resolve("lake").resolve(file.getKey());
      CorpusFiles.write(path, file.getValue());
      // A file of this moment might change again without a trace, and would not be remembered.
      Files.setLastModifiedTime(path, LONG_AGO);
    }
    Files.createDirectories(root.resolve("lake"));
    try (var crawl = new CorpusCrawl(root)) {
      var problems = crawl.crawl(lake.path("crawler").asText(""));
      var expected = new TreeSet<String>();
      lake.path("tables").fieldNames().forEachRemaining(expected::add);
      assertThat(new TreeSet<>(crawl.tables())).as("tables; %s", problems).isEqualTo(expected);
      for (var table : lake.path("tables").properties()) {
        checkTable(crawl, table.getKey(), table.getValue());
      }
      for (var problem : lake.path("problems")) {
        assertThat(problems)
            .as("problems")
            .anySatisfy(found -> assertThat(found).contains(problem.asText().split(" \\.\\.\\. ")));
      }
      if (!lake.has("problems")) {
        assertThat(problems).isEmpty();
      }
      checkMemory(crawl, lake, problems);
    }
  }

  /** What was read of the files is remembered as it was read: without them all looks the same. */
  private static void checkMemory(CorpusCrawl crawl, JsonNode lake, List<String> problems) {
    crawl.opened();
    crawl.loseTables();

    var again = crawl.crawl(lake.path("crawler").asText(""));

    var readAgain = new ArrayList<String>();
    lake.path("readAgain").forEach(file -> readAgain.add(file.asText()));
    assertThat(crawl.opened())
        .as("files read again")
        .containsExactlyInAnyOrderElementsOf(readAgain);
    assertThat(again).containsExactlyInAnyOrderElementsOf(problems);
    for (var table : lake.path("tables").properties()) {
      checkTable(crawl, table.getKey(), table.getValue());
    }
  }

  private static void checkTable(CorpusCrawl crawl, String name, JsonNode expected) {
    var table = crawl.table(name);
    assertThat(described(table.layout().columns()))
        .as("columns of %s", name)
        .isEqualTo(expected.path("columns").asText());
    assertThat(described(table.partitionKeys()))
        .as("keys of %s", name)
        .isEqualTo(expected.path("keys").asText(""));
    assertThat(table.parameters().get("classification"))
        .as("classification of %s", name)
        .isEqualTo(expected.path("format").asText());
    assertThat(table.parameters().get("compressionType"))
        .as("compression of %s", name)
        .isEqualTo(expected.path("compression").asText("none"));
    if (expected.has("partitions")) {
      assertThat(crawl.partitions(name)).hasSize(expected.path("partitions").asInt());
    }
    expected
        .path("parameters")
        .properties()
        .forEach(
            p -> assertThat(table.parameters()).containsEntry(p.getKey(), p.getValue().asText()));
    expected
        .path("serde")
        .properties()
        .forEach(
            p ->
                assertThat(table.layout().serDe().parameters())
                    .containsEntry(p.getKey(), p.getValue().asText()));
  }

  private static String described(List<Column> columns) {
    return columns.stream().map(c -> c.name() + " " + c.type()).collect(Collectors.joining(", "));
  }
}
