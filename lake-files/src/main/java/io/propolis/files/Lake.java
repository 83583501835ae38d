package io.propolis.files;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import io.propolis.catalog.files.LakeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The lake's folders, and its files for those who look inside them. Safe for many threads. */
public interface Lake extends LakeFiles, AutoCloseable {
  /**
   * All files below a folder, at any depth, as storage hands them out; the file itself for a file;
   * none for an absent one. Folder markers of object stores are left out. The caller closes the
   * stream, which may throw CatalogException LOCATION while it runs.
   */
  Stream<FileEntry> list(String location);

  /**
   * What lies right in a folder, folders among it, as storage hands it out; none for an absent one.
   * The caller closes the stream, which may throw CatalogException LOCATION while it runs:
   * FORBIDDEN when the storage lets nobody look into this folder, NOT_FOUND when there is not even
   * its bucket, UNAVAILABLE otherwise.
   */
  Stream<FolderEntry> level(String folder);

  /**
   * All files below neighbouring folders, at any depth. Errors are those of {@link #level}.
   *
   * @param parent their common folder
   * @param first the first of them, in the order in which {@link #level} names them
   * @param last the last of them; those between are listed, too, and others may be where the store
   *     has an order of its own
   */
  Stream<FileEntry> list(String parent, String first, String last);

  /** Whether listing many folders together is cheaper than each alone, as in object stores. */
  boolean isListedTogether(String location);

  /**
   * Opens a file.
   *
   * @throws io.propolis.catalog.CatalogException LOCATION: NOT_FOUND when there is no such file,
   *     UNAVAILABLE when storage does not answer or refuses
   */
  RangedFile open(String location);

  /** Opens a listed file, without asking storage for its length again. */
  RangedFile open(FileEntry entry);

  /**
   * Writes a new file, with the folders above it. It is whole and survives a crash of the machine
   * when this returns; one that could not be written may be there in part. The name must be nobody
   * else's: object stores do not refuse to overwrite.
   *
   * @throws io.propolis.catalog.CatalogException LOCATION: ALREADY_EXISTS on local storage;
   *     UNAVAILABLE when storage does not answer or refuses
   */
  void write(String location, byte[] content);

  /**
   * The same for content that stands in a file of this machine, which may be too large for memory.
   */
  default void write(String location, Path content) {
    try {
      write(location, Files.readAllBytes(content));
    } catch (IOException e) {
      throw Schemes.unavailable("write", location, e);
    }
  }

  @Override
  default byte[] read(String location, int limit) {
    try (var file = open(location)) {
      if (file.length() > limit) {
        throw CatalogException.invalid(
            Entity.LOCATION,
            "%s has %d bytes, more than %d".formatted(location, file.length(), limit));
      }
      return file.head(limit);
    } catch (IOException e) {
      throw new CatalogException(
          Kind.UNAVAILABLE, Entity.LOCATION, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  void close();
}
