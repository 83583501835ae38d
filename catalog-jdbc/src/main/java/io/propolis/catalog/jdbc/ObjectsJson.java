package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.propolis.catalog.model.Constraint;
import io.propolis.catalog.model.Partition;
import io.propolis.catalog.model.StorageLayout;
import io.propolis.catalog.model.change.ChangedObjects;
import io.propolis.catalog.model.change.ChangedObjects.OfCatalog;
import io.propolis.catalog.model.change.ChangedObjects.OfConstraints;
import io.propolis.catalog.model.change.ChangedObjects.OfDatabase;
import io.propolis.catalog.model.change.ChangedObjects.OfFunction;
import io.propolis.catalog.model.change.ChangedObjects.OfPartitions;
import io.propolis.catalog.model.change.ChangedObjects.OfStatistics;
import io.propolis.catalog.model.change.ChangedObjects.OfTable;
import io.propolis.catalog.model.change.ChangedObjects.OfWrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@link ChangedObjects} as JSON in which a layout is a number: its place in a list that is kept
 * beside the text. Empty lists and maps are left out.
 */
final class ObjectsJson {
  private static final String PLACES = "layouts";

  private static final ObjectMapper MAPPER =
      Json.mapper()
          .addMixIn(ChangedObjects.class, ChangedObjectsJson.class)
          .addMixIn(Constraint.Rule.class, RuleJson.class)
          .registerModule(
              new SimpleModule()
                  .setSerializerModifier(new TableTexts())
                  .addSerializer(StorageLayout.class, new PlaceOfLayout())
                  .addSerializer(Partition.class, new TextOfPartition())
                  .addDeserializer(StorageLayout.class, new LayoutAtPlace()));

  static {
    for (var container : List.of(List.class, Map.class)) {
      MAPPER
          .configOverride(container)
          .setInclude(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
          .setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }
  }

  private static final ObjectWriter WRITER = MAPPER.writerFor(ChangedObjects.class);

  /** A text, and the layouts that the numbers in it mean. */
  record Written(String text, List<StorageLayout> layouts) {}

  private ObjectsJson() {}

  static Written write(ChangedObjects objects) {
    return write(objects, WRITER);
  }

  /** In the same order. */
  static List<Written> writeAll(Collection<? extends ChangedObjects> all) {
    var writer =
        all.size() == 1
            ? WRITER
            : WRITER.withAttribute(TableTexts.ATTRIBUTE, new IdentityHashMap<Object, String>());
    return all.stream().map(objects -> write(objects, writer)).toList();
  }

  private static Written write(ChangedObjects objects, ObjectWriter writer) {
    var places = new Places();
    try {
      var text = writer.withAttribute(PLACES, places).writeValueAsString(objects);
      return new Written(text, List.copyOf(places.byContent.keySet()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not storable as JSON: " + objects, e);
    }
  }

  static ChangedObjects read(JsonNode objects, List<StorageLayout> layouts) {
    try {
      return MAPPER
          .readerFor(ChangedObjects.class)
          .withAttribute(PLACES, new ArrayList<>(layouts))
          .readValue(objects);
    } catch (IOException e) {
      throw new IllegalStateException("Not the expected JSON in the database: " + objects, e);
    }
  }

  /** Numbers layouts in the order in which they come. */
  private static final class Places {
    private final Map<StorageLayout, Integer> byContent = new LinkedHashMap<>();

    /** Mostly the same object comes again: its columns need not be compared. */
    private final Map<StorageLayout, Integer> byObject = new IdentityHashMap<>();

    int of(StorageLayout layout) {
      return byObject.computeIfAbsent(
          layout, each -> byContent.computeIfAbsent(each, unknown -> byContent.size()));
    }
  }

  private static final class PlaceOfLayout extends JsonSerializer<StorageLayout> {
    @Override
    public void serialize(StorageLayout layout, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(place(layout, provider));
    }
  }

  /** The number of a layout in what is being written. */
  static int place(StorageLayout layout, SerializerProvider provider) {
    return ((Places) provider.getAttribute(PLACES)).of(layout);
  }

  /** What a thousand partitions of one change are, without a look at each of their fields. */
  private static final class TextOfPartition extends JsonSerializer<Partition> {
    @Override
    public void serialize(Partition partition, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(JsonTexts.partition(partition, place(partition.layout(), provider)));
    }
  }

  private static final class LayoutAtPlace extends JsonDeserializer<StorageLayout> {
    @Override
    public StorageLayout deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      var layouts = (List<?>) context.getAttribute(PLACES);
      return (StorageLayout) Objects.requireNonNull(layouts.get(in.getIntValue()));
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = OfCatalog.class, name = "catalog"),
    @JsonSubTypes.Type(value = OfDatabase.class, name = "database"),
    @JsonSubTypes.Type(value = OfTable.class, name = "table"),
    @JsonSubTypes.Type(value = OfPartitions.class, name = "partitions"),
    @JsonSubTypes.Type(value = OfFunction.class, name = "function"),
    @JsonSubTypes.Type(value = OfConstraints.class, name = "constraints"),
    @JsonSubTypes.Type(value = OfStatistics.class, name = "statistics"),
    @JsonSubTypes.Type(value = OfWrite.class, name = "write")
  })
  private interface ChangedObjectsJson {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Constraint.PrimaryKey.class, name = "primaryKey"),
    @JsonSubTypes.Type(value = Constraint.ForeignKey.class, name = "foreignKey"),
    @JsonSubTypes.Type(value = Constraint.Unique.class, name = "unique"),
    @JsonSubTypes.Type(value = Constraint.NotNull.class, name = "notNull"),
    @JsonSubTypes.Type(value = Constraint.Default.class, name = "default"),
    @JsonSubTypes.Type(value = Constraint.Check.class, name = "check")
  })
  private interface RuleJson {}
}
