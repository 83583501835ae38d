package io.propolis.catalog.model.change;

/**
 * What a transaction wrote to one table or partition, as its engine reported it.
 *
 * @param writeId the transaction's number for this table
 */
public record ReportedWrite(long transactionId, long writeId, ChangedObjects.OfWrite written) {}
