package io.propolis.glue.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTreeTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What looks like an array within a text, escapes and letters of several bytes among them. */
  private static final String COLUMNS = columns("a [\\\"1,2]\\\\");

  private static String columns(String comment) {
    return IntStream.range(0, 20)
        .mapToObj(i -> "{\"Name\":\"c%d\",\"Comment\":\"%s é漢\"}".formatted(i, comment))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String request(String... columns) {
    return IntStream.range(0, columns.length)
        .mapToObj(i -> "{\"Values\":[\"%d\"],\"Columns\": %s }".formatted(i, columns[i]))
        .collect(Collectors.joining(",", "{\"Inputs\":[", "],\"Last\":[1,[2,[]],{}]}"));
  }

  private static JsonNode parse(String json) throws IOException {
    return RequestTree.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String[] times(int count, String columns) {
    return IntStream.range(0, count).mapToObj(i -> columns).toArray(String[]::new);
  }

  @Test
  void repeatedArraysAreOneObjectAndTheTreeIsTheSame() throws IOException {
    var request = request(times(50, COLUMNS));

    var tree = parse(request);

    assertThat(tree).isEqualTo(JSON.readTree(request));
    var first = tree.path("Inputs").path(1).path("Columns");
    assertThat(tree.path("Inputs").path(49).path("Columns")).isSameAs(first);
  }

  @Test
  void whatDiffersIsReadAsItIs() throws IOException {
    var other = columns("other");
    var mixed = new String[60];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = i % 7 < 3 ? COLUMNS : i % 7 == 3 ? "[]" : i % 7 == 4 ? "null" : other;
    }
    var request = request(mixed);

    assertThat(parse(request)).isEqualTo(JSON.readTree(request));
  }

  @Test
  void shortRequestsAreReadAsTheyAre() throws IOException {
    var request = request(COLUMNS, COLUMNS);

    assertThat(parse(request)).isEqualTo(JSON.readTree(request));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}", "]", "\"", "\\", "[", "{\"a\":[", ",{\"Columns\":[1"})
  void whatIsNoJsonIsRefused(String ending) {
    var request = request(times(50, COLUMNS));
    var broken = request.substring(0, request.length() - 1) + ending;

    if (!ending.equals("}")) {
      assertThatThrownBy(() -> parse(broken)).isInstanceOf(JsonProcessingException.class);
    }
    assertThatThrownBy(() -> parse(request + ending + "]"))
        .isInstanceOf(JsonProcessingException.class);
  }

  /** An array that is no JSON, and is the same as the one before. */
  @Test
  void brokenArraysAreRefused() {
    var broken = COLUMNS.replace("\"Name\":\"c7\"", "\"Name\"");

    assertThatThrownBy(() -> parse(request(times(50, broken))))
        .isInstanceOf(JsonProcessingException.class);
  }

  private static String descriptor(String location) {
    return """
    {"Columns":%s,"Location":"%s","Parameters":{"Location":"x","one":"two"},\
    "InputFormat":"org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat"}"""
        .formatted(COLUMNS, location);
  }

  private static String described(String... descriptors) {
    return IntStream.range(0, descriptors.length)
        .mapToObj(i -> "{\"Values\":[\"%d\"],\"Sd\": %s}".formatted(i, descriptors[i]))
        .collect(Collectors.joining(" ,", "{\"Inputs\":[", "]}"));
  }

  @Test
  void objectsThatDifferInOneTextAreOfOneModel() throws IOException {
    var locations =
        IntStream.range(0, 50)
            .mapToObj(i -> descriptor("s3://lake/\\u00e9 \\\"%d\\\\".formatted(i)))
            .toArray(String[]::new);
    var request = described(locations);

    var tree = parse(request);

    assertThat(tree).isEqualTo(JSON.readTree(request));
    var third = (AlikeNode) tree.at("/Inputs/2/Sd");
    var last = (AlikeNode) tree.at("/Inputs/49/Sd");
    assertThat(last.model()).isSameAs(third.model());
    assertThat(last.differing()).isEqualTo("Location");
    assertThat(last.path("Location").asText()).isEqualTo("s3://lake/\u00e9 \"49\\");
  }

  /** Whatever differs, the tree is the one that the library makes of the whole. */
  @Test
  void objectsThatDifferInMoreAreReadAsTheyAre() throws IOException {
    var one = descriptor("a");
    var kinds =
        new String[] {
          one,
          descriptor("ab"),
          descriptor("c"),
          descriptor(""),
          one.replace("two", "three"),
          one.replace("\"x\"", "\"y\""),
          one.replace("\"one\"", "\"other\""),
          one.replace("\"Location\":\"a\"", "\"Location\":7"),
          one.replace("\"Location\":\"a\"", "\"Location\":null"),
          one.replace("\"Location\":\"a\"", "\"Location\":\"a\",\"Location\":\"b\""),
          one.replace("\"Location\":\"a\"", "\"Location\":\"b\",\"Location\":\"b\""),
          one.replace("{\"Columns\"", "{\"Col\":\"x\",\"Columns\""),
          "{}",
          "null"
        };
    var random = new Random(7);
    for (int round = 0; round < 200; round++) {
      var mixed =
          IntStream.range(0, 40)
              .mapToObj(i -> kinds[random.nextInt(random.nextInt(kinds.length) + 1)])
              .toArray(String[]::new);
      var request = described(mixed);

      assertThat(parse(request)).isEqualTo(JSON.readTree(request));
    }
  }

  @Test
  void whatRepeatsIsNoNameOfAMember() {
    var array = COLUMNS + ",";
    var request = "[" + array.repeat(30) + "{" + COLUMNS + ":1}]";

    assertThatThrownBy(() -> parse(request)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void aTextThatDiffersIsHeldAgainstTheRulesOfTexts() {
    var request =
        described(
            IntStream.range(0, 50)
                .mapToObj(i -> descriptor(i < 49 ? "s3://" + i : "\\x"))
                .toArray(String[]::new));

    assertThatThrownBy(() -> parse(request)).isInstanceOf(JsonProcessingException.class);
  }
}
