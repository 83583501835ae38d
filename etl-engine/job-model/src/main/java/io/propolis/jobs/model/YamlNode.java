package io.propolis.jobs.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A YAML (or JSON) document whose scalars keep the text as written: {@code 007} stays "007" when it
 * is an argument of a script, and numbers are read only where a number is meant.
 */
sealed interface YamlNode {
  /** Line of the document, counted from 1. */
  int line();

  /** Text, number or truth value. */
  record Scalar(String text, int line) implements YamlNode {}

  record Mapping(Map<String, YamlNode> members, int line) implements YamlNode {}

  record Sequence(List<YamlNode> items, int line) implements YamlNode {}

  /** A key without a value, or null. */
  record Nothing(int line) implements YamlNode {}

  /** Reads the one document of {@code text}; throws IOException naming the line when it is none. */
  static YamlNode parse(String text) throws IOException {
    try (var parser = new YAMLFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return new Nothing(1);
      }
      var root = read(parser);
      if (parser.nextToken() != null) {
        throw new IOException("line " + lineOf(parser) + ": more than one document");
      }
      return root;
    }
  }

  private static YamlNode read(YAMLParser parser) throws IOException {
    int line = lineOf(parser);
    if (parser.isCurrentAlias()) {
      throw new IOException("line " + line + ": aliases are not read: *" + parser.getText());
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(parser, line);
      case START_ARRAY -> sequence(parser, line);
      case VALUE_NULL -> new Nothing(line);
      default -> new Scalar(parser.getText(), line);
    };
  }

  private static Mapping mapping(YAMLParser parser, int line) throws IOException {
    var members = new LinkedHashMap<String, YamlNode>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      int keyLine = lineOf(parser);
      parser.nextToken();
      if (members.put(key, read(parser)) != null) {
        throw new IOException("line " + keyLine + ": " + key + " stands there twice");
      }
    }
    return new Mapping(members, line);
  }

  private static Sequence sequence(YAMLParser parser, int line) throws IOException {
    var items = new ArrayList<YamlNode>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(read(parser));
    }
    return new Sequence(items, line);
  }

  private static int lineOf(JsonParser parser) {
    return parser.currentTokenLocation().getLineNr();
  }
}
