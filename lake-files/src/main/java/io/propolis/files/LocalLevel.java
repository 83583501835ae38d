package io.propolis.files;

import io.propolis.catalog.files.Locations;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lies right in a local folder, by name. A link that leads to a folder above it is no folder.
 */
final class LocalLevel {
  private final String location;
  private final String prefix;
  private final Path folder;

  private LocalLevel(String location, Path folder) {
    this.location = location;
    this.prefix = Locations.withoutTrailingSlash(location);
    this.folder = folder;
  }

  static Stream<FolderEntry> of(String location, Path folder) {
    var level = new LocalLevel(location, folder);
    try {
      return LocalWalk.names(level.folder).stream().flatMap(name -> level.entry(name).stream());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Stream.empty();
    } catch (AccessDeniedException e) {
      throw Schemes.forbidden(location, e);
    } catch (IOException e) {
      throw Schemes.unavailable("list", location, e);
    }
  }

  /** Empty for what is neither file nor folder, or gone since its folder was read. */
  private Optional<FolderEntry> entry(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      var name = path.getFileName().toString();
      if (attributes.isDirectory()) {
        return leadsBack(path) ? Optional.empty() : Optional.of(FolderEntry.folder(name));
      }
      return attributes.isRegularFile()
          ? Optional.of(
              new FolderEntry(name, LocalLake.entry(Locations.child(prefix, name), attributes)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw Schemes.unavailable("list", location, e);
    }
  }

  private static boolean leadsBack(Path path) throws IOException {
    if (!Files.isSymbolicLink(path)) {
      return false;
    }
    var target = path.toRealPath();
    for (var above = path.getParent(); above != null; above = above.getParent()) {
      if (above.toRealPath().equals(target)) {
        return true;
      }
    }
    return false;
  }
}
