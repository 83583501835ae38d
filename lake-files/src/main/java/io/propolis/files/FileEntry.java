package io.propolis.files;

import org.jspecify.annotations.Nullable;

/**
 * A file that a listing found.
 *
 * @param location the listed folder as the caller wrote it, a slash, and the path below it; never
 *     percent-encoded
 * @param length bytes
 * @param modifiedAt epoch milliseconds
 * @param etag what the store calls this content; absent for local files
 */
public record FileEntry(String location, long length, long modifiedAt, @Nullable String etag) {}
