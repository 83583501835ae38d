package io.propolis.glue.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes objects of the SDK's classes as JSON, member by member. Absent ones are left out. */
public final class PojoWriter {
  static final ObjectMapper JSON = new ObjectMapper();

  private final JsonGenerator json;
  private final Unknown unknown;

  /**
   * @param unknown what the objects hold beside their fields
   */
  public PojoWriter(JsonGenerator json, Unknown unknown) {
    this.json = json;
    this.unknown = unknown;
  }

  /** One member of an object as JSON; null when it is absent. */
  public static @Nullable JsonNode member(SdkPojo object, String name, Unknown unknown) {
    var field = object.sdkFieldNameToField().get(name);
    var value = field == null ? null : field.getValueOrDefault(object);
    if (field == null || value == null || isAbsent(value)) {
      return unknown.of(object).get(name);
    }
    try (var tokens = new TokenBuffer(JSON, false)) {
      new PojoWriter(tokens, unknown).write(field, value);
      return JSON.readTree(tokens.asParser());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void write(SdkPojo object) throws IOException {
    json.writeStartObject();
    for (var field : object.sdkFields()) {
      var value = field.getValueOrDefault(object);
      if (value != null && !isAbsent(value)) {
        json.writeFieldName(field.locationName());
        write(field, value);
      }
    }
    for (var member : unknown.of(object).entrySet()) {
      json.writeFieldName(member.getKey());
      json.writeTree(member.getValue());
    }
    json.writeEndObject();
  }

  /** The SDK's own empty collections stand for what was never set. */
  private static boolean isAbsent(Object value) {
    return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
  }

  private void write(SdkField<?> field, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }
    switch (field.marshallingType().getKnownType()) {
      case STRING -> json.writeString(value.toString());
      case INTEGER, SHORT, BYTE -> json.writeNumber(((Number) value).intValue());
      case LONG -> json.writeNumber(((Number) value).longValue());
      case FLOAT, DOUBLE -> json.writeNumber(((Number) value).doubleValue());
      case BIG_DECIMAL -> json.writeNumber((BigDecimal) value);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INSTANT -> instant(field, (Instant) value);
      case SDK_BYTES -> json.writeBinary(((SdkBytes) value).asByteArrayUnsafe());
      case DOCUMENT -> document((Document) value);
      case SDK_POJO -> write((SdkPojo) value);
      case LIST -> list(field, (Collection<?>) value);
      case MAP -> map(field, (Map<?, ?>) value);
      case NULL -> json.writeNull();
    }
  }

  private void list(SdkField<?> field, Collection<?> list) throws IOException {
    var member = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
    json.writeStartArray();
    for (var each : list) {
      write(member, each);
    }
    json.writeEndArray();
  }

  private void map(SdkField<?> field, Map<?, ?> map) throws IOException {
    var member = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
    json.writeStartObject();
    for (var entry : map.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(member, entry.getValue());
    }
    json.writeEndObject();
  }

  /** Seconds since the epoch, with milliseconds where there are any. */
  private void instant(SdkField<?> field, Instant time) throws IOException {
    var format = field.getTrait(TimestampFormatTrait.class);
    if (format != null && format.format() == TimestampFormatTrait.Format.ISO_8601) {
      json.writeString(time.toString());
    } else if (time.getNano() == 0) {
      json.writeNumber(time.getEpochSecond());
    } else {
      json.writeNumber(BigDecimal.valueOf(time.toEpochMilli(), 3));
    }
  }

  private void document(Document document) throws IOException {
    if (document.isMap()) {
      json.writeStartObject();
      for (var entry : document.asMap().entrySet()) {
        json.writeFieldName(entry.getKey());
        document(entry.getValue());
      }
      json.writeEndObject();
    } else if (document.isList()) {
      json.writeStartArray();
      for (var each : document.asList()) {
        document(each);
      }
      json.writeEndArray();
    } else if (document.isNumber()) {
      json.writeNumber(document.asNumber().bigDecimalValue());
    } else if (document.isBoolean()) {
      json.writeBoolean(document.asBoolean());
    } else if (document.isString()) {
      json.writeString(document.asString());
    } else {
      json.writeNull();
    }
  }
}
