package io.propolis.jobs.runner;

/** No usable Spark, or no Java for it. The message says what was looked for and what to do. */
public final class SparkNotFoundException extends RuntimeException {
  SparkNotFoundException(String message) {
    super(message);
  }
}
