package io.propolis.server.hive;

import io.propolis.server.config.InvalidSettingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The properties of one site file, or of those that lie in a folder, with variables filled in. */
final class Site {
  /** In the order in which Hadoop and Hive's metastore read them: later ones win. */
  private static final List<String> FILES =
      List.of(
          "core-site.xml",
          "hdfs-site.xml",
          "hive-site.xml",
          "hivemetastore-site.xml",
          "metastore-site.xml");

  private final Map<String, Property> properties;

  private Site(Map<String, Property> properties) {
    this.properties = properties;
  }

  /** A property and the file that has the last word on it. */
  record Property(String name, String value, Path file) {}

  private record Kept(SiteFile.Written written, Path file) {}

  /**
   * Throws {@link InvalidSettingException} when there is nothing to read, or it is no site file.
   */
  static Site read(Path place, Map<String, String> environment) {
    var kept = new LinkedHashMap<String, Kept>();
    for (var file : files(place)) {
      for (var written : SiteFile.read(file)) {
        var earlier = kept.get(written.name());
        if (earlier == null || !earlier.written().isFinal()) {
          kept.put(written.name(), new Kept(written, file));
        }
      }
    }
    var texts = new LinkedHashMap<String, String>();
    kept.forEach((name, each) -> texts.put(name, each.written().value()));
    var variables = new Variables(texts, environment);
    var properties = new LinkedHashMap<String, Property>();
    kept.forEach(
        (name, each) ->
            properties.put(
                name,
                new Property(name, variables.fill(each.written().value()).strip(), each.file())));
    return new Site(properties);
  }

  private static List<Path> files(Path place) {
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    if (!Files.isDirectory(place)) {
      throw new InvalidSettingException("no such file or folder of Hive's configuration: " + place);
    }
    var files = FILES.stream().map(place::resolve).filter(Files::isRegularFile).toList();
    if (files.isEmpty()) {
      throw new InvalidSettingException(
          "the folder %s holds none of %s".formatted(place, String.join(", ", FILES)));
    }
    return files;
  }

  /** One that has a value: an empty one says nothing. */
  Optional<Property> find(String name) {
    return Optional.ofNullable(properties.get(name)).filter(each -> !each.value().isEmpty());
  }

  /** All, in the order in which they were first written. */
  Collection<Property> all() {
    return properties.values();
  }
}
