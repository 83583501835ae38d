package io.propolis.crawlers.schema;

/**
 * Two types that no narrower type than string holds.
 *
 * @param path the column, and the fields below it, with dots
 * @param origin the file that brought the second type
 */
public record Conflict(String path, HiveType first, HiveType second, String origin) {
  @Override
  public String toString() {
    return "%s is %s, but %s in %s".formatted(path, first.hive(), second.hive(), origin);
  }
}
