package io.propolis.catalog.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerSyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ELAPSED_TIME > 30000",
        "BYTES_READ>'10GB'",
        " HDFS_BYTES_READ  >  \"10 mb\" ",
        "EXECUTION_TIME > '1 min'",
        "CREATED_DYNAMIC_PARTITIONS >= 5",
        "BYTES_READ > 10k AND BYTES_READ <= 1M OR ELAPSED_TIME > 1min",
        "`elapsed_time` > 1.5"
      })
  void conditionsOfAllLinesAreRead(String text) {
    assertThat(TriggerSyntax.isCondition(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ELAPSED_TIME",
        "ELAPSED_TIME >",
        "ELAPSED_TIME > soon",
        "ELAPSED_TIME > 'soon'",
        "> 5",
        "AND > 5",
        "A > 5 AND",
        "A > 5 B > 6",
        "A > 5)",
        "A > '5"
      })
  void whatIsNoConditionIsNotTakenForOne(String text) {
    assertThat(TriggerSyntax.isCondition(text)).isFalse();
  }

  @Test
  void actionsKillOrMove() {
    assertThat(TriggerSyntax.isAction("kill")).isTrue();
    assertThat(TriggerSyntax.isAction("MOVE TO etl.slow")).isTrue();
    assertThat(TriggerSyntax.target("move  to Etl.Slow")).contains("etl.slow");
    assertThat(TriggerSyntax.isAction("MOVE")).isFalse();
    assertThat(TriggerSyntax.isAction("KILL it")).isFalse();
    assertThat(TriggerSyntax.isAction("")).isFalse();
  }
}
