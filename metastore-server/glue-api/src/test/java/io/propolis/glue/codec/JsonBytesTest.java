package io.propolis.glue.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBytesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final JsonBytes out = new JsonBytes(sent);

  private String sent() throws IOException {
    out.flush();
    return sent.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain ~",
        "a\"b\\c/d",
        "\b\f\n\r\t\u0000\u001f\u007f",
        "é漢😀",
        "\u2028\u2029"
      })
  void textsAreWhatTheGeneratorMakesOfThem(String text) throws IOException {
    out.text(text);

    assertThat(sent()).isEqualTo(JSON.writeValueAsString(text));
  }

  /** Pieces of all sizes, among them some larger than what is gathered. */
  @Test
  void whatIsLongLeavesWholeAndInOrder() throws IOException {
    var expected = new StringBuilder("[");
    out.raw('[');
    for (int size = 1; size < 1 << 19; size = size * 3 + 1) {
      var text = "x".repeat(size);
      out.text(text);
      out.raw(',');
      out.raw(JSON.writeValueAsBytes(text + "é"));
      out.raw(',');
      out.generated(json -> json.writeString(text));
      out.raw(',');
      expected
          .append(JSON.writeValueAsString(text))
          .append(',')
          .append(JSON.writeValueAsString(text + "é"))
          .append(',')
          .append(JSON.writeValueAsString(text))
          .append(',');
    }

    assertThat(sent()).isEqualTo(expected.toString());
  }

  @Test
  void membersAreReadyToStandBehindOthers() {
    assertThat(JsonBytes.members(json -> {})).isEmpty();
    assertThat(
            JsonBytes.members(
                json -> {
                  json.writeNumberField("a", 1);
                  json.writeStringField("b", "é");
                }))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(",\"a\":1,\"b\":\"é\"");
  }
}
