package io.propolis.files;

import org.jspecify.annotations.Nullable;

/**
 * What to list of a bucket.
 *
 * @param prefix what all keys begin with
 * @param depth whether keys below the next slash are told one by one
 * @param from the least key to be told, in the order of bytes; heeded by stores in that order alone
 * @param limit objects of a page; 0 for as many as the store likes to tell
 */
public record ObjectListing(
    String bucket, String prefix, Depth depth, @Nullable String from, int limit) {
  /** How far down. */
  public enum Depth {
    /** Every key. */
    ALL,
    /** Keys up to the next slash behind the prefix, and what is in front of that slash once. */
    LEVEL
  }

  static ObjectListing below(ObjectLocation folder) {
    return new ObjectListing(folder.bucket(), folder.prefix(), Depth.ALL, null, 0);
  }

  static ObjectListing level(ObjectLocation folder) {
    return new ObjectListing(folder.bucket(), folder.prefix(), Depth.LEVEL, null, 0);
  }

  ObjectListing withLimit(int objects) {
    return new ObjectListing(bucket, prefix, depth, from, objects);
  }
}
