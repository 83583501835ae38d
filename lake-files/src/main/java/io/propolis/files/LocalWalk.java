package io.propolis.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Walks a local folder file by file, each folder's names in order. Links to folders are followed
 * unless they lead to a folder that is being walked; files that vanish meanwhile are passed over.
 */
final class LocalWalk extends Spliterators.AbstractSpliterator<LocalWalk.Found> {
  /** A regular file and its attributes. */
  record Found(Path path, BasicFileAttributes attributes) {}

  /**
   * A folder that is being walked.
   *
   * @param identity the same for every path that leads to it
   */
  private record Folder(Object identity, Iterator<Path> rest) {}

  private final Deque<Folder> walked = new ArrayDeque<>();

  private final String location;

  private LocalWalk(String location, Path root, BasicFileAttributes attributes) throws IOException {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.location = location;
    enter(root, attributes);
  }

  /**
   * Files below the folder, which messages call {@code location}.
   *
   * @param attributes the folder's
   */
  static Stream<Found> below(String location, Path folder, BasicFileAttributes attributes)
      throws IOException {
    return StreamSupport.stream(new LocalWalk(location, folder, attributes), false);
  }

  @Override
  public boolean tryAdvance(java.util.function.Consumer<? super Found> action) {
    try {
      var next = next();
      next.ifPresent(action);
      return next.isPresent();
    } catch (IOException e) {
      throw Schemes.unavailable("list", location, e);
    }
  }

  private Optional<Found> next() throws IOException {
    while (!walked.isEmpty()) {
      var rest = walked.peek().rest();
      if (!rest.hasNext()) {
        walked.pop();
        continue;
      }
      var path = rest.next();
      var attributes = attributes(path);
      if (attributes.isEmpty()) {
        continue;
      }
      if (attributes.get().isDirectory()) {
        enter(path, attributes.get());
      } else if (attributes.get().isRegularFile()) {
        return Optional.of(new Found(path, attributes.get()));
      }
    }
    return Optional.empty();
  }

  private void enter(Path folder, BasicFileAttributes attributes) throws IOException {
    try {
      var key = attributes.fileKey();
      // Where files have no key, finding the real path costs a look at each folder above.
      var identity = key == null ? folder.toRealPath() : key;
      if (walked.stream().noneMatch(f -> f.identity().equals(identity))) {
        walked.push(new Folder(identity, names(folder).iterator()));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Gone since its parent was read: nothing below it any more.
    }
  }

  /** What lies in a folder, in the order of the names. */
  static List<Path> names(Path folder) throws IOException {
    var names = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(folder)) {
      entries.forEach(names::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    Collections.sort(names);
    return names;
  }

  private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
