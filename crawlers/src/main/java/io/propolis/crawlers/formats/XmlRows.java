package io.propolis.crawlers.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * XML: rows are the elements of one name. Attributes and text become columns as Spark's XML source
 * names them, {@code _name} and {@code _VALUE}. Entities and document types are not resolved.
 */
final class XmlRows implements ContentClassifier {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The text of an element that has more than text. */
  static final String VALUE = "_VALUE";

  private static final int DEEPEST = 200;

  /** Rows lie no deeper, when no classifier names them. */
  private static final int DEEPEST_ROW = 8;

  private final @Nullable String rowTag;
  private final String classification;

  /** The classifier that finds the rows by itself. */
  XmlRows() {
    this(null, "xml");
  }

  /** The classifier for the rows of a tag. */
  XmlRows(@Nullable String rowTag, String classification) {
    this.rowTag = rowTag;
    this.classification = classification;
  }

  @Override
  public String name() {
    return "xml";
  }

  @Override
  public Optional<Recognised> classify(Content content) throws IOException {
    var text = content.text();
    if (text.start() != '<') {
      return Optional.empty();
    }
    var start = text.head().stripLeading().toLowerCase(Locale.ROOT);
    if (start.startsWith("<html") || start.startsWith("<!doctype html")) {
      throw new UnreadableFileException("it is HTML");
    }
    if (start.length() < 2
        || !(Character.isLetter(start.charAt(1)) || "?!_".indexOf(start.charAt(1)) >= 0)) {
      return Optional.empty();
    }
    var tag = rowTag != null ? rowTag : repeated(content);
    if (tag == null) {
      return Optional.empty();
    }
    var shape = new ValueShape(ValueShape.Texts.BARE);
    long rows = rows(content, tag, shape);
    if (rows == 0) {
      if (rowTag != null) {
        return Optional.empty();
      }
      throw new LongRowException("its first row is XML");
    }
    var schema =
        new FileSchema.Tree(
            FileFormat.XML,
            content.compression(),
            classification,
            tag,
            shape,
            content.head().length / rows);
    return Optional.of(Recognised.surely(schema, classification));
  }

  private static XMLStreamReader reader(Content content) throws XMLStreamException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory.createXMLStreamReader(new ByteArrayInputStream(content.head()));
  }

  /**
   * The name of the element that occurs most often at the depth, nearest to the root, at which any
   * does so twice; the root's, when none does.
   */
  private static @Nullable String repeated(Content content) throws UnreadableFileException {
    var counts = new ArrayList<Map<String, Integer>>();
    String root = null;
    try {
      var xml = reader(content);
      int depth = 0;
      while (xml.hasNext()) {
        int event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT) {
          root = root == null ? xml.getLocalName() : root;
          if (depth < DEEPEST_ROW) {
            while (counts.size() <= depth) {
              counts.add(new LinkedHashMap<>());
            }
            counts.get(depth).merge(xml.getLocalName(), 1, Integer::sum);
          }
          depth++;
        } else if (event == XMLStreamConstants.END_ELEMENT) {
          depth--;
        }
      }
    } catch (XMLStreamException e) {
      if (root == null) {
        return null;
      }
      if (content.isWhole()) {
        throw broken(e);
      }
    }
    for (var level : counts) {
      var most = level.entrySet().stream().max(Map.Entry.comparingByValue());
      if (most.isPresent() && most.get().getValue() > 1) {
        return most.get().getKey();
      }
    }
    return root;
  }

  private static UnreadableFileException broken(XMLStreamException e) {
    return new UnreadableFileException(
        "it begins as XML and is broken: " + String.valueOf(e.getMessage()).replace('\n', ' '), e);
  }

  private static long rows(Content content, String tag, ValueShape shape)
      throws UnreadableFileException {
    long rows = 0;
    try {
      var xml = reader(content);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals(tag)) {
          var row = element(xml, 0);
          shape.add(
              row.isObject() ? row : NODES.objectNode().set(VALUE, row),
              TextSample.origin(content.file().location()));
          rows++;
        }
      }
    } catch (XMLStreamException e) {
      if (content.isWhole()) {
        throw broken(e);
      }
    }
    return rows;
  }

  /** The element that the reader stands at the start of, and at the end of afterwards. */
  private static JsonNode element(XMLStreamReader xml, int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw new XMLStreamException("elements lie deeper than " + DEEPEST);
    }
    var node = NODES.objectNode();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      if (!xml.getAttributeLocalName(i).startsWith("xmlns")) {
        node.put("_" + xml.getAttributeLocalName(i), xml.getAttributeValue(i));
      }
    }
    var text = new StringBuilder();
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      if (event == XMLStreamConstants.START_ELEMENT) {
        add(node, xml.getLocalName(), element(xml, depth + 1));
      } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
        text.append(xml.getText());
      }
    }
    var value = text.toString().strip();
    if (node.isEmpty()) {
      return value.isEmpty() ? NODES.nullNode() : NODES.textNode(value);
    }
    if (!value.isEmpty()) {
      node.put(VALUE, value);
    }
    return node;
  }

  /** Elements of one name are an array. */
  private static void add(ObjectNode parent, String name, JsonNode child) {
    var known = parent.get(name);
    if (known == null) {
      parent.set(name, child);
    } else if (known instanceof ArrayNode several) {
      several.add(child);
    } else {
      parent.set(name, NODES.arrayNode().add(known).add(child));
    }
  }
}
