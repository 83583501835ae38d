package io.propolis.files;

import io.propolis.catalog.CatalogException;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Knows in which folders at and below a local one files came, changed or went. The operating system
 * keeps what happens until it is asked; where it has kept too much, folders count as changed.
 * Thread-safe.
 */
public final class FolderWatch implements AutoCloseable {
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_MODIFY,
    StandardWatchEventKinds.ENTRY_DELETE
  };

  private final Path root;
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final Map<Path, WatchKey> keys = new HashMap<>();
  private final Set<String> changed = new TreeSet<>();

  private FolderWatch(Path root, WatchService service) {
    this.root = root;
    this.service = service;
  }

  /**
   * Begins to watch; empty where that is not possible: the folder is not there or not local, or
   * there are more folders than the system watches for one user.
   */
  public static Optional<FolderWatch> begin(String location) {
    if (!Schemes.of(location).equals("file")) {
      return Optional.empty();
    }
    try {
      var root = LocalPaths.of(location);
      var watch = new FolderWatch(root, root.getFileSystem().newWatchService());
      try {
        watch.enter(root);
        watch.changed.clear();
        return Optional.of(watch);
      } catch (IOException e) {
        watch.close();
        return Optional.empty();
      }
    } catch (IOException | CatalogException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Folders right in which something happened since the last answer, by their paths relative to the
   * watched one, which is empty itself. Empty when something may have been missed; the watch is of
   * no use then.
   */
  public synchronized Optional<Set<String>> changed() {
    try {
      for (var key = service.poll(); key != null; key = service.poll()) {
        take(key);
      }
      if (!keys.containsKey(root)) {
        return Optional.empty();
      }
      var answer = Set.copyOf(changed);
      changed.clear();
      return Optional.of(answer);
    } catch (IOException | ClosedWatchServiceException e) {
      return Optional.empty();
    }
  }

  private void take(WatchKey key) throws IOException {
    var folder = folders.get(key);
    if (folder == null) {
      return;
    }
    boolean overflown = false;
    for (var event : key.pollEvents()) {
      if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
        overflown = true;
      } else if (event.kind() == StandardWatchEventKinds.ENTRY_CREATE
          && event.context() instanceof Path name
          && Files.isDirectory(folder.resolve(name))) {
        enter(folder.resolve(name));
      }
    }
    mark(folder);
    if (!key.reset()) {
      folders.remove(key);
      keys.remove(folder, key);
    } else if (overflown) {
      enter(folder);
    }
  }

  private void mark(Path folder) {
    changed.add(root.relativize(folder).toString());
  }

  /** Watches folders that are not watched yet; what is in them may have come before. */
  private void enter(Path from) throws IOException {
    Files.walkFileTree(
        from,
        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
        Integer.MAX_VALUE,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            var key = keys.get(folder);
            if (key == null || !key.isValid()) {
              watch(folder);
              mark(folder);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            // Gone since its folder was read, or a link that leads back. A folder that nobody may
            // look into cannot be watched either.
            if (failure instanceof java.nio.file.AccessDeniedException || file.equals(root)) {
              throw failure;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path folder, @org.jspecify.annotations.Nullable IOException failure) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void watch(Path folder) throws IOException {
    var key = folder.register(service, KINDS);
    folders.put(key, folder);
    keys.put(folder, key);
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw Schemes.unavailable("end the watch of", root.toString(), e);
    }
  }
}
