package io.propolis.server.hive;

import io.propolis.server.config.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * One file in Hadoop's form: a {@code configuration} of {@code property} elements with name, value
 * and perhaps {@code final}, as children or attributes; other files come in by XInclude.
 */
final class SiteFile {
  private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";
  private static final String NO_BASE = "http://apache.org/xml/features/xinclude/fixup-base-uris";

  private SiteFile() {}

  /** As written: variables stand in the value. */
  record Written(String name, String value, boolean isFinal) {}

  /** In the order of the file. Throws {@link InvalidSettingException} naming file and line. */
  static List<Written> read(Path file) {
    try {
      var root = parser(file).parse(file.toFile()).getDocumentElement();
      if (!root.getNodeName().equals("configuration")) {
        throw new InvalidSettingException(
            "%s is no configuration of Hive or Hadoop: it begins with <%s>, not <configuration>"
                .formatted(file, root.getNodeName()));
      }
      var properties = new ArrayList<Written>();
      collect(root, properties);
      return properties;
    } catch (SAXParseException e) {
      throw new InvalidSettingException(
          "%s cannot be read: %s (line %d)".formatted(file, e.getMessage(), e.getLineNumber()), e);
    } catch (IOException | SAXException e) {
      throw new InvalidSettingException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** No entities from outside, no document types at all: a site file needs neither. */
  private static DocumentBuilder parser(Path file) throws SAXException {
    var factory = DocumentBuilderFactory.newInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature(NO_DOCTYPE, true);
      factory.setFeature(NO_BASE, false);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setExpandEntityReferences(false);
      factory.setNamespaceAware(true);
      factory.setXIncludeAware(true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      builder.setEntityResolver(
          (publicId, systemId) -> {
            if (!systemId.startsWith("file:")) {
              throw new SAXException("only files are included, not " + systemId);
            }
            return null;
          });
      return builder;
    } catch (ParserConfigurationException e) {
      throw new SAXException("no parser for " + file, e);
    }
  }

  /** Included files bring a configuration element of their own. */
  private static void collect(Element configuration, List<Written> properties) {
    for (var child : children(configuration)) {
      switch (child.getLocalName()) {
        case "configuration" -> collect(child, properties);
        case "property" -> property(child).ifPresent(properties::add);
        default -> {}
      }
    }
  }

  private static Optional<Written> property(Element element) {
    var name = part(element, "name").map(String::strip).filter(text -> !text.isEmpty());
    var value = part(element, "value");
    boolean isFinal = part(element, "final").map(String::strip).orElse("").equals("true");
    return name.isEmpty() || value.isEmpty()
        ? Optional.empty()
        : Optional.of(new Written(name.get(), value.get(), isFinal));
  }

  private static Optional<String> part(Element property, String part) {
    if (property.hasAttribute(part)) {
      return Optional.of(property.getAttribute(part));
    }
    return children(property).stream()
        .filter(child -> part.equals(child.getLocalName()))
        .map(Element::getTextContent)
        .reduce((earlier, later) -> later);
  }

  private static List<Element> children(Element parent) {
    var children = new ArrayList<Element>();
    for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }
}
