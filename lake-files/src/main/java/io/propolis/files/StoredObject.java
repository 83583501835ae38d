package io.propolis.files;

import org.jspecify.annotations.Nullable;

/**
 * An object as its store tells of it.
 *
 * @param length bytes
 * @param modifiedAt epoch milliseconds
 * @param etag what the store calls this content
 * @param kind what it stands for
 */
public record StoredObject(
    String key, long length, long modifiedAt, @Nullable String etag, Kind kind) {
  /** What an object stands for. */
  public enum Kind {
    FILE,
    /** An empty object that makes a folder be there, and holds no data. */
    FOLDER
  }

  boolean isFile() {
    return kind == Kind.FILE && !key.endsWith("/");
  }

  FileEntry entry(String location) {
    return new FileEntry(location, length, modifiedAt, etag);
  }
}
