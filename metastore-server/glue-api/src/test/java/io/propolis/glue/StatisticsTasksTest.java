package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.TableOperations.AlterOptions;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.StatisticsTask;
import io.propolis.catalog.model.TableName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs as the API shows them; what computes is tested with the files that it reads. */
class StatisticsTasksTest {
  private static final String OF = "'DatabaseName':'sales','TableName':'orders'";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  @BeforeEach
  void table() {
    glue.database("sales");
    glue.table("sales", "orders");
  }

  private String start() {
    return glue.done(
            "StartColumnStatisticsTaskRun",
            "{" + OF + ",'Role':'r','SampleSize':50,'ColumnNameList':['ID']}")
        .path("ColumnStatisticsTaskRunId")
        .asText();
  }

  private JsonNode run(String id) {
    return glue.done("GetColumnStatisticsTaskRun", "{'ColumnStatisticsTaskRunId':'" + id + "'}")
        .path("ColumnStatisticsTaskRun");
  }

  @Test
  void aRunIsWhatANodeTakesOn() {
    var id = start();

    var run = run(id);
    assertThat(run.path("Status").asText()).isEqualTo("STARTING");
    assertThat(run.path("TableName").asText()).isEqualTo("orders");
    assertThat(run.path("ColumnNameList").toString()).isEqualTo("[\"id\"]");
    assertThat(run.path("SampleSize").asDouble()).isEqualTo(50);
    assertThat(run.path("Role").asText()).isEqualTo("r");
    assertThat(run.path("CustomerId").asText()).isEqualTo(GivenGlue.ACCOUNT);
    assertThat(glue.call("StartColumnStatisticsTaskRun", "{" + OF + ",'Role':'r'}").error())
        .isEqualTo("ColumnStatisticsTaskRunningException");
    var runs = glue.hive().runs();
    var claimed = runs.claim(Run.Kind.COLUMN_STATISTICS, "node").orElseThrow();
    assertThat(StatisticsTask.of(claimed.progress()).table())
        .isEqualTo(TableName.of("sales", "orders"));
    assertThat(run(id).path("Status").asText()).isEqualTo("RUNNING");

    glue.done("StopColumnStatisticsTaskRun", "{" + OF + "}");

    assertThat(glue.call("StopColumnStatisticsTaskRun", "{" + OF + "}").error())
        .isEqualTo("ColumnStatisticsTaskStoppingException");
    runs.update(runs.require(id).ended(Run.State.STOPPED, 1_000, null));
    assertThat(run(id).path("Status").asText()).isEqualTo("STOPPED");
    assertThat(run(id).path("EndTime").asDouble()).isEqualTo(1);
    assertThat(glue.call("StopColumnStatisticsTaskRun", "{" + OF + "}").error())
        .isEqualTo("ColumnStatisticsTaskNotRunningException");
  }

  @Test
  void runsAreListedOfATableAndOfAll() {
    var ids = new java.util.ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      ids.add(start());
      glue.done("StopColumnStatisticsTaskRun", "{" + OF + "}");
    }

    assertThat(glue.pages("ListColumnStatisticsTaskRuns", "{}", "ColumnStatisticsTaskRunIds", 2))
        .extracting(JsonNode::asText)
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(
            glue.pages(
                "GetColumnStatisticsTaskRuns", "{" + OF + "}", "ColumnStatisticsTaskRuns", 1))
        .hasSize(3)
        .allMatch(run -> run.path("Status").asText().equals("STOPPED"));
    assertThat(
            glue.done("GetColumnStatisticsTaskRuns", "{'DatabaseName':'sales','TableName':'none'}")
                .path("ColumnStatisticsTaskRuns"))
        .isEmpty();
  }

  @Test
  void whatHasNoStatisticsIsRefused() {
    var column =
        glue.call(
            "StartColumnStatisticsTaskRun", "{" + OF + ",'Role':'r','ColumnNameList':['none']}");
    assertThat(column.error()).isEqualTo("InvalidInputException");
    assertThat(column.message()).isEqualTo("Table sales.orders has no column none");
    glue.done(
        "CreateTable",
        "{'DatabaseName':'sales','TableInput':{'Name':'v','TableType':'VIRTUAL_VIEW'}}");
    assertThat(
            glue.call(
                    "StartColumnStatisticsTaskRun",
                    "{'DatabaseName':'sales','TableName':'v','Role':'r'}")
                .error())
        .isEqualTo("InvalidInputException");
    assertThat(
            glue.call("GetColumnStatisticsTaskRun", "{'ColumnStatisticsTaskRunId':'none'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void settingsAreKeptWithTheTable() {
    glue.done(
        "CreateColumnStatisticsTaskSettings",
        "{" + OF + ",'Role':'r','ColumnNameList':['id'],'SampleSize':10}");
    glue.done("UpdateColumnStatisticsTaskSettings", "{" + OF + ",'SampleSize':20}");

    var settings =
        glue.done("GetColumnStatisticsTaskSettings", "{" + OF + "}")
            .path("ColumnStatisticsTaskSettings");

    assertThat(settings.path("Role").asText()).isEqualTo("r");
    assertThat(settings.path("SampleSize").asDouble()).isEqualTo(20);
    assertThat(settings.path("ColumnNameList").toString()).isEqualTo("[\"id\"]");
    assertThat(settings.path("TableName").asText()).isEqualTo("orders");
    assertThat(glue.call("CreateColumnStatisticsTaskSettings", "{" + OF + ",'Role':'r'}").error())
        .isEqualTo("AlreadyExistsException");
    glue.done("DeleteColumnStatisticsTaskSettings", "{" + OF + "}");
    assertThat(glue.call("GetColumnStatisticsTaskSettings", "{" + OF + "}").error())
        .isEqualTo("EntityNotFoundException");
  }

  private JsonNode settings() {
    return glue.done("GetColumnStatisticsTaskSettings", "{" + OF + "}")
        .path("ColumnStatisticsTaskSettings");
  }

  @Test
  void aScheduleIsKeptChangedPausedAndResumed() {
    glue.done(
        "CreateColumnStatisticsTaskSettings",
        "{" + OF + ",'Role':'r','Schedule':'cron(0 1 * * ? *)'}");
    assertThat(settings().path("Schedule").toString())
        .isEqualTo("{\"ScheduleExpression\":\"cron(0 1 * * ? *)\",\"State\":\"SCHEDULED\"}");
    assertThat(settings().path("ScheduleType").asText()).isEqualTo("CRON");

    glue.done("StopColumnStatisticsTaskRunSchedule", "{" + OF + "}");
    assertThat(settings().path("Schedule").path("State").asText()).isEqualTo("NOT_SCHEDULED");
    assertThat(glue.call("StopColumnStatisticsTaskRunSchedule", "{" + OF + "}").error())
        .isEqualTo("InvalidInputException");
    glue.done("UpdateColumnStatisticsTaskSettings", "{" + OF + ",'Schedule':'cron(0 2 * * ? *)'}");
    glue.done("StartColumnStatisticsTaskRunSchedule", "{" + OF + "}");
    assertThat(settings().path("Schedule").toString())
        .isEqualTo("{\"ScheduleExpression\":\"cron(0 2 * * ? *)\",\"State\":\"SCHEDULED\"}");
    assertThat(settings().path("Role").asText()).isEqualTo("r");

    glue.done("UpdateColumnStatisticsTaskSettings", "{" + OF + ",'Schedule':''}");
    assertThat(settings().has("Schedule")).isFalse();
    assertThat(glue.call("StartColumnStatisticsTaskRunSchedule", "{" + OF + "}").message())
        .isEqualTo("No schedule for the column statistics of sales.orders");
  }

  @Test
  void whatIsNoScheduleIsRefusedAndNothingIsKept() {
    var refused =
        glue.call(
            "CreateColumnStatisticsTaskSettings", "{" + OF + ",'Role':'r','Schedule':'every day'}");

    assertThat(refused.error()).isEqualTo("InvalidInputException");
    assertThat(refused.message()).contains("every day");
    assertThat(glue.call("GetColumnStatisticsTaskSettings", "{" + OF + "}").error())
        .isEqualTo("EntityNotFoundException");
    assertThat(glue.call("StartColumnStatisticsTaskRunSchedule", "{" + OF + "}").error())
        .isEqualTo("EntityNotFoundException");
  }

  /** Their ARN has the name of the table, their tags go with it. */
  @Test
  void settingsHaveTagsThatGoWithTheTable() {
    var arn =
        "arn:aws:glue:eu-west-1:%s:columnStatisticsTaskSettings/sales/"
            .formatted(GivenGlue.ACCOUNT);
    glue.done(
        "CreateColumnStatisticsTaskSettings", "{" + OF + ",'Role':'r','Tags':{'team':'lake'}}");
    glue.done("TagResource", "{'ResourceArn':'" + arn + "orders','TagsToAdd':{'cost':'7'}}");

    assertThat(tags(arn + "orders")).isEqualTo("{\"cost\":\"7\",\"team\":\"lake\"}");
    var table = glue.hive().tables().require(TableName.of("sales", "orders"));
    glue.hive()
        .tables()
        .alter(
            table.name(),
            table.toBuilder().name(TableName.of("sales", "moved")).build(),
            AlterOptions.PLAIN);
    assertThat(tags(arn + "moved")).isEqualTo("{\"cost\":\"7\",\"team\":\"lake\"}");

    glue.done("DeleteTable", "{'DatabaseName':'sales','Name':'moved'}");
    assertThat(glue.call("GetTags", "{'ResourceArn':'" + arn + "moved'}").error())
        .isEqualTo("EntityNotFoundException");
    glue.table("sales", "moved");
    assertThat(
            glue.call(
                    "GetColumnStatisticsTaskSettings",
                    "{'DatabaseName':'sales','TableName':'moved'}")
                .message())
        .isEqualTo("Column statistics task settings not found: sales.moved");
    assertThat(glue.call("GetTags", "{'ResourceArn':'" + arn + "moved'}").message())
        .contains("Column statistics task settings not found");
    glue.done(
        "CreateColumnStatisticsTaskSettings",
        "{'DatabaseName':'sales','TableName':'moved','Role':'r'}");
    assertThat(tags(arn + "moved")).isEqualTo("{}");
  }

  private String tags(String arn) {
    return glue.done("GetTags", "{'ResourceArn':'" + arn + "'}").path("Tags").toString();
  }

  @Test
  void settingsTellOfTheLastRun() {
    glue.done("CreateColumnStatisticsTaskSettings", "{" + OF + ",'Role':'r'}");
    assertThat(settings().has("LastExecutionAttempt")).isFalse();
    var id = start();

    var attempt = settings().path("LastExecutionAttempt");

    assertThat(attempt.path("Status").asText()).isEqualTo("STARTED");
    assertThat(attempt.path("ColumnStatisticsTaskRunId").asText()).isEqualTo(id);
  }
}
