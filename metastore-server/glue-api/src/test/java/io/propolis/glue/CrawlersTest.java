package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.catalog.model.Run;
import io.propolis.catalog.model.Run.State;
import io.propolis.catalog.model.RunNote;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Crawlers, their crawls and schedules. What a worker does is done by its own operations. */
class CrawlersTest {
  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private void create(String name, String... more) {
    glue.done(
        "CreateCrawler",
        "{'Name':'%s','Role':'crawl','DatabaseName':'lake','Targets':{'S3Targets':[{'Path':'s3://lake/a'}]}%s}"
            .formatted(name, more.length == 0 ? "" : "," + String.join(",", more)));
  }

  @Test
  void whatACrawlerNamesHasToBeThere() {
    create("c");
    glue.done("CreateClassifier", "{'JsonClassifier':{'Name':'rows','JsonPath':'$[*]'}}");
    var targets = "'Targets':{'JdbcTargets':[{'ConnectionName':'%s','Path':'d/%%'}]}";

    var classifier =
        glue.call("UpdateCrawler", "{'Name':'c','Classifiers':['rows','none','rows','other']}");
    var connection =
        glue.call("CreateCrawler", "{'Name':'d','Role':'r'," + targets.formatted("nowhere") + "}");

    assertThat(classifier.error()).isEqualTo("InvalidInputException");
    assertThat(classifier.message()).isEqualTo("Classifier not found: none, other");
    assertThat(connection.error()).isEqualTo("InvalidInputException");
    assertThat(connection.message()).isEqualTo("Connection not found: nowhere");
    assertThat(refusal("GetCrawler", "{'Name':'d'}")).isEqualTo("EntityNotFoundException");
    assertThat(get("c").path("Classifiers")).isEmpty();

    glue.done(
        "CreateConnection",
        "{'ConnectionInput':{'Name':'here','ConnectionType':'NETWORK','ConnectionProperties':{}}}");
    glue.done(
        "UpdateCrawler", "{'Name':'c','Classifiers':['rows']," + targets.formatted("here") + "}");
    assertThat(get("c").path("Classifiers").toString()).isEqualTo("[\"rows\"]");
  }

  private JsonNode get(String name) {
    return glue.done("GetCrawler", "{'Name':'" + name + "'}").path("Crawler");
  }

  private String refusal(String operation, String json) {
    var reply = glue.call(operation, json);
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(400);
    return reply.error();
  }

  private Run claimed() {
    return glue.hive().runs().claim(Run.Kind.CRAWL, "node").orElseThrow();
  }

  private Run crawled(String name, State state, Map<String, String> progress) {
    glue.done("StartCrawler", "{'Name':'" + name + "'}");
    var run = claimed();
    var ended =
        run.ended(
            state,
            run.startedAt() + 2000,
            state == State.FAILED ? "no such bucket" : null,
            progress);
    return glue.hive()
        .runs()
        .update(ended, List.of(RunNote.of(run, "lake.a", run.startedAt(), "+ new lake.a (csv)")));
  }

  private List<String> ids(String filters) {
    return glue
        .pages("ListCrawls", "{'CrawlerName':'c','Filters':[" + filters + "]}", "Crawls", 2)
        .stream()
        .map(crawl -> crawl.path("CrawlId").asText())
        .toList();
  }

  @Test
  void aCrawlerComesBackAsItWasMadeWithWhatIsInForce() {
    create(
        "c",
        "'Description':'d','Schedule':'cron(0 1 * * ? *)','TablePrefix':'p_',"
            + "'Configuration':'{\\\"Version\\\":1.0}','Tags':{'team':'lake'},'NewerThanTheSdk':{'a':1}");

    var crawler = get("c");

    assertThat(crawler.path("Role").asText()).isEqualTo("crawl");
    assertThat(crawler.at("/Targets/S3Targets/0/Path").asText()).isEqualTo("s3://lake/a");
    assertThat(crawler.path("TablePrefix").asText()).isEqualTo("p_");
    assertThat(crawler.path("State").asText()).isEqualTo("READY");
    assertThat(crawler.at("/Schedule/ScheduleExpression").asText()).isEqualTo("cron(0 1 * * ? *)");
    assertThat(crawler.at("/Schedule/State").asText()).isEqualTo("SCHEDULED");
    assertThat(crawler.at("/SchemaChangePolicy/DeleteBehavior").asText())
        .isEqualTo("DEPRECATE_IN_DATABASE");
    assertThat(crawler.at("/RecrawlPolicy/RecrawlBehavior").asText()).isEqualTo("CRAWL_EVERYTHING");
    assertThat(crawler.at("/LineageConfiguration/CrawlerLineageSettings").asText())
        .isEqualTo("DISABLE");
    assertThat(crawler.path("Version").asInt()).isOne();
    assertThat(crawler.path("CreationTime").isNumber()).isTrue();
    assertThat(crawler.at("/NewerThanTheSdk/a").asInt()).isOne();
    assertThat(crawler.has("Tags")).isFalse();
    assertThat(crawler.has("LastCrawl")).isFalse();
    assertThat(
            refusal(
                "CreateCrawler",
                "{'Name':'c','Role':'r','Targets':{'S3Targets':[{'Path':'s3://b'}]}}"))
        .isEqualTo("AlreadyExistsException");
    assertThat(refusal("GetCrawler", "{'Name':'C'}")).isEqualTo("EntityNotFoundException");
  }

  @Test
  void anInvalidDefinitionIsRefusedWhole() {
    var reply =
        glue.call(
            "CreateCrawler",
            "{'Name':'c','Role':'r','Targets':{'S3Targets':[{'Path':'s3://b','SampleSize':0}]}}");

    assertThat(reply.error()).isEqualTo("InvalidInputException");
    assertThat(reply.message())
        .isEqualTo("Targets.S3Targets[0].SampleSize must be a number from 1 to 249, not: 0");
    assertThat(refusal("GetCrawler", "{'Name':'c'}")).isEqualTo("EntityNotFoundException");

    create("c");
    assertThat(refusal("UpdateCrawler", "{'Name':'c','Schedule':'daily'}"))
        .isEqualTo("InvalidInputException");
    assertThat(refusal("UpdateCrawler", "{'Name':'c','Targets':{}}"))
        .isEqualTo("InvalidInputException");
    assertThat(refusal("UpdateCrawlerSchedule", "{'CrawlerName':'c','Schedule':'daily'}"))
        .isEqualTo("InvalidInputException");
    assertThat(get("c").path("Version").asInt()).isOne();
    assertThat(get("c").has("Schedule")).isFalse();
  }

  @Test
  void targetsThatCannotBeCrawledYetAreKept() {
    glue.done(
        "CreateCrawler",
        "{'Name':'d','Role':'r','Targets':{'DynamoDBTargets':[{'Path':'t','scanAll':true,'scanRate':0.5}]}}");

    assertThat(get("d").at("/Targets/DynamoDBTargets/0/scanRate").asDouble()).isEqualTo(0.5);
  }

  @Test
  void anUpdateChangesWhatItNamesAndEmptyTextsTakeAway() {
    create("c", "'Description':'d','TablePrefix':'p_','Schedule':'cron(0 1 * * ? *)'");

    glue.done("UpdateCrawler", "{'Name':'c','Description':'','DatabaseName':'other'}");

    assertThat(get("c").path("DatabaseName").asText()).isEqualTo("other");
    assertThat(get("c").path("TablePrefix").asText()).isEqualTo("p_");
    assertThat(get("c").has("Description")).isFalse();
    assertThat(get("c").path("Version").asInt()).isEqualTo(2);
    assertThat(get("c").at("/Schedule/State").asText()).isEqualTo("SCHEDULED");
    glue.done("UpdateCrawler", "{'Name':'c','Schedule':''}");
    assertThat(get("c").has("Schedule")).isFalse();
    assertThat(refusal("UpdateCrawler", "{'Name':'absent'}")).isEqualTo("EntityNotFoundException");
  }

  @Test
  void crawlersAreListedInPagesAndByTheirTags() {
    IntStream.range(0, 5)
        .forEach(i -> create("c" + i, "'Tags':{'even':'" + (i % 2 == 0) + "','k':'v'}"));

    assertThat(glue.pages("GetCrawlers", "{'X':1}", "Crawlers", 2))
        .extracting(each -> each.path("Name").asText())
        .containsExactly("c0", "c1", "c2", "c3", "c4");
    assertThat(glue.pages("ListCrawlers", "{'Tags':{'even':'true','k':'v'}}", "CrawlerNames", 2))
        .extracting(JsonNode::asText)
        .containsExactly("c0", "c2", "c4");
    assertThat(glue.pages("ListCrawlers", "{'Tags':{'even':'perhaps'}}", "CrawlerNames", 2))
        .isEmpty();
    assertThat(glue.pages("ListCrawlers", "{'X':1}", "CrawlerNames", 3)).hasSize(5);
    var some = glue.done("BatchGetCrawlers", "{'CrawlerNames':['c3','absent','c1']}");
    assertThat(some.path("Crawlers"))
        .extracting(each -> each.path("Name").asText())
        .containsExactly("c3", "c1");
    assertThat(some.path("CrawlersNotFound"))
        .extracting(JsonNode::asText)
        .containsExactly("absent");
  }

  @Test
  void aCrawlIsStartedShownStoppedAndKept() {
    create("c");
    glue.done("StartCrawler", "{'Name':'c'}");

    assertThat(get("c").path("State").asText()).isEqualTo("RUNNING");
    assertThat(refusal("StartCrawler", "{'Name':'c'}")).isEqualTo("CrawlerRunningException");
    assertThat(refusal("UpdateCrawler", "{'Name':'c'}")).isEqualTo("CrawlerRunningException");
    assertThat(refusal("DeleteCrawler", "{'Name':'c'}")).isEqualTo("CrawlerRunningException");

    var run = claimed();
    glue.done("StopCrawler", "{'Name':'c'}");
    assertThat(get("c").path("State").asText()).isEqualTo("STOPPING");
    assertThat(refusal("StopCrawler", "{'Name':'c'}")).isEqualTo("CrawlerStoppingException");

    var stopping = glue.hive().runs().require(run.id());
    glue.hive().runs().update(stopping.ended(State.STOPPED, 5, null));
    assertThat(get("c").path("State").asText()).isEqualTo("READY");
    assertThat(get("c").at("/LastCrawl/Status").asText()).isEqualTo("CANCELLED");
    assertThat(get("c").at("/LastCrawl/MessagePrefix").asText()).isEqualTo(run.id());
    assertThat(refusal("StopCrawler", "{'Name':'c'}")).isEqualTo("CrawlerNotRunningException");
    assertThat(refusal("StartCrawler", "{'Name':'x'}")).isEqualTo("EntityNotFoundException");

    glue.done("DeleteCrawler", "{'Name':'c'}");
    assertThat(refusal("ListCrawls", "{'CrawlerName':'c'}")).isEqualTo("EntityNotFoundException");
  }

  @Test
  void theHistoryIsPagedAndFiltered() {
    create("c");
    var good =
        crawled("c", State.SUCCEEDED, Map.of("summary", "{\"TABLE\":{\"ADD\":{\"Count\":1}}}"));
    var bad = crawled("c", State.FAILED, Map.of());
    var stopped = crawled("c", State.STOPPED, Map.of());

    assertThat(ids("")).containsExactly(stopped.id(), bad.id(), good.id());
    assertThat(ids("{'FieldName':'STATE','FilterOperator':'EQ','FieldValue':'FAILED'}"))
        .containsExactly(bad.id());
    assertThat(ids("{'FieldName':'STATE','FilterOperator':'NE','FieldValue':'FAILED'}"))
        .containsExactly(stopped.id(), good.id());
    assertThat(
            ids("{'FieldName':'CRAWL_ID','FilterOperator':'EQ','FieldValue':'" + good.id() + "'}"))
        .containsExactly(good.id());
    var start = "{'FieldName':'START_TIME','FilterOperator':'%s','FieldValue':'%d'}";
    assertThat(ids(start.formatted("GE", good.startedAt()))).hasSize(3);
    assertThat(ids(start.formatted("LT", good.startedAt()))).isEmpty();
    assertThat(ids(start.formatted("LE", Long.MAX_VALUE))).hasSize(3);
    assertThat(ids(start.formatted("GT", stopped.startedAt()))).isEmpty();
    assertThat(
            ids(
                "{'FieldName':'END_TIME','FilterOperator':'EQ','FieldValue':'%d'}"
                    .formatted(bad.startedAt() + 2000)))
        .contains(bad.id());
    assertThat(ids("{'FieldName':'DPU_HOUR','FilterOperator':'GT','FieldValue':'0.0005'}"))
        .as("two seconds each")
        .hasSize(3);
    assertThat(ids("{'FieldName':'DPU_HOUR','FilterOperator':'GT','FieldValue':'0.0006'}"))
        .isEmpty();
    for (var wrong :
        List.of(
            "{'FieldName':'STATE','FilterOperator':'GT','FieldValue':'FAILED'}",
            "{'FieldName':'STATE','FilterOperator':'EQ','FieldValue':'LOST'}",
            "{'FieldName':'START_TIME','FilterOperator':'EQ','FieldValue':'noon'}",
            "{'FieldName':'DPU_HOUR','FilterOperator':'EQ','FieldValue':''}",
            "{'FieldName':'STATE'}")) {
      assertThat(refusal("ListCrawls", "{'CrawlerName':'c','Filters':[" + wrong + "]}"))
          .as(wrong)
          .isEqualTo("InvalidInputException");
    }
    var crawls = glue.done("ListCrawls", "{'CrawlerName':'c'}").path("Crawls");
    assertThat(crawls.path(2).path("Summary").asText()).contains("ADD");
    assertThat(crawls.path(1).path("ErrorMessage").asText()).isEqualTo("no such bucket");
    assertThat(crawls.path(0).path("LogGroup").asText()).isEqualTo("/aws-glue/crawlers");
  }

  @Test
  void metricsTellOfTheCrawlsThatEndedAndTheOneUnderWay() {
    create("c");
    create("idle");
    crawled("c", State.SUCCEEDED, Map.of("tablesCreated", "3", "tablesUpdated", "1"));
    crawled("c", State.SUCCEEDED, Map.of("tablesCreated", "1", "tablesDeleted", "2"));
    crawled("c", State.FAILED, Map.of("objects", "9"));
    // One of its targets could not be crawled.
    crawled("c", State.FAILED, Map.of("tablesCreated", "2"));
    glue.done("StartCrawler", "{'Name':'c'}");

    var metrics = glue.done("GetCrawlerMetrics", "{'CrawlerNameList':['c','absent']}");

    assertThat(metrics.path("CrawlerMetricsList")).hasSize(1);
    var ours = metrics.path("CrawlerMetricsList").path(0);
    assertThat(ours.path("TablesCreated").asInt()).isEqualTo(6);
    assertThat(ours.path("TablesUpdated").asInt()).isOne();
    assertThat(ours.path("TablesDeleted").asInt()).isEqualTo(2);
    assertThat(ours.path("LastRuntimeSeconds").asDouble()).isEqualTo(2.0);
    assertThat(ours.path("MedianRuntimeSeconds").asDouble()).isEqualTo(2.0);
    assertThat(ours.path("StillEstimating").asBoolean()).isTrue();
    var run = claimed();
    glue.hive().runs().update(run.withProgress(Map.of("secondsLeft", "7.5")));
    assertThat(
            glue.pages("GetCrawlerMetrics", "{'X':1}", "CrawlerMetricsList", 1).stream()
                .map(each -> each.path("TimeLeftSeconds").asDouble()))
        .containsExactly(7.5, 0.0);
  }

  @Test
  void schedulesAreChangedPausedAndResumed() {
    create("c");
    assertThat(refusal("StartCrawlerSchedule", "{'CrawlerName':'c'}"))
        .isEqualTo("NoScheduleException");
    glue.done("UpdateCrawlerSchedule", "{'CrawlerName':'c','Schedule':'cron(0 2 * * ? *)'}");
    assertThat(refusal("StartCrawlerSchedule", "{'CrawlerName':'c'}"))
        .isEqualTo("SchedulerRunningException");

    glue.done("StopCrawlerSchedule", "{'CrawlerName':'c'}");

    assertThat(get("c").at("/Schedule/State").asText()).isEqualTo("NOT_SCHEDULED");
    assertThat(refusal("StopCrawlerSchedule", "{'CrawlerName':'c'}"))
        .isEqualTo("SchedulerNotRunningException");
    glue.done("StartCrawlerSchedule", "{'CrawlerName':'c'}");
    assertThat(get("c").at("/Schedule/State").asText()).isEqualTo("SCHEDULED");
    assertThat(
            refusal("UpdateCrawlerSchedule", "{'CrawlerName':'x','Schedule':'cron(0 2 * * ? *)'}"))
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void whatCrawlsSayIsReadAsCloudWatchLogs() {
    create("c");
    var run = crawled("c", State.SUCCEEDED, Map.of());

    var events =
        glue.logs(
            "FilterLogEvents",
            "{'logGroupName':'/aws-glue/crawlers','logStreamNames':['c'],'filterPattern':'\\\"lake.a (\\\"'}");

    assertThat(events.body().path("events"))
        .extracting(event -> event.path("message").asText())
        .containsExactly("[" + run.id() + "] INFO : + new lake.a (csv)");
    assertThat(
            glue.logs(
                    "FilterLogEvents",
                    "{'logGroupName':'/aws-glue/crawlers','filterPattern':'-new'}")
                .body()
                .path("events"))
        .isEmpty();
    var first =
        glue.logs(
            "GetLogEvents",
            "{'logGroupName':'/aws-glue/crawlers','logStreamName':'c','startFromHead':true}");
    assertThat(first.body().path("events")).hasSize(1);
    var next =
        glue.logs(
            "GetLogEvents",
            "{'logGroupName':'/aws-glue/crawlers','logStreamName':'c','nextToken':'%s'}"
                .formatted(first.body().path("nextForwardToken").asText()));
    assertThat(next.body().path("events")).isEmpty();
    assertThat(next.body().path("nextForwardToken"))
        .isEqualTo(first.body().path("nextForwardToken"));
    assertThat(
            glue.logs("GetLogEvents", "{'logGroupName':'/aws-glue/crawlers','logStreamName':'x'}")
                .error())
        .isEqualTo("ResourceNotFoundException");
    assertThat(glue.logs("FilterLogEvents", "{'logGroupName':'/aws-glue/jobs'}").error())
        .isEqualTo("ResourceNotFoundException");
  }
}
