package io.propolis.glue.operations;

import io.propolis.catalog.RunStateException;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.GlueResponse;

/** What the API calls the states of crawlers that do not go with a request. */
final class RunStates {
  private RunStates() {}

  /** The operation, with the API's errors for the catalog's. */
  static <I extends GlueRequest, O extends GlueResponse> Operation<I, O> told(
      Operation<I, O> operation) {
    return (call, request) -> {
      try {
        return operation.answer(call, request);
      } catch (RunStateException e) {
        throw new GlueException(error(e.reason()), String.valueOf(e.getMessage()), e);
      }
    };
  }

  private static GlueError error(RunStateException.Reason reason) {
    return switch (reason) {
      case RUNNING -> GlueError.CRAWLER_RUNNING;
      case NOT_RUNNING -> GlueError.CRAWLER_NOT_RUNNING;
      case STOPPING -> GlueError.CRAWLER_STOPPING;
      case NO_SCHEDULE -> GlueError.NO_SCHEDULE;
      case SCHEDULED -> GlueError.SCHEDULER_RUNNING;
      case NOT_SCHEDULED -> GlueError.SCHEDULER_NOT_RUNNING;
    };
  }
}
