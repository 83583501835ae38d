package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Results of data quality that clients publish. */
class DataQualityResultsTest {
  private static final String RESULT =
      """
      {'Dimensions':{'table':'%s','team':'a'},'Score':0.5,'EvaluationContext':'%s','ClientToken':'%s',
       'Tags':{'run':'7'},'RuleResults':[{'Name':'Rule_1','Result':'PASS'}],
       'ExecutionStartedOn':1700000000,'Telemetry':{}}\
      """;

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private String publish(String table, String context, String token) {
    var reply = glue.call("PublishDataQualityResultV2", RESULT.formatted(table, context, token));
    assertThat(reply.status()).as("%s", reply.body()).isEqualTo(200);
    return reply.body().path("ResultId").asText();
  }

  private List<String> listed(String request) {
    return glue.pages("ListDataQualityResultsV2", request, "Results", 1).stream()
        .map(each -> each.path("ResultId").asText())
        .toList();
  }

  @Test
  void aPublishedResultIsFoundByItsId() {
    var id = publish("orders", "nightly", "t1");

    var found = glue.done("GetDataQualityResultV2", "{'ResultId':'" + id + "'}");
    assertThat(found.path("Score").asDouble()).isEqualTo(0.5);
    assertThat(found.at("/RuleResults/0/Result").asText()).isEqualTo("PASS");
    assertThat(found.at("/Tags/run").asText()).isEqualTo("7");
    assertThat(found.has("ResultPublishedOn")).isTrue();
    assertThat(found.has("Telemetry")).isFalse();
    var batch = glue.done("BatchGetDataQualityResultV2", "{'ResultIds':['none','" + id + "']}");
    assertThat(batch.at("/Results/0/ResultId").asText()).isEqualTo(id);
    assertThat(batch.at("/ResultsNotFound/0").asText()).isEqualTo("none");
    assertThat(glue.call("GetDataQualityResultV2", "{'ResultId':'none'}").error())
        .isEqualTo("EntityNotFoundException");
  }

  @Test
  void resultsAreListedByWhatTheyAreOf() {
    var one = publish("orders", "nightly", "t1");
    var two = publish("orders", "hourly", "t2");
    var three = publish("lines", "hourly", "t3");

    assertThat(listed("{}")).containsExactlyInAnyOrder(one, two, three);
    assertThat(listed("{'Filter':{'Dimensions':{'table':'orders'}}}"))
        .containsExactlyInAnyOrder(one, two);
    assertThat(listed("{'Filter':{'EvaluationContext':'hourly','Dimensions':{'table':'lines'}}}"))
        .containsExactly(three);
    assertThat(listed("{'Filter':{'PublishedBefore':1700000000}}")).isEmpty();
    assertThat(listed("{'Filter':{'EvaluationRunMode':'ON_DEMAND'}}")).isEmpty();
  }

  @Test
  void theSameTokenIsTheSameResultAndNoOther() {
    var id = publish("orders", "nightly", "t");

    assertThat(publish("orders", "nightly", "t")).isEqualTo(id);
    assertThat(
            glue.call("PublishDataQualityResultV2", RESULT.formatted("lines", "nightly", "t"))
                .error())
        .isEqualTo("IdempotentParameterMismatchException");
  }
}
