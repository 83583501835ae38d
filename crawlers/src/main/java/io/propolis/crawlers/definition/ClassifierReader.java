package io.propolis.crawlers.definition;

import com.fasterxml.jackson.databind.JsonNode;
import io.propolis.crawlers.definition.Classifier.Datatype;
import io.propolis.crawlers.definition.Classifier.Header;
import io.propolis.crawlers.definition.Classifier.SerDe;
import io.propolis.crawlers.definition.Reading.UnknownKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads classifiers: one member of the name of its kind, as in Glue's CreateClassifier. */
final class ClassifierReader {
  private static final Map<String, Function<Section, Classifier>> KINDS =
      new TreeMap<>(
          Map.of(
              "CsvClassifier", ClassifierReader::csv,
              "JsonClassifier", ClassifierReader::json,
              "GrokClassifier", ClassifierReader::grok,
              "XMLClassifier", ClassifierReader::xml));

  private static final String JSON_PATH =
      "\\$(\\.[A-Za-z_][\\w-]*|\\.\\*|\\[\\*]|\\[\\d+]|\\['[^']+'])*";
  private static final String XML_NAME =
      "[\\p{L}_][\\p{L}\\p{N}._-]*(:[\\p{L}_][\\p{L}\\p{N}._-]*)?";

  private ClassifierReader() {}

  static Classifier read(JsonNode node) {
    var root = new Section("", node, new Reading(UnknownKeys.PASSED_OVER));
    var given = KINDS.keySet().stream().filter(root::has).toList();
    if (given.size() != 1) {
      throw new InvalidDefinitionException(
          "A classifier is one of %s, not: %s".formatted(KINDS.keySet(), given));
    }
    var kind = given.get(0);
    return Objects.requireNonNull(KINDS.get(kind), kind).apply(root.section(kind).orElseThrow());
  }

  private static Classifier csv(Section csv) {
    var delimiter = character(csv, "Delimiter");
    var quote = character(csv, "QuoteSymbol");
    if (delimiter != null && delimiter.equals(quote)) {
      throw csv.wrong("QuoteSymbol", "another character than the Delimiter");
    }
    var columns = csv.texts("Header");
    var distinct = new HashSet<String>();
    for (var column : columns) {
      if (column.isBlank() || !distinct.add(column.toLowerCase(Locale.ROOT))) {
        throw csv.wrong("Header", "a list of names that differ, case aside");
      }
    }
    csv.flag("DisableValueTrimming");
    return new Classifier.Csv(
        csv.requiredText("Name"),
        delimiter,
        quote,
        csv.choice("ContainsHeader", Header.class).orElse(Header.UNKNOWN),
        columns,
        csv.flag("AllowSingleColumn").orElse(false),
        datatypes(csv, columns.size()),
        serDe(csv));
  }

  private static @Nullable Character character(Section csv, String key) {
    var node = csv.node().path(key);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual() || node.textValue().length() != 1) {
      throw csv.wrong(key, "one character");
    }
    return node.textValue().charAt(0);
  }

  private static List<Datatype> datatypes(Section csv, int columns) {
    var names = csv.texts("CustomDatatypes");
    for (var name : names) {
      if (Stream.of(Datatype.values()).noneMatch(type -> type.name().equalsIgnoreCase(name))) {
        throw csv.wrong("CustomDatatypes", "of " + List.of(Datatype.values()));
      }
    }
    boolean configured = csv.flag("CustomDatatypeConfigured").orElse(!names.isEmpty());
    if (configured && names.isEmpty()) {
      throw csv.wrong("CustomDatatypes", "given when CustomDatatypeConfigured is true");
    }
    if (configured && columns > 0 && columns != names.size()) {
      throw csv.wrong("CustomDatatypes", "as many as there are names in Header (" + columns + ")");
    }
    return configured ? names.stream().map(Datatype::of).toList() : List.of();
  }

  private static SerDe serDe(Section csv) {
    var name = csv.text("Serde").orElse("None");
    return switch (name) {
      case "OpenCSVSerDe" -> SerDe.OPEN_CSV;
      case "LazySimpleSerDe" -> SerDe.LAZY_SIMPLE;
      case "None" -> SerDe.FOUND;
      default -> throw csv.wrong("Serde", "one of OpenCSVSerDe, LazySimpleSerDe, None");
    };
  }

  private static Classifier json(Section json) {
    var path = json.requiredText("JsonPath");
    if (!path.matches(JSON_PATH)) {
      throw json.wrong("JsonPath", "a path such as $[*] or $.records[*]");
    }
    return new Classifier.Json(json.requiredText("Name"), path);
  }

  private static Classifier grok(Section grok) {
    var text = grok.requiredText("GrokPattern");
    try {
      return new Classifier.Grok(
          grok.requiredText("Name"),
          grok.requiredText("Classification"),
          GrokPattern.compile(text, grok.text("CustomPatterns").orElse("")));
    } catch (IllegalArgumentException e) {
      throw new InvalidDefinitionException(
          "%s %s is no grok pattern: %s".formatted(grok.at("GrokPattern"), text, e.getMessage()),
          e);
    }
  }

  private static Classifier xml(Section xml) {
    var tag = xml.text("RowTag").orElse(null);
    if (tag != null && !tag.matches(XML_NAME)) {
      throw xml.wrong("RowTag", "the name of an element");
    }
    return new Classifier.Xml(xml.requiredText("Name"), xml.requiredText("Classification"), tag);
  }
}
