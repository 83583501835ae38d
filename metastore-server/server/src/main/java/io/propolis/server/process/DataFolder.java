package io.propolis.server.process;

import io.propolis.server.CommandException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that one process at a time owns. The lock on {@code server.lock} is the operating
 * system's, so that it ends with its process however that ends; {@code server.json} says who the
 * owner is, and without a lock it is a leftover.
 */
public final class DataFolder implements AutoCloseable {
  private static final String LOCK = "server.lock";
  private static final String OWNER = "server.json";

  /**
   * Folders owned by this process. POSIX gives a process's lock up when any of its descriptors of
   * the file is closed: within a process the lock file is opened by its owner only.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Becomes its owner and makes it when it is not there. Throws when somebody else is. */
  public static DataFolder own(Path folder, Owner owner) {
    var real = make(folder);
    if (!OWN.add(real)) {
      throw inUse(real);
    }
    try {
      var owned = new DataFolder(real, lock(real));
      owned.announce(owner);
      return owned;
    } catch (RuntimeException | Error e) {
      OWN.remove(real);
      throw e;
    }
  }

  private static FileChannel lock(Path folder) {
    try {
      var channel = open(folder);
      if (channel.tryLock() == null) {
        channel.close();
        throw inUse(folder);
      }
      return channel;
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static CommandException inUse(Path folder) {
    return CommandException.because(
        "the data folder " + folder + " is in use",
        owner(folder).map(Owner::describe).orElse("another process owns it"),
        "stop that process or choose another folder with --data");
  }

  /** The live owner of a folder; empty when nobody owns it, whatever a dead one left there. */
  public static Optional<Owner> liveOwner(Path folder) {
    if (!Files.exists(folder.resolve(LOCK))) {
      return Optional.empty();
    }
    try {
      var real = folder.toRealPath();
      if (OWN.contains(real)) {
        return owner(real);
      }
      try (var channel = open(real);
          var lock = channel.tryLock()) {
        return lock == null ? owner(real) : Optional.empty();
      }
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  /** Says who owns the folder and where it is reached. */
  public void announce(Owner owner) {
    var written = folder.resolve(OWNER + ".new");
    try {
      Files.writeString(written, owner.toJson());
      Files.move(written, folder.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(folder.resolve(OWNER));
    } catch (IOException e) {
      throw unusable(folder, e);
    } finally {
      OWN.remove(folder);
    }
  }

  private static Path make(Path folder) {
    try {
      return Files.createDirectories(folder).toRealPath();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static Optional<Owner> owner(Path folder) {
    try {
      return Owner.parse(Files.readString(folder.resolve(OWNER)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static CommandException unusable(Path folder, IOException cause) {
    return CommandException.because(
        "the data folder " + folder + " cannot be used",
        cause.toString(),
        "make it writable for this user or choose another one with --data",
        cause);
  }
}
