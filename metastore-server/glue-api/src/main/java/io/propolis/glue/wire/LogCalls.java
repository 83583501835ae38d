package io.propolis.glue.wire;

import java.util.Map;
import java.util.Set;

/**
 * The calls of CloudWatch Logs by which clients read the logs of runs. Runs that the API starts
 * will have groups; there are none yet.
 */
final class LogCalls {
  private static final Set<String> KNOWN = Set.of("FilterLogEvents", "GetLogEvents");

  private LogCalls() {}

  static HttpReply answer(String operation, Map<String, String> headers) {
    boolean isKnown = KNOWN.contains(operation);
    return HttpReply.text(
        400,
        headers,
        isKnown
            ? "{\"__type\":\"ResourceNotFoundException\",\"message\":\"The specified log group does"
                + " not exist.\"}"
            : "{\"__type\":\"UnknownOperationException\"}");
  }
}
