package io.propolis.glue.wire;

import io.propolis.glue.model.OperationModel;

/** What operations are answered that are not served. */
public final class Refusals {
  private Refusals() {}

  public static GlueError of(OperationModel operation) {
    return JsonErrors.declared(GlueError.OPERATION_NOT_SUPPORTED, operation);
  }
}
