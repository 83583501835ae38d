package io.propolis.iceberg;

import io.propolis.catalog.CatalogException;
import io.propolis.catalog.CatalogException.Entity;
import io.propolis.catalog.CatalogException.Kind;
import java.util.function.Supplier;

/** What Iceberg's library refuses, told as the catalog tells it: with the thing and its value. */
final class Refusals {
  /** As much of a value as a message shows, in characters. */
  private static final int SHOWN = 500;

  private Refusals() {}

  /** Does the work; throws INVALID for what the library throws. */
  static <T> T of(String what, String value, Supplier<T> work) {
    try {
      return work.get();
    } catch (CatalogException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new CatalogException(
          Kind.INVALID,
          Entity.TABLE,
          "Not a valid Iceberg %s: %s (%s)".formatted(what, e.getMessage(), cut(value)),
          e);
    }
  }

  /** The value, or as much of it as a message shows. */
  static String cut(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...";
  }
}
