package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ownership of a database file: a lock of the operating system on {@code FILE.owner}, which also
 * names the owner. The system releases it however the owner ends.
 */
final class FileOwnership implements AutoCloseable {
  /**
   * Files owned by this process. POSIX releases a process's lock when any of its descriptors of the
   * file is closed: within a process the lock file is therefore opened by its owner only.
   */
  private static final Map<Path, FileOwnership> OWN = new ConcurrentHashMap<>();

  private final Path lockFile;
  private final FileChannel channel;

  private FileOwnership(Path lockFile, FileChannel channel) {
    this.lockFile = lockFile;
    this.channel = channel;
  }

  /** Takes ownership; UNAVAILABLE names the process that has it. */
  static FileOwnership take(Path database) {
    var file = lockFile(database);
    return OWN.compute(
        file,
        (path, standing) -> {
          if (standing != null) {
            throw owned(database, "this process");
          }
          return lock(database, path);
        });
  }

  private static Path lockFile(Path database) {
    var absolute = database.toAbsolutePath().normalize();
    try {
      var parent = absolute.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
        absolute = parent.toRealPath().resolve(absolute.getFileName());
      }
      // The owner of a file is the same by whatever link it is reached.
      absolute = Files.exists(absolute) ? absolute.toRealPath() : absolute;
      return absolute.resolveSibling(absolute.getFileName() + ".owner");
    } catch (IOException e) {
      throw unusable(database, e);
    }
  }

  private static FileOwnership lock(Path database, Path file) {
    try {
      var channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        var owner = read(channel);
        channel.close();
        throw owned(database, owner);
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return new FileOwnership(file, channel);
    } catch (IOException e) {
      throw unusable(database, e);
    }
  }

  private static String read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(64);
    channel.read(buffer, 0);
    var owner = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    return owner.isEmpty() ? "another process" : owner;
  }

  private static CatalogException owned(Path database, String owner) {
    return new CatalogException(
        Kind.UNAVAILABLE,
        Entity.REQUEST,
        "The catalog's database %s is in use by %s: stop it first, or use it through its server"
            .formatted(database, owner));
  }

  private static CatalogException unusable(Path database, IOException cause) {
    return new CatalogException(
        Kind.UNAVAILABLE,
        Entity.REQUEST,
        "The catalog's database %s cannot be opened: %s".formatted(database, cause),
        cause);
  }

  @Override
  public void close() {
    OWN.computeIfPresent(
        lockFile,
        (path, standing) -> {
          try {
            channel.close();
          } catch (IOException e) {
            throw unusable(lockFile, e);
          }
          return null;
        });
  }
}
