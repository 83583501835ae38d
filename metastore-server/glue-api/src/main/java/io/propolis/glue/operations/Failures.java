package io.propolis.glue.operations;

import io.propolis.catalog.CatalogException;
import io.propolis.glue.wire.CatalogErrors;
import io.propolis.glue.wire.GlueError;
import software.amazon.awssdk.services.glue.model.ErrorDetail;

/** What batches say about entries that failed. */
final class Failures {
  private Failures() {}

  static ErrorDetail of(GlueError error, String message) {
    return ErrorDetail.builder().errorCode(error.type()).errorMessage(message).build();
  }

  /** What the catalog says about one entry; what concerns all is thrown on. */
  static ErrorDetail of(CatalogException e) {
    var glue = CatalogErrors.glue(e);
    if (glue.error() == GlueError.INTERNAL_SERVICE) {
      throw e;
    }
    return of(glue.error(), String.valueOf(glue.getMessage()));
  }

  static ErrorDetail notFound(String message) {
    return of(GlueError.ENTITY_NOT_FOUND, message);
  }
}
