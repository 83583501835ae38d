package io.propolis.files;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Buckets of objects under keys, as {@link ObjectLake} asks them. Safe for many threads. Every
 * method throws {@link ObjectStoreException}, and CatalogException INVALID for a bucket whose name
 * makes no sense. Waiting for a busy store is the caller's.
 */
public interface ObjectStore extends AutoCloseable {
  /** How listings are ordered. */
  enum Order {
    /** By the bytes of the keys. */
    BYTES,
    /** Somehow, always alike. */
    OTHER
  }

  /** The order of its listings. */
  Order order();

  /**
   * A page of a listing.
   *
   * @param page what the page before said of the next one; empty for the first
   */
  ObjectPage page(ObjectListing listing, Optional<String> page);

  /** The object of exactly this key; none in an absent bucket. */
  Optional<StoredObject> find(ObjectLocation object);

  /**
   * Reads so many bytes of an object, and says how many there were.
   *
   * @param content the object as it was found, which it still has to be
   */
  int read(
      ObjectLocation object, FileEntry content, long position, byte[] into, int offset, int size);

  /** Writes an object, over one that may be there. */
  void put(ObjectLocation object, byte[] content);

  /** The same of a file of this machine. */
  void put(ObjectLocation object, Path content);

  /** Copies an object within the store, over one that may be there. */
  void copy(ObjectLocation from, ObjectLocation to);

  /** Deletes an object if it is there. */
  void delete(ObjectLocation object);

  @Override
  void close();
}
