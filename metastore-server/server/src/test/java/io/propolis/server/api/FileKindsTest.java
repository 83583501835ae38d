package io.propolis.server.api;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.propolis.catalog.connections.ConnectionProbes;
import io.propolis.files.Lakes;
import io.propolis.files.S3Settings;
import io.propolis.glue.model.ServiceModel;
import io.propolis.glue.operations.OperationTable;
import io.propolis.iceberg.LakeMetadata;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the API stores, {@code export} writes as files. */
class FileKindsTest {
  /** Operations of these verbs store nothing. */
  private static final Pattern READING_OR_ENDING =
      Pattern.compile("(Batch)?(Get|List|Search|Query|Describe|Test|Delete|Untag|Disassociate).*");

  private static final String TABLES =
      "tables and partitions: engines write them, and a file of yesterday would take that back";
  private static final String STATISTICS = "statistics: computed, of what the tables hold";
  private static final String RUNS = "runs: history";

  /** What stores something that is no definition, and why. The page of crawlers names them. */
  private static final Map<String, String> NO_DEFINITIONS =
      Map.ofEntries(
          entry("CreateTable", TABLES),
          entry("UpdateTable", TABLES),
          entry("CreatePartition", TABLES),
          entry("BatchCreatePartition", TABLES),
          entry("UpdatePartition", TABLES),
          entry("BatchUpdatePartition", TABLES),
          entry("UpdateColumnStatisticsForTable", STATISTICS),
          entry("UpdateColumnStatisticsForPartition", STATISTICS),
          entry("StartCrawler", RUNS),
          entry("StopCrawler", RUNS),
          entry("StartColumnStatisticsTaskRun", RUNS),
          entry("StopColumnStatisticsTaskRun", RUNS),
          entry("PublishDataQualityResultV2", "results of runs elsewhere: history"),
          entry("UpdateCrawlerSchedule", "the crawler's Schedule, which its file has"),
          entry("UpdateAsset", "a part of PutAsset"));

  private static Set<String> storing() {
    return OperationTable.complete(
            ServiceModel.load(),
            new ConnectionProbes((access, patience) -> {}, (access, patience) -> {}),
            new LakeMetadata(Lakes.open(S3Settings.DEFAULT)))
        .names()
        .stream()
        .filter(name -> !READING_OR_ENDING.matcher(name).matches())
        .collect(Collectors.toSet());
  }

  @Test
  void allThatTheApiStoresIsAFileOrNoDefinition() {
    var filed =
        FileKind.ALL.stream()
            .flatMap(kind -> kind.operations().stream())
            .collect(Collectors.toSet());

    var missing = new HashSet<>(storing());
    missing.removeAll(filed);
    assertThat(missing)
        .as("operations that store something, without a file kind or a reason to have none")
        .isEqualTo(NO_DEFINITIONS.keySet());
    assertThat(storing()).containsAll(filed);
  }

  /** The file that {@code CrawlerCommandsTest} applies, exports and applies again. */
  @Test
  void theRoundTripHoldsOneOfEachKind() throws URISyntaxException {
    var file = Objects.requireNonNull(FileKindsTest.class.getResource("/every-kind.yaml"));

    assertThat(ResourceFiles.read(Path.of(file.toURI())))
        .extracting(ResourceFiles.Document::kind)
        .containsAll(FileKind.ALL);
  }
}
