package io.propolis.catalog.files;

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

  /** True when {@code location} is {@code folder} or lies below it. */
  public static boolean isWithin(String location, String folder) {
    var inner = withoutTrailingSlash(location);
    var outer = withoutTrailingSlash(folder);
    return inner.equals(outer) || inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
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
