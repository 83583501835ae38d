package io.propolis.glue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests that are sent again with the same token. */
class ClientTokensTest {
  private static final String CREATE = "{'Name':'%s','ClientToken':'%s'}";

  @RegisterExtension final GivenGlue glue = new GivenGlue();

  private int glossaries() {
    return glue.done("ListGlossaries", "{}").path("Items").size();
  }

  @Test
  void aRepeatedRequestIsAnsweredAsTheFirstAlsoAfterARestart() {
    var first = glue.done("CreateGlossary", CREATE.formatted("sales", "t-1"));

    assertThat(glue.done("CreateGlossary", "{'ClientToken':'t-1','Name':'sales'}"))
        .isEqualTo(first);
    glue.restart();
    assertThat(glue.done("CreateGlossary", CREATE.formatted("sales", "t-1"))).isEqualTo(first);
    assertThat(glossaries()).isEqualTo(1);
  }

  @Test
  void theTokenDoesNotStandForAnotherRequest() {
    glue.done("CreateGlossary", CREATE.formatted("sales", "t-1"));

    var other = glue.call("CreateGlossary", CREATE.formatted("lake", "t-1"));

    // The operation declares no IdempotentParameterMismatchException.
    assertThat(other.error()).isEqualTo("InvalidInputException");
    assertThat(other.message())
        .isEqualTo("ClientToken t-1 came with another CreateGlossary before");
    assertThat(glossaries()).isEqualTo(1);
  }

  @Test
  void ofAnotherOperationItIsAnother() {
    var id = glue.done("CreateGlossary", CREATE.formatted("sales", "t")).path("Id").asText();

    glue.done(
        "CreateGlossaryTerm",
        "{'GlossaryIdentifier':'%s','Name':'order','ClientToken':'t'}".formatted(id));
    glue.done(
        "UpdateGlossary", "{'Identifier':'%s','Name':'lake','ClientToken':'t'}".formatted(id));

    assertThat(glue.done("GetGlossary", "{'Identifier':'" + id + "'}").path("Name").asText())
        .isEqualTo("lake");
  }

  @Test
  void aRefusedRequestMayBeSentAgain() {
    glue.done("CreateGlossary", "{'Name':'sales'}");
    assertThat(glue.call("CreateGlossary", CREATE.formatted("sales", "t")).error())
        .isEqualTo("AlreadyExistsException");

    var lake = glue.call("CreateGlossary", CREATE.formatted("lake", "t"));

    assertThat(lake.status()).isEqualTo(200);
  }

  @Test
  void withoutATokenTheSecondIsASecond() {
    glue.done(
        "CreateDataQualityRuleset",
        "{'Name':'r','Ruleset':'Rules = [ RowCount > 1 ]','ClientToken':'t'}");
    glue.done(
        "CreateDataQualityRuleset",
        "{'Name':'r','Ruleset':'Rules = [ RowCount > 1 ]','ClientToken':'t'}");

    assertThat(
            glue.call(
                    "CreateDataQualityRuleset", "{'Name':'r','Ruleset':'Rules = [ RowCount > 1 ]'}")
                .error())
        .isEqualTo("AlreadyExistsException");
  }

  @Test
  void ofManyAtOnceOneIsDoneAndAllAreAnsweredAlike() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      Callable<String> create =
          () -> glue.done("CreateGlossary", CREATE.formatted("sales", "t")).path("Id").asText();
      var ids = new java.util.TreeSet<String>();
      for (var each : threads.invokeAll(Collections.nCopies(16, create))) {
        ids.add(each.get());
      }
      assertThat(ids).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }
}
