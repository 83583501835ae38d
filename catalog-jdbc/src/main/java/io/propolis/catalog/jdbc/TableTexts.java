package io.propolis.catalog.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.ResolvableSerializer;
import io.propolis.catalog.model.Table;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;

/**
 * Writes a table once for all objects of a transaction that hold it: statistics of a thousand
 * partitions are a thousand changes of one table. The text is the same as without.
 */
final class TableTexts extends BeanSerializerModifier {
  /**
   * Attribute of a writer: texts by the table itself, a {@code Map<Object, String>}; may be absent.
   */
  static final String ATTRIBUTE = "tables";

  @Override
  @SuppressWarnings("unchecked") // Jackson knows serializers of beans no closer
  public JsonSerializer<?> modifySerializer(
      SerializationConfig config, BeanDescription description, JsonSerializer<?> serializer) {
    return description.getBeanClass() == Table.class
        ? new Remembering((JsonSerializer<Object>) serializer)
        : serializer;
  }

  private static final class Remembering extends JsonSerializer<Object>
      implements ContextualSerializer, ResolvableSerializer {
    private final JsonSerializer<Object> usual;

    Remembering(JsonSerializer<Object> usual) {
      this.usual = usual;
    }

    @Override
    public void resolve(SerializerProvider provider) throws JsonMappingException {
      if (usual instanceof ResolvableSerializer resolvable) {
        resolvable.resolve(provider);
      }
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
        throws JsonMappingException {
      return usual instanceof ContextualSerializer contextual
          ? new Remembering(
              (JsonSerializer<Object>) contextual.createContextual(provider, property))
          : this;
    }

    @Override
    @SuppressWarnings("unchecked") // see ATTRIBUTE
    public void serialize(Object table, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      var texts = (Map<Object, String>) provider.getAttribute(ATTRIBUTE);
      // Another place of its layout would be another number in the text.
      boolean isFirst = ObjectsJson.place(((Table) table).layout(), provider) == 0;
      if (texts == null || !isFirst) {
        usual.serialize(table, out, provider);
        return;
      }
      var text = texts.get(table);
      if (text == null) {
        text = text(table, out, provider);
        texts.put(table, text);
      }
      out.writeRawValue(text);
    }

    private String text(Object table, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      var text = new StringWriter();
      try (var generator = out.getCodec().getFactory().createGenerator(text)) {
        usual.serialize(table, generator, provider);
      }
      return text.toString();
    }
  }
}
