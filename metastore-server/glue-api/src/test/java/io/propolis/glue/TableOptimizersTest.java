package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.model.OptimizerProgress;
import io.propolis.catalog.model.Run;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableOptimizersTest {
  private static final String OF =
      "'CatalogId':'" + GivenGlue.ACCOUNT + "','DatabaseName':'sales','TableName':'ice'";
  private static final String COMPACTION = OF + ",'Type':'compaction'";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'ice','Parameters':{'table_type':'ICEBERG',"
            + "'metadata_location':'s3://m/0'}}}");
  }

  private GivenGlue.Reply create(String type, String configuration) {
    return glue.call(
        "CreateTableOptimizer",
        "{%s,'Type':'%s','TableOptimizerConfiguration':%s}".formatted(OF, type, configuration));
  }

  @Test
  void whatIsToBeDoneIsKept() {
    assertThat(
            create(
                    "compaction",
                    "{'roleArn':'arn:aws:iam::123456789012:role/r','enabled':false,'newer':7}")
                .status())
        .isEqualTo(200);

    var optimizer = glue.done("GetTableOptimizer", "{" + COMPACTION + "}").path("TableOptimizer");
    assertThat(optimizer.path("type").asText()).isEqualTo("compaction");
    assertThat(optimizer.at("/configuration/roleArn").asText()).endsWith("role/r");
    assertThat(optimizer.at("/configuration/enabled").asBoolean(true)).isFalse();
    assertThat(optimizer.at("/configuration/newer").asInt()).isEqualTo(7);
    assertThat(create("compaction", "{'enabled':false}").error())
        .isEqualTo("AlreadyExistsException");
    glue.done(
        "UpdateTableOptimizer",
        "{" + COMPACTION + ",'TableOptimizerConfiguration':{'enabled':false}}");
    assertThat(
            glue.done("GetTableOptimizer", "{" + COMPACTION + "}")
                .at("/TableOptimizer/configuration")
                .has("roleArn"))
        .isFalse();
    var batch =
        glue.done(
            "BatchGetTableOptimizer",
            "{'Entries':[{%1$s,'type':'compaction'},{%1$s,'type':'retention'}]}"
                .formatted(OF.replace("'C", "'c").replace("'D", "'d").replace("'T", "'t")));
    assertThat(batch.path("TableOptimizers")).hasSize(1);
    assertThat(batch.at("/Failures/0/error/ErrorCode").asText())
        .isEqualTo("EntityNotFoundException");
    assertThat(
            glue.done("ListTableOptimizerRuns", "{" + COMPACTION + "}").path("TableOptimizerRuns"))
        .isEmpty();
    glue.done("DeleteTableOptimizer", "{" + COMPACTION + "}");
    assertThat(glue.call("ListTableOptimizerRuns", "{" + COMPACTION + "}").error())
        .isEqualTo("EntityNotFoundException");
  }

  private Run ended(Run.State state, Map<String, String> progress) {
    var session = glue.hive();
    assertThat(session.optimizers().startDue(Duration.ofHours(1))).hasSize(1);
    var run = session.runs().claim(Run.Kind.TABLE_OPTIMIZER, "node").orElseThrow();
    var error = state == Run.State.FAILED ? "It broke" : null;
    return session.runs().update(run.ended(state, run.startedAt() + 3_600_000, error, progress));
  }

  private void create(String type) {
    assertThat(create(type, "{'enabled':true}").status()).isEqualTo(200);
  }

  private JsonNode last(String type) {
    return glue.done("GetTableOptimizer", "{%s,'Type':'%s'}".formatted(OF, type))
        .at("/TableOptimizer/lastRun");
  }

  @Test
  void runsAreShownWithWhatTheyMeasured() {
    create("compaction");
    ended(
        Run.State.SUCCEEDED,
        Map.of(
            OptimizerProgress.STRATEGY, "sort",
            OptimizerProgress.FILES_COMPACTED, "3",
            OptimizerProgress.BYTES_COMPACTED, "77"));

    var run = last("compaction");
    assertThat(run.path("eventType").asText()).isEqualTo("completed");
    assertThat(run.path("compactionStrategy").asText()).isEqualTo("sort");
    assertThat(run.at("/compactionMetrics/IcebergMetrics/NumberOfFilesCompacted").asInt())
        .isEqualTo(3);
    assertThat(run.at("/compactionMetrics/IcebergMetrics/JobDurationInHour").asDouble())
        .isEqualTo(1);
    assertThat(run.at("/metrics/NumberOfBytesCompacted").asText()).isEqualTo("77");

    create("retention");
    ended(
        Run.State.SUCCEEDED,
        Map.of(
            OptimizerProgress.DATA_FILES, "1",
            OptimizerProgress.MANIFESTS, "2",
            OptimizerProgress.MANIFEST_LISTS, "4"));
    var retention = last("retention").at("/retentionMetrics/IcebergMetrics");
    assertThat(retention.path("NumberOfDataFilesDeleted").asInt()).isEqualTo(1);
    assertThat(retention.path("NumberOfManifestFilesDeleted").asInt()).isEqualTo(2);
    assertThat(retention.path("NumberOfManifestListsDeleted").asInt()).isEqualTo(4);

    create("orphan_file_deletion");
    ended(Run.State.FAILED, Map.of());
    assertThat(last("orphan_file_deletion").path("eventType").asText()).isEqualTo("failed");
    assertThat(last("orphan_file_deletion").path("error").asText()).isEqualTo("It broke");
    assertThat(
            glue.pages("ListTableOptimizerRuns", "{" + COMPACTION + "}", "TableOptimizerRuns", 1))
        .hasSize(1);
  }

  @Test
  void oneThatIsSwitchedOffDoesNotRun() {
    create("retention");
    glue.done(
        "UpdateTableOptimizer",
        "{%s,'Type':'retention','TableOptimizerConfiguration':{'enabled':false}}".formatted(OF));

    assertThat(glue.hive().optimizers().startDue(Duration.ofHours(1))).isEmpty();
    assertThat(last("retention").isMissingNode()).isTrue();
  }

  @Test
  void aRunThatToldNoStrategyHasTheOneThatIsConfigured() {
    assertThat(
            create(
                    "compaction",
                    "{'enabled':true,'compactionConfiguration':{'icebergConfiguration':"
                        + "{'strategy':'z-order','minInputFiles':2,'deleteFileThreshold':3}}}")
                .status())
        .isEqualTo(200);
    ended(Run.State.FAILED, Map.of());

    var run = last("compaction");
    assertThat(run.path("compactionStrategy").asText()).isEqualTo("z-order");
    assertThat(
            glue.done("ListTableOptimizerRuns", "{" + COMPACTION + "}")
                .at("/TableOptimizerRuns/0/compactionStrategy")
                .asText())
        .isEqualTo("z-order");
    assertThat(
            glue.done("GetTableOptimizer", "{" + COMPACTION + "}")
                .at(
                    "/TableOptimizer/configuration/compactionConfiguration/icebergConfiguration/deleteFileThreshold")
                .asInt())
        .isEqualTo(3);
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    assertThat(
            create(
                    "compaction",
                    "{'compactionConfiguration':{'icebergConfiguration':{'strategy':'hilbert'}}}")
                .error())
        .isIn("InvalidInputException", "ValidationException");
    assertThat(
            create(
                    "compaction",
                    "{'compactionConfiguration':{'icebergConfiguration':{'deleteFileThreshold':0}}}")
                .message())
        .isEqualTo("deleteFileThreshold must be 1 or more, not 0");
    assertThat(
            create(
                    "retention",
                    "{'retentionConfiguration':{'icebergConfiguration':{'runRateInHours':2}}}")
                .message())
        .isEqualTo("runRateInHours must be between 3 and 168, not 2");
    assertThat(
            create(
                    "retention",
                    "{'retentionConfiguration':{'icebergConfiguration':"
                        + "{'numberOfSnapshotsToRetain':0}}}")
                .error())
        .isEqualTo("InvalidInputException");
  }

  @Test
  void onlyIcebergTablesHaveOptimizers() {
    glue.table("sales", "plain");
    assertThat(
            glue.call(
                    "CreateTableOptimizer",
                    "{%s,'Type':'compaction','TableOptimizerConfiguration':{}}"
                        .formatted(OF.replace("ice", "plain")))
                .message())
        .isEqualTo("Table sales.plain is not an Iceberg table");
  }
}
