package io.propolis.glue.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.propolis.glue.codec.Encoded;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer that lists tables which were written before. */
record TableList(List<Encoded> tables, @Nullable String token) implements Answer {
  @Override
  public void writeTo(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("TableList");
    for (var table : tables) {
      json.writeRawValue(table);
    }
    json.writeEndArray();
    if (token != null) {
      json.writeStringField("NextToken", token);
    }
    json.writeEndObject();
  }
}
