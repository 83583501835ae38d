package io.propolis.glue.wire;

/** The errors that the door answers with. */
public enum GlueError {
  ENTITY_NOT_FOUND("EntityNotFoundException"),
  ALREADY_EXISTS("AlreadyExistsException"),
  INVALID_INPUT("InvalidInputException"),
  INVALID_STATE("InvalidStateException"),
  CONCURRENT_MODIFICATION("ConcurrentModificationException"),
  VERSION_MISMATCH("VersionMismatchException"),
  COLUMN_STATISTICS_TASK_RUNNING("ColumnStatisticsTaskRunningException"),
  COLUMN_STATISTICS_TASK_NOT_RUNNING("ColumnStatisticsTaskNotRunningException"),
  COLUMN_STATISTICS_TASK_STOPPING("ColumnStatisticsTaskStoppingException"),
  CONDITION_CHECK_FAILURE("ConditionCheckFailureException"),
  CONFLICT("ConflictException"),
  IDEMPOTENT_PARAMETER_MISMATCH("IdempotentParameterMismatchException"),
  RESOURCE_NUMBER_LIMIT_EXCEEDED("ResourceNumberLimitExceededException"),
  CRAWLER_RUNNING("CrawlerRunningException"),
  CRAWLER_NOT_RUNNING("CrawlerNotRunningException"),
  CRAWLER_STOPPING("CrawlerStoppingException"),
  NO_SCHEDULE("NoScheduleException"),
  SCHEDULER_RUNNING("SchedulerRunningException"),
  SCHEDULER_NOT_RUNNING("SchedulerNotRunningException"),
  OPERATION_NOT_SUPPORTED("OperationNotSupportedException"),
  ACCESS_DENIED("AccessDeniedException"),
  ENCRYPTION("GlueEncryptionException"),
  FEDERATION_SOURCE("FederationSourceException"),
  OPERATION_TIMEOUT("OperationTimeoutException"),
  INTERNAL_SERVICE("InternalServiceException", 500, true),

  // Of all AWS services; no operation declares them.
  VALIDATION("ValidationException", 400, false),
  SERIALIZATION("SerializationException", 400, false),
  UNKNOWN_OPERATION("UnknownOperationException", 400, false),
  MISSING_AUTHENTICATION("MissingAuthenticationTokenException", 400, false),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException", 400, false),
  INVALID_SIGNATURE("InvalidSignatureException", 400, false),
  INCOMPLETE_SIGNATURE("IncompleteSignatureException", 400, false);

  private final String type;
  private final int status;
  private final boolean isOfTheApi;

  GlueError(String type) {
    this(type, 400, true);
  }

  GlueError(String type, int status, boolean isOfTheApi) {
    this.type = type;
    this.status = status;
    this.isOfTheApi = isOfTheApi;
  }

  /** The name that clients know it by. */
  public String type() {
    return type;
  }

  /** The status of HTTP that it comes with. */
  public int status() {
    return status;
  }

  /** Whether operations declare it; the others may come from each. */
  public boolean isOfTheApi() {
    return isOfTheApi;
  }
}
