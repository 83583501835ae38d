package io.propolis.files;

import static io.propolis.catalog.CatalogException.invalid;

import io.propolis.catalog.CatalogException.Entity;

/** Queues by their ARNs, {@code arn:aws:sqs:REGION:ACCOUNT:NAME}. Safe for many threads. */
public interface EventQueues extends AutoCloseable {
  /** Has none. */
  EventQueues NONE =
      new EventQueues() {
        @Override
        public EventQueue open(String arn) {
          throw invalid(Entity.RESOURCE, "No service of queues is at hand for " + arn);
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  /** Those of one SQS-compatible service, which is not touched before it is asked for. */
  static EventQueues of(SqsSettings settings) {
    return new SqsQueues(settings);
  }

  /** Throws CatalogException RESOURCE: INVALID for what is no ARN of a queue. */
  EventQueue open(String arn);

  @Override
  void close();
}
