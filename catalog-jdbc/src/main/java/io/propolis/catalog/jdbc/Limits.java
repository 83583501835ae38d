package io.propolis.catalog.jdbc;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;

/** What the narrowest database holds is the limit on all of them. */
final class Limits {
  private static final int NAME = 255;

  private Limits() {}

  static void name(Entity entity, String name) {
    if (name.codePointCount(0, name.length()) > NAME) {
      throw CatalogException.invalid(
          entity, "Name is longer than %d characters: %s".formatted(NAME, name));
    }
  }
}
