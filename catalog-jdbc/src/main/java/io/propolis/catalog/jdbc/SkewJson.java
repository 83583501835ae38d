package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.propolis.catalog.model.Skew;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Skew has a map keyed by lists, which JSON cannot say: it is stored as pairs. */
final class SkewJson {
  private SkewJson() {}

  private record Stored(
      List<String> columns, List<List<String>> values, List<StoredLocation> locations) {}

  private record StoredLocation(List<String> values, String location) {}

  static final class Writer extends JsonSerializer<Skew> {
    @Override
    public void serialize(Skew skew, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      // Sorted, because the order of the map is arbitrary and the text is hashed.
      var locations =
          skew.locations().entrySet().stream()
              .map(e -> new StoredLocation(e.getKey(), e.getValue()))
              .sorted(Comparator.comparing(l -> l.values().toString()))
              .toList();
      out.writePOJO(new Stored(skew.columns(), skew.values(), locations));
    }
  }

  static final class Reader extends JsonDeserializer<Skew> {
    @Override
    public Skew deserialize(JsonParser in, DeserializationContext context) throws IOException {
      var stored = context.readValue(in, Stored.class);
      Map<List<String>, String> locations =
          stored.locations().stream()
              .collect(Collectors.toMap(StoredLocation::values, StoredLocation::location));
      return new Skew(stored.columns(), stored.values(), locations);
    }
  }
}
