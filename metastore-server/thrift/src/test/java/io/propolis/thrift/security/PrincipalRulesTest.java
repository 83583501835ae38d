package io.propolis.thrift.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrincipalRulesTest {
  private static final String RULES =
      """
      RULE:[2:$1@$0](nn@HOME.*)s/.*/hdfs/
      RULE:[2:$1;$2](^.*;admin$)s/;admin$//
      RULE:[1:$1@$0](.*@Corp[.]ORG)s/@.*///L
      RULE:[1:$1](a.*a)s/a/o/g
      DEFAULT""";

  @ParameterizedTest
  @CsvSource({
    "alice@HOME, alice",
    "bob, bob",
    "nn/host1@HOME, hdfs",
    "joe/admin@ELSEWHERE, joe",
    "JANE@Corp.ORG, jane",
    "anna@ELSEWHERE, onno",
    "hive/host@HOME, hive"
  })
  void theFirstRuleThatFitsDecides(String principal, String user) {
    assertThat(PrincipalRules.parse(RULES, "HOME").shortName(principal)).contains(user);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob@ELSEWHERE", "hive/host@ELSEWHERE", "a/b/c@HOME", "@HOME", ""})
  void whoNoRuleFitsIsNobody(String principal) {
    assertThat(PrincipalRules.parse(RULES, "HOME").shortName(principal)).isEmpty();
  }

  @Test
  void aRuleThatLeavesPartsMakesNobody() {
    var rules = PrincipalRules.parse("RULE:[1:$1@$0]", "HOME");
    assertThat(rules.shortName("alice@HOME")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NONSENSE", "DEFAULT RULE:1:$1", "RULE:[1:$1]([)s/a/b/"})
  void whatIsNoRuleIsNamed(String text) {
    assertThatThrownBy(() -> PrincipalRules.parse(text, "HOME"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rule for principals");
  }
}
