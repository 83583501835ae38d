package io.propolis.glue.wire;

import io.propolis.catalog.CatalogException;

/** The one place that turns the catalog's errors into those of the API. */
public final class CatalogErrors {
  private CatalogErrors() {}

  /** The error of the API with the same message. */
  public static GlueException glue(CatalogException e) {
    return new GlueException(error(e.kind()), String.valueOf(e.getMessage()), e);
  }

  private static GlueError error(CatalogException.Kind kind) {
    return switch (kind) {
      case NOT_FOUND -> GlueError.ENTITY_NOT_FOUND;
      case ALREADY_EXISTS -> GlueError.ALREADY_EXISTS;
      case NOT_EMPTY, INVALID -> GlueError.INVALID_INPUT;
      case CONFLICT -> GlueError.CONCURRENT_MODIFICATION;
      case FORBIDDEN -> GlueError.ACCESS_DENIED;
      // Not an error of 4xx: whether a change was made may be unknown, and Iceberg's clients read
      // the table again only after 5xx.
      case UNAVAILABLE -> GlueError.INTERNAL_SERVICE;
      case UNSUPPORTED -> GlueError.OPERATION_NOT_SUPPORTED;
    };
  }
}
