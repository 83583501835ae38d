package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those that Jackson makes. */
class JsonTextsTest {
  private static final Json<Map<String, String>> MAPS = Json.of(new TypeReference<>() {});
  private static final Json<List<String>> LISTS = Json.of(new TypeReference<>() {});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"quoted\" \\ /",
        "\u0000\u0007\b\t\n\f\r\u001f\u007f",
        "é漢字😀\u2028"
      })
  void everyTextIsWrittenAsJacksonDoes(String text) {
    var list = List.of(text, "b", text);
    assertThat(JsonTexts.list(list)).isEqualTo(LISTS.write(list));
    var map = new LinkedHashMap<String, String>();
    map.put(text, "1");
    map.put("b" + text, text);
    assertThat(JsonTexts.map(map)).isEqualTo(MAPS.write(map));
  }

  @Test
  void nullsAndEmptyCollectionsToo() {
    var list = Arrays.asList(null, "a", null);
    assertThat(JsonTexts.list(list)).isEqualTo(LISTS.write(list));
    assertThat(JsonTexts.list(List.of())).isEqualTo("[]");
    var map = new LinkedHashMap<String, String>();
    map.put("k", null);
    assertThat(JsonTexts.map(map)).isEqualTo(MAPS.write(map));
  }
}
