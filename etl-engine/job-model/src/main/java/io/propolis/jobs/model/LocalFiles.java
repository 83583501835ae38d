package io.propolis.jobs.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Locations as jobs write them: relative or absolute paths, or URIs. */
final class LocalFiles {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private LocalFiles() {}

  /** The local path; empty for a URI of another scheme than file or one that is malformed. */
  static Optional<Path> resolve(Path folder, String location) {
    if (!SCHEME.matcher(location).matches()) {
      return Optional.of(folder.resolve(location).normalize());
    }
    if (!location.startsWith("file:")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(URI.create(location).getPath()).normalize());
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
  }
}
