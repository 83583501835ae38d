package io.propolis.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads {@code propolis.yaml}: mappings within mappings, whose keys joined by dots are settings.
 */
final class ConfigurationFile {
  private ConfigurationFile() {}

  /** Texts by dotted name, in the order of the file. */
  static Map<String, String> read(Path file) {
    var values = new LinkedHashMap<String, String>();
    var root = parse(file);
    if (!root.isMissingNode() && !root.isNull()) {
      collect(file, "", root, values);
    }
    return values;
  }

  private static JsonNode parse(Path file) {
    var yaml = YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
    try {
      return yaml.readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new InvalidSettingException("no such configuration file: " + file, e);
    } catch (JsonProcessingException e) {
      var place = e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
      throw new InvalidSettingException(
          "%s is not proper YAML: %s%s".formatted(file, firstLine(e.getOriginalMessage()), place),
          e);
    } catch (IOException e) {
      throw new InvalidSettingException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }

  private static void collect(Path file, String prefix, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              child ->
                  collect(
                      file,
                      prefix.isEmpty() ? child.getKey() : prefix + "." + child.getKey(),
                      child.getValue(),
                      values));
    } else if (node.isValueNode() && !prefix.isEmpty()) {
      if (!node.isNull()) {
        values.put(prefix, node.asText());
      }
    } else {
      throw new InvalidSettingException(
          "%s: %s must be %s"
              .formatted(
                  file,
                  prefix.isEmpty() ? "the file" : prefix,
                  prefix.isEmpty() ? "a mapping of settings" : "one value, not a list"));
    }
  }
}
