package io.propolis.compat.random;

import io.propolis.compat.random.ColumnType.ListOf;
import io.propolis.compat.random.ColumnType.Struct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Rows as elements of XML, written by the JDK's own library. */
final class XmlRows {
  private XmlRows() {}

  static void write(RandomTable table, List<List<Object>> rows, Path file, long seed)
      throws IOException {
    try (var out = Files.newOutputStream(file)) {
      var xml =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("rows");
      for (var row : rows) {
        element(xml, "row", new Struct(table.columns()), row);
      }
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void element(XMLStreamWriter xml, String name, ColumnType type, Object value)
      throws XMLStreamException {
    if (value == null) {
      return;
    }
    if (type instanceof ListOf list) {
      for (var each : (List<?>) value) {
        element(xml, name, list.element(), each);
      }
      return;
    }
    xml.writeStartElement(name);
    if (type instanceof Struct struct) {
      for (int i = 0; i < struct.fields().size(); i++) {
        var field = struct.fields().get(i);
        element(xml, field.name(), field.type(), ((List<?>) value).get(i));
      }
    } else {
      xml.writeCharacters(Texts.of(value));
    }
    xml.writeEndElement();
    if (name.equals("row")) {
      xml.writeCharacters("\n");
    }
  }
}
