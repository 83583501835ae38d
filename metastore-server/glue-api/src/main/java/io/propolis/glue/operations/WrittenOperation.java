package io.propolis.glue.operations;

import software.amazon.awssdk.services.glue.model.GlueRequest;

/**
 * An operation whose answer is written without objects of the SDK's: it is long, or asked often.
 */
@FunctionalInterface
public interface WrittenOperation<I extends GlueRequest> {
  /** As {@link Operation#answer}; all that can be refused is refused here. */
  Answer answer(Call call, I request);
}
