package io.propolis.catalog.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticsStateTest {
  private static Map<String, String> parameters(String state) {
    return Map.of(StatisticsState.KEY, state, "numRows", "5");
  }

  private static StatisticsState read(String state) {
    return StatisticsState.of(parameters(state));
  }

  @Test
  void hivesTextIsReadAndWritten() {
    var text = "{\"BASIC_STATS\":\"true\",\"COLUMN_STATS\":{\"a\":\"true\",\"b\":\"true\"}}";
    var state = read(text);
    assertThat(state.isBasic()).isTrue();
    assertThat(state.isOf("B")).isTrue();
    assertThat(state.isOf("c")).isFalse();
    assertThat(state).hasToString(text);
  }

  @Test
  void whatOtherWritersPutIsRead() {
    assertThat(read("true").isBasic()).isTrue();
    assertThat(read("TRUE").isBasic()).isTrue();
    assertThat(read("false").isBasic()).isFalse();
    var state = read(" {}").isBasic();
    assertThat(state).isFalse();
    var loose =
        read("{ \"COLUMN_STATS\" : { \"x\" : true, \"y\":\"false\" }, \"BASIC_STATS\":true }");
    assertThat(loose.isBasic()).isTrue();
    assertThat(loose.isOf("x")).isTrue();
    assertThat(loose.isOf("y")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "}",
        "{{{{",
        "{\"",
        "{\"COLUMN_STATS\"}",
        "{\"a\":{\"b\":{\"c\":{}}}}",
        "[]",
        "{\"BASIC_STATS\":1}"
      })
  void garbageSaysNothing(String text) {
    assertThat(read(text)).hasToString("{}");
  }

  @Test
  void anyColumnNameComesBack() {
    var names = List.of("quote\"d", "back\\slash", "tab\t", "漢字", "true", "}", "column_stats");
    var marked = StatisticsState.withColumns(Map.of(), names);
    assertThat(names).allMatch(name -> StatisticsState.of(marked).isOf(name));
    assertThat(StatisticsState.withoutColumns(marked, names)).containsValue("{}");
  }

  @Test
  void marksChangeNothingElse() {
    var marked = StatisticsState.withColumns(parameters("true"), List.of("B", "a"));
    assertThat(marked)
        .containsEntry("numRows", "5")
        .containsEntry(
            StatisticsState.KEY,
            "{\"BASIC_STATS\":\"true\",\"COLUMN_STATS\":{\"a\":\"true\",\"b\":\"true\"}}");
    assertThat(StatisticsState.withColumns(marked, List.of("a"))).isSameAs(marked);
    assertThat(StatisticsState.withoutColumns(marked, List.of("c"))).isSameAs(marked);
    assertThat(StatisticsState.without(marked)).containsOnlyKeys("numRows");
    assertThat(StatisticsState.withoutAllColumns(marked))
        .containsEntry(StatisticsState.KEY, "{\"BASIC_STATS\":\"true\"}");
  }
}
