package io.propolis.catalog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import java.io.IOException;
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
  private static final Json<List<List<String>>> LISTS_OF_LISTS = Json.of(new TypeReference<>() {});

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
    var lists = List.of(list, List.<String>of(), list);
    assertThat(JsonTexts.lists(lists)).isEqualTo(LISTS_OF_LISTS.write(lists));
    assertThat(JsonTexts.lists(List.of())).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "\"é\\\u0001"})
  void partitionsAreWrittenWithAllThatTheyHave(String text) {
    var full =
        new Partition(
            List.of(text, "b"),
            text,
            StorageLayout.EMPTY,
            Map.of("p" + text, text),
            7,
            1L << 50,
            Map.of("e" + text, text));
    var bare = new Partition(List.of(), null, StorageLayout.EMPTY, Map.of(), 0, -1, Map.of());
    for (var partition : List.of(full, bare)) {
      assertThat(JsonTexts.partition(partition, 0)).isEqualTo(partition(partition));
    }
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

  /** As Jackson writes the record, with a number for its layout. */
  private static String partition(Partition partition) {
    var mapper =
        Json.mapper()
            .registerModule(
                new SimpleModule()
                    .addSerializer(
                        StorageLayout.class,
                        new StdSerializer<>(StorageLayout.class) {
                          @Override
                          public void serialize(
                              StorageLayout layout, JsonGenerator out, SerializerProvider provider)
                              throws IOException {
                            out.writeNumber(0);
                          }
                        }));
    for (var container : List.of(List.class, Map.class)) {
      mapper
          .configOverride(container)
          .setInclude(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS));
    }
    try {
      return mapper.writeValueAsString(partition);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
