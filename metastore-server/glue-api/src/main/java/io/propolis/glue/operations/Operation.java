package io.propolis.glue.operations;

import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.GlueResponse;

/**
 * Answers the requests of one kind. Throws {@link io.propolis.glue.wire.GlueException}, or the
 * catalog's own exception, which becomes one.
 */
@FunctionalInterface
public interface Operation<I extends GlueRequest, O extends GlueResponse> {
  O answer(Call call, I request);
}
