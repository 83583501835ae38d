package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.files.Locations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folders of this machine. */
final class LocalLake implements Lake {
  @Override
  public boolean exists(String location) {
    return Files.exists(LocalPaths.of(location));
  }

  @Override
  public boolean makeFolder(String location) {
    var path = LocalPaths.of(location);
    // One call where the parent stands, and no exception where the folder does: a request may name
    // a thousand.
    var folder = path.toFile();
    if (folder.mkdir()) {
      return true;
    }
    if (folder.isDirectory()) {
      return false;
    }
    try {
      Files.createDirectories(path);
      return true;
    } catch (IOException e) {
      throw Schemes.unavailable("make folder", location, e);
    }
  }

  /** A link is removed, never what it leads to. */
  @Override
  public void delete(String location) {
    var path = LocalPaths.of(location);
    if (path.getNameCount() == 0) {
      throw invalid(Entity.LOCATION, "The root of a file system is never deleted: " + location);
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(path, new Removal());
    } catch (IOException e) {
      throw Schemes.unavailable("delete", location, e);
    }
  }

  @Override
  public void deleteIfEmpty(String location) {
    var path = LocalPaths.of(location);
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.delete(path);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // It holds something, or somebody else was first.
    } catch (IOException e) {
      throw Schemes.unavailable("delete", location, e);
    }
  }

  @Override
  public boolean isWritable(String location) {
    var path = LocalPaths.of(location);
    return !Files.exists(path) || Files.isWritable(path);
  }

  @Override
  public String home(String location) {
    return "file:" + System.getProperty("user.home");
  }

  @Override
  public void move(String from, String to) {
    var source = LocalPaths.of(from);
    var target = LocalPaths.of(to);
    if (!Files.exists(source)) {
      throw Schemes.absent(from);
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw Schemes.taken(to);
    }
    if (target.startsWith(source)) {
      throw invalid(
          Entity.LOCATION, "A folder cannot move into itself: %s to %s".formatted(from, to));
    }
    try {
      Files.createDirectories(target.getParent());
      moveAcross(source, target);
    } catch (FileAlreadyExistsException e) {
      throw Schemes.taken(to);
    } catch (IOException e) {
      throw Schemes.unavailable("move " + from + " to", to, e);
    }
  }

  /** A rename where the file system can; otherwise a copy that is complete before anything goes. */
  private static void moveAcross(Path source, Path target) throws IOException {
    if (Files.getFileStore(source).equals(Files.getFileStore(target.getParent()))) {
      Files.move(source, target);
    } else {
      Files.walkFileTree(source, new Copy(source, target));
      Files.walkFileTree(source, new Removal());
    }
  }

  @Override
  public FolderSize size(String location) {
    return FolderSizes.of(this, location);
  }

  @Override
  public Stream<FileEntry> list(String location) {
    var root = LocalPaths.of(location);
    var prefix = Locations.withoutTrailingSlash(location);
    try {
      var attributes = Files.readAttributes(root, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        return Stream.of(entry(prefix, attributes));
      }
      return LocalWalk.below(location, root, attributes)
          .map(f -> entry(child(prefix, root.relativize(f.path())), f.attributes()));
    } catch (IOException e) {
      // Also below something that is no folder.
      if (e instanceof FileSystemException
          && !(e instanceof AccessDeniedException)
          && !Files.exists(root)) {
        return Stream.empty();
      }
      throw Schemes.unavailable("list", location, e);
    }
  }

  @Override
  public Stream<FolderEntry> level(String folder) {
    return LocalLevel.of(folder, LocalPaths.of(folder));
  }

  @Override
  public Stream<FileEntry> list(String parent, String first, String last) {
    return LocalLevel.of(parent, LocalPaths.of(parent))
        .filter(FolderEntry::isFolder)
        .map(FolderEntry::name)
        .filter(name -> isBetween(Path.of(name), Path.of(first), Path.of(last)))
        .flatMap(name -> list(Locations.child(parent, name)));
  }

  /** In the order of paths, which is that of their bytes and not of chars. */
  private static boolean isBetween(Path name, Path first, Path last) {
    return name.compareTo(first) >= 0 && name.compareTo(last) <= 0;
  }

  @Override
  public boolean isListedTogether(String location) {
    return false;
  }

  private static String child(String prefix, Path path) {
    return Locations.child(prefix, path.toString());
  }

  static FileEntry entry(String location, BasicFileAttributes attributes) {
    return new FileEntry(
        location, attributes.size(), attributes.lastModifiedTime().toMillis(), null);
  }

  @Override
  public RangedFile open(String location) {
    try {
      return new LocalFile(location, LocalPaths.of(location));
    } catch (NoSuchFileException e) {
      throw Schemes.absent(location);
    } catch (IOException e) {
      throw Schemes.unavailable("open", location, e);
    }
  }

  @Override
  public RangedFile open(FileEntry entry) {
    return open(entry.location());
  }

  @Override
  public void write(String location, byte[] content) {
    fill(
        location,
        file -> {
          var left = ByteBuffer.wrap(content);
          while (left.hasRemaining()) {
            file.write(left);
          }
        });
  }

  @Override
  public void write(String location, Path content) {
    fill(
        location,
        file -> {
          try (var from = FileChannel.open(content, StandardOpenOption.READ)) {
            long done = 0;
            while (done < from.size()) {
              done += from.transferTo(done, from.size() - done, file);
            }
          }
        });
  }

  /** Fills a new file. */
  private interface Content {
    void into(FileChannel file) throws IOException;
  }

  private static void fill(String location, Content content) {
    var path = LocalPaths.of(location);
    try {
      var folder = path.getParent();
      Files.createDirectories(folder);
      try (var file =
          FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.into(file);
        file.force(true);
      }
      // The name, too, has to survive.
      try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    } catch (FileAlreadyExistsException e) {
      throw Schemes.taken(location);
    } catch (IOException e) {
      throw Schemes.unavailable("write", location, e);
    }
  }

  @Override
  public void close() {
    // Holds nothing open.
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class Copy extends SimpleFileVisitor<Path> {
    private final Path source;
    private final Path target;

    private Copy(Path source, Path target) {
      this.source = source;
      this.target = target;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Files.createDirectories(target.resolve(source.relativize(folder)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.copy(
          file,
          target.resolve(source.relativize(file)),
          LinkOption.NOFOLLOW_LINKS,
          StandardCopyOption.COPY_ATTRIBUTES);
      return FileVisitResult.CONTINUE;
    }
  }
}
