package io.propolis.crawlers.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Reads samples of a document that is an array of objects, each of them a row. */
final class JsonArray {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonArray() {}

  /** Empty for another document. What begins as one and is broken is broken for all. */
  static Optional<FileSchema> read(TextSample sample) throws UnreadableFileException {
    if (!sample.head().stripLeading().startsWith("[")) {
      return Optional.empty();
    }
    var shape = new JsonShape();
    long rows = 0;
    try (var parser = JSON.createParser(sample.head())) {
      parser.nextToken();
      while (parser.nextToken() != null && parser.currentToken() != JsonToken.END_ARRAY) {
        JsonNode row = parser.readValueAsTree();
        if (!row.isObject()) {
          return Optional.empty();
        }
        shape.add(row);
        rows++;
      }
    } catch (JsonProcessingException e) {
      // Only the head of a long document is read, which ends within a row.
      if (sample.whole() || rows == 0) {
        throw new UnreadableFileException("its JSON is broken: " + e.getOriginalMessage(), e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.of(
        new FileSchema.Json(
            sample.compression(),
            FileSchema.JsonForm.ARRAY,
            shape,
            List.copyOf(shape.timestampPatterns()),
            rows == 0 ? 0 : sample.head().length() / rows));
  }
}
