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

  /** A local path gets the scheme {@code file:}, as Hive qualifies paths; others stay. */
  public static String qualified(String location) {
    return location.startsWith("/") ? "file:" + location : location;
  }
}
