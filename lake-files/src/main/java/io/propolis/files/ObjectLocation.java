package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;

/**
 * A bucket and a key, taken literally.
 *
 * @param bucket all between {@code ://} and the next slash
 * @param key without a slash at either end; empty for the bucket itself
 */
public record ObjectLocation(String bucket, String key) {
  static ObjectLocation of(String location) {
    int start = location.indexOf("://");
    var rest = start < 0 ? "" : location.substring(start + 3);
    int slash = rest.indexOf('/');
    var bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw invalid(Entity.LOCATION, "Location names no bucket: " + location);
    }
    return new ObjectLocation(bucket, slash < 0 ? "" : trimmed(rest.substring(slash + 1)));
  }

  private static String trimmed(String key) {
    int end = key.length();
    while (end > 0 && key.charAt(end - 1) == '/') {
      end--;
    }
    return key.substring(0, end);
  }

  /** Another key of the same bucket. */
  ObjectLocation withKey(String other) {
    return new ObjectLocation(bucket, other);
  }

  boolean isBucket() {
    return key.isEmpty();
  }

  /** What keys below it begin with. */
  String prefix() {
    return isBucket() ? "" : key + "/";
  }
}
