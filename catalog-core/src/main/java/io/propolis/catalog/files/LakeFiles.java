package io.propolis.catalog.files;

/**
 * What the catalog does to the lake's folders. Locations are URIs ({@code file:/lake/t}, {@code
 * s3://bucket/t}); a location without a scheme is a local path.
 *
 * <p>Throws {@link io.propolis.catalog.CatalogException} LOCATION: INVALID for a scheme nobody
 * serves, UNAVAILABLE when storage does not answer or refuses.
 */
public interface LakeFiles {
  /** True when there is a file or folder, or on an object store any object below the prefix. */
  boolean exists(String location);

  /**
   * Makes the folder and its parents. True when it was made now, false when it stood already.
   * Object stores have no folders: true without an effect.
   */
  boolean makeFolder(String location);

  /** False when {@link #makeFolder} does nothing at all. */
  default boolean makesFolders() {
    return true;
  }

  /** Removes the file or folder with everything below; absent ones are passed over. */
  void delete(String location);

  /** Removes a folder that holds nothing; leaves others, and does nothing on an object store. */
  default void deleteIfEmpty(String location) {}

  /** Whether the server may write into a folder; true for an absent one, as in Hive. */
  default boolean isWritable(String location) {
    return true;
  }

  /** The home folder of the server's user on the storage of that location. */
  String home(String location);

  /** Moves a folder; the target must not exist, its parent is made. */
  void move(String from, String to);

  /** The bytes of a file. Throws NOT_FOUND; INVALID when it has more than {@code limit}. */
  byte[] read(String location, int limit);

  /** Counts the data files below a folder; zeros for an absent one. */
  FolderSize size(String location);

  /**
   * Files below a folder, without those whose name begins with {@code _} or {@code .}.
   *
   * @param bytes sum of their lengths
   */
  record FolderSize(long files, long bytes) {}
}
