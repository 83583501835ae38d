package io.propolis.glue.operations;

import io.propolis.catalog.RunStateException;
import io.propolis.catalog.RunStateException.Reason;
import io.propolis.glue.wire.GlueError;
import io.propolis.glue.wire.GlueException;
import software.amazon.awssdk.services.glue.model.GlueRequest;
import software.amazon.awssdk.services.glue.model.GlueResponse;

/** What the API calls the states that do not go with a request. */
enum RunStates {
  /** Of crawlers. */
  CRAWLERS {
    @Override
    GlueError error(Reason reason) {
      return switch (reason) {
        case RUNNING -> GlueError.CRAWLER_RUNNING;
        case NOT_RUNNING -> GlueError.CRAWLER_NOT_RUNNING;
        case STOPPING -> GlueError.CRAWLER_STOPPING;
        case NO_SCHEDULE -> GlueError.NO_SCHEDULE;
        case SCHEDULED -> GlueError.SCHEDULER_RUNNING;
        case NOT_SCHEDULED -> GlueError.SCHEDULER_NOT_RUNNING;
      };
    }
  },

  /** Of column statistics, whose operations declare nothing about schedules. */
  STATISTICS {
    @Override
    GlueError error(Reason reason) {
      return switch (reason) {
        case RUNNING -> GlueError.COLUMN_STATISTICS_TASK_RUNNING;
        case NOT_RUNNING -> GlueError.COLUMN_STATISTICS_TASK_NOT_RUNNING;
        case STOPPING -> GlueError.COLUMN_STATISTICS_TASK_STOPPING;
        case NO_SCHEDULE, SCHEDULED, NOT_SCHEDULED -> GlueError.INVALID_INPUT;
      };
    }
  };

  abstract GlueError error(Reason reason);

  /** The operation, with the API's errors for the catalog's. */
  <I extends GlueRequest, O extends GlueResponse> Operation<I, O> told(Operation<I, O> operation) {
    return (call, request) -> {
      try {
        return operation.answer(call, request);
      } catch (RunStateException e) {
        throw new GlueException(error(e.reason()), String.valueOf(e.getMessage()), e);
      }
    };
  }
}
