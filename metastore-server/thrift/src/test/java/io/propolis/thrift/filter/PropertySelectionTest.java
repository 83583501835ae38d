package io.propolis.thrift.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropertySelectionTest {
  private static final Map<String, String> PROPERTIES =
      Map.of("text", "a".repeat(64), "count", "007", "list", "[1,2.5,null,\"x\"]", "broken", "{1");

  private static Map<String, String> select(String condition, String... projection) {
    return PropertySelection.of(condition, List.of(projection)).apply(PROPERTIES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text =~ '(a+)+\\\\1\\\\1b'", "text =~ '('"})
  void aPatternWithoutAnEndHoldsOfNothing(String condition) {
    var selected = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> select(condition));
    assertThat(selected).isEmpty();
  }

  @Test
  void aRangeOfMillionsIsNotMade() {
    var made =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20), () -> select("true", "{ 'all' : 1..2000000000 }"));
    assertThat(made).isEmpty();
    assertThat(select("3 =~ (1..5)")).isEqualTo(PROPERTIES);
  }

  @Test
  void valuesAreReadAsWhatTheyLookLike() {
    assertThat(select("list[1] > 2 && list[3] == 'x' && list[2] == null")).isEqualTo(PROPERTIES);
    assertThat(select("count == '007' && broken == '{1'")).isEqualTo(PROPERTIES);
    assertThat(select("true", "{ 'copy' : list, 'no' : null, 'sum' : 1 + 2 }"))
        .isEqualTo(Map.of("copy", "[1,2.5,null,\"x\"]", "no", "null", "sum", "3"));
  }
}
