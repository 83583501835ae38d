package io.propolis.crawlers.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.List;

/** Reads samples of JSON lines: every line an object. */
final class JsonLines {
  private static final ObjectReader READER =
      new ObjectMapper()
          .readerFor(JsonNode.class)
          .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** One broken line in so many is passed over; more, and the file is not JSON lines. */
  private static final int TOLERANCE = 20;

  private JsonLines() {}

  static FileSchema read(TextSample sample) throws UnreadableFileException {
    var shape = new JsonShape();
    long lines = 0;
    long broken = 0;
    String firstBroken = "";
    for (var piece : sample.pieces()) {
      for (var line : (Iterable<String>) piece.lines()::iterator) {
        if (line.isBlank()) {
          continue;
        }
        lines++;
        try {
          JsonNode value = READER.readValue(line);
          if (!value.isObject()) {
            throw noObject(value);
          }
          shape.add(value);
        } catch (JsonProcessingException e) {
          firstBroken = broken == 0 ? "line " + lines + ": " + e.getOriginalMessage() : firstBroken;
          broken++;
        }
      }
    }
    if (broken * TOLERANCE > lines) {
      throw new UnreadableFileException(
          "it begins as JSON, but %d of %d sampled lines hold no object of their own (%s)"
              .formatted(broken, lines, firstBroken));
    }
    return new FileSchema.Json(
        sample.compression(),
        FileSchema.JsonForm.LINES,
        shape,
        List.copyOf(shape.timestampPatterns()),
        lines == 0 ? 0 : sample.length() / lines);
  }

  private static UnreadableFileException noObject(JsonNode value) {
    return new UnreadableFileException(
        value.isArray()
            ? "it is a JSON array; a table needs JSON lines, one object on each"
            : "its lines are JSON values that are no objects");
  }
}
