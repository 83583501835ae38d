package io.propolis.crawlers.formats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.propolis.crawlers.formats.ValueShape.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is read from a tape is what a parser reads; what is no JSON never gets onto one. */
class JsonTapeProperties {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  @Provide
  Arbitrary<List<ObjectNode>> rows() {
    return objects(2).list().ofMinSize(1).ofMaxSize(6);
  }

  private static Arbitrary<JsonNode> values(int depth) {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.of(0, -1, 7, Integer.MAX_VALUE, Integer.MIN_VALUE).map(NODES::numberNode),
            Arbitraries.longs().map(NODES::numberNode),
            Arbitraries.of("9223372036854775808", "-9223372036854775809", "1" + "0".repeat(40))
                .map(digits -> NODES.numberNode(new BigInteger(digits))),
            Arbitraries.doubles().map(NODES::numberNode),
            Arbitraries.of(true, false).map(NODES::booleanNode),
            Arbitraries.just(NODES.nullNode()),
            Arbitraries.of(
                    "2024-01-31", "2024-01-31 10:00:00", "12", "", "x\"y\\z", "ü\n\t€", "日 😀")
                .map(NODES::textNode),
            Arbitraries.strings().ofMaxLength(5).map(NODES::textNode));
    if (depth == 0) {
      return leaves;
    }
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, leaves),
        net.jqwik.api.Tuple.of(1, objects(depth - 1).map(object -> object)),
        net.jqwik.api.Tuple.of(
            1,
            values(depth - 1)
                .list()
                .ofMaxSize(3)
                .map(elements -> NODES.arrayNode().addAll(elements))));
  }

  private static Arbitrary<ObjectNode> objects(int depth) {
    return Arbitraries.maps(
            Arbitraries.of("a", "b", "c", "long_name", "ü", "日", "月", "?", "😀"), values(depth))
        .ofMaxSize(4)
        .map(fields -> NODES.objectNode().setAll(fields));
  }

  @Property(tries = 1000)
  void aShapeFromTapesIsTheShapeFromNodes(@ForAll("rows") List<ObjectNode> rows)
      throws JsonProcessingException {
    var expected = new ValueShape(Texts.QUOTED);
    var found = new ValueShape(Texts.QUOTED);
    var filler = new ShapeFiller(found);
    var tape = new JsonTape();
    for (var row : rows) {
      var text = MAPPER.writeValueAsString(row);
      expected.add(MAPPER.readTree(text), "f");

      assertThat(tape.read(BytedText.of("€" + text + "y"), 1, text.length() + 1)).as(text).isTrue();
      filler.add(tape, "f");
    }

    assertThat(found.fields()).isEqualTo(expected.fields());
    assertThat(found.reasons()).isEqualTo(expected.reasons());
    assertThat(found.conflicts()).isEqualTo(expected.conflicts());
    assertThat(found.timestampPatterns()).isEqualTo(expected.timestampPatterns());
  }

  @Provide
  Arbitrary<List<ObjectNode>> asciiRows() {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            Arbitraries.strings().ascii().ofMaxLength(40).map(NODES::textNode),
            Arbitraries.strings().withChars("ab\"\\\u0001").ofMaxLength(20).map(NODES::textNode),
            Arbitraries.of(
                    "https://www.example.com/b", "https://www.example.com/a", "t", "2024-01-31")
                .map(NODES::textNode),
            Arbitraries.bigDecimals()
                .between(BigDecimal.valueOf(-1e9), BigDecimal.valueOf(1e9))
                .ofScale(2)
                .map(number -> (JsonNode) NODES.numberNode(number)));
    var names =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 99).map(i -> "x" + i),
            Arbitraries.of("a_name_of_more", "a_name_of_much_more_than_16", "a_name_of_less", "?"));
    return Arbitraries.maps(names, leaves)
        .ofMaxSize(30)
        .map(fields -> (ObjectNode) NODES.objectNode().setAll(fields))
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  /** As most files are: bytes of ASCII, a row on each line. */
  @Property(tries = 1000)
  void linesOfBytesAreReadAsNodesAre(
      @ForAll("asciiRows") List<ObjectNode> rows, @ForAll boolean hasReturns)
      throws JsonProcessingException {
    var expected = new ValueShape(Texts.QUOTED);
    var lines = new StringBuilder();
    for (var row : rows) {
      var text = MAPPER.writeValueAsString(row);
      expected.add(MAPPER.readTree(text), "f");
      lines.append(text).append(hasReturns ? " \r\n" : "\n");
    }
    var bytes = (lines + "{").getBytes(StandardCharsets.US_ASCII);
    var piece = BytedText.of(bytes, lines.length(), StandardCharsets.UTF_8);
    var found = new ValueShape(Texts.QUOTED);
    var filler = new ShapeFiller(found);
    var tape = new JsonTape();

    int start = 0;
    for (int row = 0; row < rows.size(); row++) {
      start = tape.line(piece, start);
      filler.add(tape, "f");
    }

    assertThat(start).isEqualTo(lines.length());
    assertThat(piece.isLatin()).isTrue();
    assertThat(found.fields()).isEqualTo(expected.fields());
    assertThat(found.reasons()).isEqualTo(expected.reasons());
    assertThat(found.conflicts()).isEqualTo(expected.conflicts());
  }

  @Property(tries = 5000)
  void aLineIsReadAsFarAsItGoes(@ForAll("almostJson") String text) {
    var tape = new JsonTape();
    boolean isRead = tape.read(BytedText.of(text), 0, text.length());
    int next = tape.line(BytedText.of("x" + text + "\n{}"), 1);
    int atEnd = tape.line(BytedText.of("x" + text), 1);

    assertThat(next).isEqualTo(isRead ? text.length() + 2 : -1);
    assertThat(atEnd).isEqualTo(isRead ? text.length() + 1 : -1);
  }

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\u00e9", "1", "-", ".", "e", "0",
            "true", "null", " ", "\t", "\r", "x")
        .list()
        .ofMaxSize(10)
        .map(parts -> "{\"k\":" + String.join("", parts) + "}");
  }

  @Property(tries = 5000)
  void whatIsOnATapeIsJson(@ForAll("almostJson") String text) throws JsonProcessingException {
    if (new JsonTape().read(BytedText.of(text), 0, text.length())) {
      assertThat(MAPPER.readTree(text).isObject()).isTrue();
    }
  }

  @Example
  void aRowThatBreaksOffLeavesNothing() {
    var tape = new JsonTape();

    assertThat(tape.read(BytedText.of("{\"a\":1,\"b\":[1,2"), 0, 15)).isFalse();
    assertThat(tape.size()).isZero();
  }

  @Example
  void whatIsDeeperThanAParserWouldGoIsLeftToIt() {
    var tape = new JsonTape();

    assertThat(isRead(tape, nested(99))).isTrue();
    assertThat(tape.size()).isEqualTo(101);
    assertThat(isRead(tape, nested(100))).isTrue();
    assertThat(isRead(tape, nested(101))).isFalse();
    assertThat(isRead(tape, nested(5000))).isFalse();
  }

  private static boolean isRead(JsonTape tape, String row) {
    return tape.read(BytedText.of(row), 0, row.length());
  }

  private static String nested(int arrays) {
    return "{\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
  }
}
