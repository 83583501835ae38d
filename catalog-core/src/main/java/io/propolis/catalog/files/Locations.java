package io.propolis.catalog.files;

import org.jspecify.annotations.Nullable;

/** Arithmetic on locations. */
public final class Locations {
  private Locations() {}

  /** {@code parent/child} with exactly one slash between. */
  public static String child(String parent, String child) {
    var folder = withoutTrailingSlash(parent);
    return folder.endsWith("/") ? folder + child : folder + "/" + child;
  }

  /** The location without trailing slashes; a bare root keeps its one. */
  public static String withoutTrailingSlash(String location) {
    int end = location.length();
    while (end > 1 && location.charAt(end - 1) == '/' && location.charAt(end - 2) != '/') {
      end--;
    }
    return location.substring(0, end);
  }

  /** True when {@code location} is {@code folder} or lies below it, however the two are spelled. */
  public static boolean isWithin(String location, String folder) {
    return isSame(location, folder) || below(location, folder) != null;
  }

  /** True when both are the same folder, however they are spelled. */
  public static boolean isSame(String location, String other) {
    return withoutTrailingSlash(canonical(location)).equals(withoutTrailingSlash(canonical(other)));
  }

  /** What follows the folder and a slash; null when the location is not below the folder. */
  public static @Nullable String below(String location, String folder) {
    var inner = canonical(location);
    var outer = child(canonical(folder), "");
    return inner.length() > outer.length() && inner.startsWith(outer)
        ? inner.substring(outer.length())
        : null;
  }

  /** One of the two spellings of local locations: Java's {@code file:///a}, Hadoop's file:/a. */
  private static String canonical(String location) {
    return location.startsWith("file:///")
        ? "file:" + location.substring("file://".length())
        : location;
  }

  /** What stands behind the scheme and the authority, with its slash. */
  public static String path(String location) {
    int scheme = location.indexOf(':');
    if (scheme < 0) {
      return location;
    }
    var rest = location.substring(scheme + 1);
    if (!rest.startsWith("//")) {
      return rest;
    }
    int slash = rest.indexOf('/', 2);
    return slash < 0 ? "/" : rest.substring(slash);
  }

  /** The folder that a location lies in; a root is its own. */
  public static String parent(String location) {
    var inner = withoutTrailingSlash(location);
    int slash = inner.lastIndexOf('/');
    int root = inner.length() - path(inner).length();
    return slash <= root
        ? inner.substring(0, Math.min(inner.length(), root + 1))
        : inner.substring(0, slash);
  }

  /** A local path gets the scheme {@code file:}, as Hive qualifies paths; others stay. */
  public static String qualified(String location) {
    return location.startsWith("/") ? "file:" + location : location;
  }
}
