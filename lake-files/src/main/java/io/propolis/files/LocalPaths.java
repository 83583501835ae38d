package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Local locations as Hadoop's {@code Path} reads them: {@code file:/x}, {@code file:///x} and
 * {@code /x} are the same, and a percent sign is a percent sign.
 */
final class LocalPaths {
  private static final String SCHEME = "file:";

  private LocalPaths() {}

  static Path of(String location) {
    var path = pathOf(location);
    if (!path.startsWith("/")) {
      throw invalid(Entity.LOCATION, "Location is not an absolute path: " + location);
    }
    try {
      return Path.of(path).normalize();
    } catch (InvalidPathException e) {
      throw invalid(Entity.LOCATION, "Location is not a path: " + location);
    }
  }

  private static String pathOf(String location) {
    if (!location.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return location;
    }
    var path = location.substring(SCHEME.length());
    if (!path.startsWith("//")) {
      return path;
    }
    int root = path.indexOf('/', 2);
    var host = root < 0 ? path.substring(2) : path.substring(2, root);
    if (!host.isEmpty() && !host.equals("localhost")) {
      throw invalid(Entity.LOCATION, "Local location names host %s: %s".formatted(host, location));
    }
    return root < 0 ? "/" : path.substring(root);
  }
}
