package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.propolis.catalog.model.Skew;
import io.propolis.catalog.model.StatisticsData;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One stored JSON column's type. The stored form is pinned by golden texts in a test: a renamed
 * record component must not go unnoticed.
 */
final class Json<T> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .addMixIn(StatisticsData.class, StatisticsDataJson.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(Skew.class, new SkewJson.Writer())
                  .addDeserializer(Skew.class, new SkewJson.Reader()))
          .build();

  private final ObjectReader reader;
  private final ObjectWriter writer;

  private Json(ObjectReader reader, ObjectWriter writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /** A mapper of its own with the same habits. */
  static ObjectMapper mapper() {
    return MAPPER.copy();
  }

  static <T> Json<T> of(TypeReference<T> type) {
    return new Json<>(MAPPER.readerFor(type), MAPPER.writerFor(type));
  }

  /** The same, with the entries of maps in the order of their keys: equal values, equal text. */
  Json<T> canonical() {
    return new Json<>(reader, writer.with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS));
  }

  String write(T value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not storable as JSON: " + value, e);
    }
  }

  T read(String text) {
    try {
      return reader.readValue(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not the expected JSON in the database: " + text, e);
    }
  }

  /** Maps of strings, by far the most frequent; an empty one is stored as NULL. */
  static final class Maps {
    private static final Json<Map<String, String>> MAP = Json.of(new TypeReference<>() {});

    private Maps() {}

    static @Nullable String write(Map<String, String> map) {
      return map.isEmpty() ? null : JsonTexts.map(map);
    }

    static Map<String, String> read(@Nullable String text) {
      return text == null ? Map.of() : MAP.read(text);
    }
  }

  /** Lists of strings, such as the values of a partition. */
  static final class Texts {
    private static final Json<List<String>> LIST = Json.of(new TypeReference<>() {});
    private static final Json<List<List<String>>> LISTS = Json.of(new TypeReference<>() {});

    private Texts() {}

    static String write(List<String> values) {
      return JsonTexts.list(values);
    }

    static List<String> read(String text) {
      return List.copyOf(LIST.read(text));
    }

    static @Nullable String writeAll(List<List<String>> values) {
      return values.isEmpty() ? null : JsonTexts.lists(values);
    }

    static List<List<String>> readAll(@Nullable String text) {
      return text == null ? List.of() : LISTS.read(text);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = StatisticsData.BooleanData.class, name = "boolean"),
    @JsonSubTypes.Type(value = StatisticsData.LongData.class, name = "long"),
    @JsonSubTypes.Type(value = StatisticsData.DoubleData.class, name = "double"),
    @JsonSubTypes.Type(value = StatisticsData.StringData.class, name = "string"),
    @JsonSubTypes.Type(value = StatisticsData.BinaryData.class, name = "binary"),
    @JsonSubTypes.Type(value = StatisticsData.DecimalData.class, name = "decimal"),
    @JsonSubTypes.Type(value = StatisticsData.DateData.class, name = "date"),
    @JsonSubTypes.Type(value = StatisticsData.TimestampData.class, name = "timestamp")
  })
  private interface StatisticsDataJson {}
}
