package io.propolis.files.hadoop;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.files.Locations;
import io.propolis.files.FileEntry;
import io.propolis.files.FolderEntry;
import io.propolis.files.FolderSizes;
import io.propolis.files.Lake;
import io.propolis.files.RangedFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/**
 * Storage that Hadoop has a file system for. Locations are taken literally, as Hive's are: {@link
 * Path} of a text is not percent-decoded.
 */
final class HadoopLake implements Lake {
  private final FileSystems systems;

  HadoopLake(Configuration configuration) {
    this.systems = new FileSystems(configuration);
  }

  /** A call to storage. */
  private interface Call<T> {
    T in(FileSystem storage, Path path) throws IOException;
  }

  /** Asks the storage of a location, with its failures as the catalog has them. */
  private <T> T asking(String what, String location, Call<T> call) {
    try {
      var path = path(location);
      return call.in(systems.of(path), path);
    } catch (IOException e) {
      throw unavailable(what, location, e);
    }
  }

  private static Path path(String location) {
    try {
      return new Path(location);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(
          Kind.INVALID,
          Entity.LOCATION,
          "Not a location: %s (%s)".formatted(location, e.getMessage()),
          e);
    }
  }

  private static CatalogException unavailable(String what, String location, IOException cause) {
    return new CatalogException(
        Kind.UNAVAILABLE,
        Entity.LOCATION,
        "Cannot %s %s (%s)".formatted(what, location, cause),
        cause);
  }

  @Override
  public boolean exists(String location) {
    return asking("look for", location, FileSystem::exists);
  }

  @Override
  public boolean makeFolder(String location) {
    return asking(
        "make folder",
        location,
        (storage, path) -> {
          if (isFolder(storage, path)) {
            return false;
          }
          if (!storage.mkdirs(path)) {
            throw new IOException("the storage refuses");
          }
          return true;
        });
  }

  private static boolean isFolder(FileSystem storage, Path path) throws IOException {
    try {
      return storage.getFileStatus(path).isDirectory();
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  @Override
  public void delete(String location) {
    if (path(location).isRoot()) {
      throw invalid(Entity.LOCATION, "The root of a file system is never deleted: " + location);
    }
    asking("delete", location, (storage, path) -> storage.delete(path, true));
  }

  @Override
  public void deleteIfEmpty(String location) {
    asking(
        "delete",
        location,
        (storage, path) -> {
          try {
            // Storage that emulates folders deletes full ones, too, when it is not asked first.
            return isFolder(storage, path)
                && !storage.listStatusIterator(path).hasNext()
                && storage.delete(path, false);
          } catch (PathIsNotEmptyDirectoryException | FileNotFoundException e) {
            // Somebody else was first.
            return false;
          }
        });
  }

  @Override
  public boolean isWritable(String location) {
    return asking(
        "look at",
        location,
        (storage, path) -> {
          try {
            storage.access(path, FsAction.WRITE);
            return true;
          } catch (FileNotFoundException e) {
            return true;
          } catch (AccessControlException e) {
            return false;
          }
        });
  }

  @Override
  public String home(String location) {
    return asking("ask", location, (storage, path) -> storage.getHomeDirectory().toString());
  }

  @Override
  public void move(String from, String to) {
    if (Locations.isWithin(to, from)) {
      throw invalid(
          Entity.LOCATION, "A folder cannot move into itself: %s to %s".formatted(from, to));
    }
    var target = path(to);
    asking(
        "move " + from + " to",
        to,
        (storage, path) -> {
          if (systems.of(path(from)) != storage) {
            throw invalid(
                Entity.LOCATION,
                "A folder cannot move to other storage: %s to %s".formatted(from, to));
          }
          if (!storage.exists(path(from))) {
            throw CatalogException.notFound(Entity.LOCATION, from);
          }
          // Hadoop would move it into a folder that is there.
          if (storage.exists(target)) {
            throw CatalogException.alreadyExists(Entity.LOCATION, to);
          }
          storage.mkdirs(target.getParent());
          if (!storage.rename(path(from), target)) {
            throw new IOException("the storage refuses");
          }
          return true;
        });
  }

  @Override
  public FolderSize size(String location) {
    return FolderSizes.of(this, location);
  }

  @Override
  public Stream<FileEntry> list(String location) {
    var prefix = Locations.withoutTrailingSlash(location);
    return listing(
        location,
        (storage, path) -> {
          var files = storage.listFiles(path, true);
          return StatusStream.of(location, files)
              .map((LocatedFileStatus status) -> entry(prefix, path, status));
        });
  }

  @Override
  public Stream<FolderEntry> level(String folder) {
    var prefix = Locations.withoutTrailingSlash(folder);
    return listing(
        folder,
        (storage, path) -> {
          if (!isFolder(storage, path)) {
            return Stream.empty();
          }
          return StatusStream.of(folder, storage.listStatusIterator(path))
              .map(
                  status ->
                      status.isDirectory()
                          ? new FolderEntry(status.getPath().getName(), null)
                          : new FolderEntry(
                              status.getPath().getName(), entry(prefix, path, status)));
        });
  }

  /** Nothing below what is not there. */
  private <T> Stream<T> listing(String location, Call<Stream<T>> call) {
    return asking(
        "list",
        location,
        (storage, path) -> {
          try {
            return call.in(storage, path);
          } catch (FileNotFoundException | ParentNotDirectoryException e) {
            return Stream.empty();
          } catch (AccessControlException e) {
            throw StatusStream.forbidden(location, e);
          }
        });
  }

  private static FileEntry entry(String prefix, Path folder, FileStatus status) {
    var root = folder.toUri().getPath();
    var whole = status.getPath().toUri().getPath();
    var below = whole.substring(root.equals("/") ? 0 : root.length());
    return new FileEntry(
        prefix + below,
        status.getLen(),
        status.getModificationTime(),
        status instanceof EtagSource source ? source.getEtag() : null);
  }

  @Override
  public Stream<FileEntry> list(String parent, String first, String last) {
    return level(parent)
        .filter(FolderEntry::isFolder)
        .map(FolderEntry::name)
        .filter(name -> compare(name, first) >= 0 && compare(name, last) <= 0)
        .flatMap(name -> list(Locations.child(parent, name)));
  }

  /** In the order of the names' bytes, which are signed to a name node. */
  private static int compare(String first, String second) {
    return Arrays.compare(
        first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean isListedTogether(String location) {
    return false;
  }

  @Override
  public RangedFile open(String location) {
    return asking(
        "open",
        location,
        (storage, path) -> {
          try {
            var status = storage.getFileStatus(path);
            if (status.isFile()) {
              return new HadoopFile(storage, path, location, status.getLen());
            }
          } catch (FileNotFoundException e) {
            // As for a folder.
          }
          throw CatalogException.notFound(Entity.LOCATION, location);
        });
  }

  @Override
  public RangedFile open(FileEntry entry) {
    return asking(
        "open",
        entry.location(),
        (storage, path) -> new HadoopFile(storage, path, entry.location(), entry.length()));
  }

  @Override
  public void write(String location, byte[] content) {
    fill(location, out -> out.write(content));
  }

  @Override
  public void write(String location, java.nio.file.Path content) {
    fill(location, out -> Files.copy(content, out));
  }

  /** Fills a new file. */
  private interface Content {
    void into(OutputStream file) throws IOException;
  }

  private void fill(String location, Content content) {
    asking(
        "write",
        location,
        (storage, path) -> {
          try (var out = storage.create(path, false)) {
            content.into(out);
            out.hsync();
          } catch (FileAlreadyExistsException e) {
            throw CatalogException.alreadyExists(Entity.LOCATION, location);
          }
          return true;
        });
  }

  @Override
  public void close() {
    try {
      systems.close();
    } catch (IOException e) {
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.LOCATION, "Cannot close storage (" + e + ")", e);
    }
  }
}
